using System.Globalization;
using Telemed.Scheduling;
using Telemed.Scheduling.Offers;
using Telemed.Web.Pages.Appointments;
using Telemed.Web.Pages.Hours;

namespace Telemed.Web.Pages.Clinic.Visits;

/// <summary>The form of a visit type as typed.</summary>
/// <param name="Modality">"video" or "audio".</param>
internal sealed record VisitTyped(string Name, string Minutes, string Before, string After, string Modality, bool ForPatients, bool StandsAtOnce)
{
    /// <summary>What a fresh form proposes.</summary>
    public static readonly VisitTyped Fresh = new("", "30", "0", "0", AppointmentFilter.Word(Scheduling.Modality.Video), ForPatients: true, StandsAtOnce: false);

    public static VisitTyped Of(VisitType type) => new(type.Name, Text(type.Minutes), Text(type.MinutesBefore), Text(type.MinutesAfter),
        AppointmentFilter.Word(type.Modality), type.ForPatients, type.StandsAtOnce);

    public static VisitTyped Of(IFormCollection form) => new(form.Typed("name"), form.Typed("minutes"), form.Typed("before"), form.Typed("after"),
        form.Typed("modality"), form.Typed("patients") == "true", form.Typed("at-once") == "true");

    public VisitTypeDraft Read() => new(Name, PostedForm.Number(Minutes), PostedForm.Number(Before), PostedForm.Number(After),
        AppointmentFilter.Word<Modality>(Modality) ?? (Modality)(-1), ForPatients, StandsAtOnce);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
