using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Scheduling.Earlier;

namespace Telemed.Web.Pages.Earlier;

/// <summary>The form of the waiting list as typed.</summary>
/// <param name="What">A visit type, or "a-" and the appointment to move up.</param>
public sealed record EarlierForm(string? What, string? With, string? From, string? Until, string? Reason)
{
    private const string OfAppointment = "a-";

    public static string Value(AppointmentId appointment) => OfAppointment + appointment;

    public EarlierDraft Read(PatientId patient, PractitionerId? own)
    {
        var moved = What?.StartsWith(OfAppointment, StringComparison.Ordinal) is true && Guid.TryParse(What[OfAppointment.Length..], out var later) ? new AppointmentId(later) : (AppointmentId?)null;
        return new EarlierDraft(patient, Guid.TryParse(What, out var type) ? new VisitTypeId(type) : null,
            own ?? (Guid.TryParse(With, out var id) ? new PractitionerId(id) : null), ClinicTime.ParseDate(From), ClinicTime.ParseDate(Until), moved, Reason);
    }
}
