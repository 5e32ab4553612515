using System.Globalization;
using NodaTime;
using NodaTime.Text;
using Telemed.Platform;
using Telemed.Scheduling;

namespace Telemed.Web.Pages.Appointments;

/// <summary>The booking form as typed, and what it asks for once read in the clinic's zone.</summary>
internal sealed record BookingForm(string? Practitioner, string? Date, string? Time, string? Length, string? Reason, string? Modality)
{
    public const int UsualMinutes = 30;

    private static readonly LocalDateTimePattern At = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm");

    /// <summary>A fresh form for the time that a free row of an agenda names: local ("2026-11-24T14:30") or an instant ("…Z").</summary>
    public static (string? Date, string? Time) Of(string? at, DateTimeZone zone)
    {
        var local = At.Parse(at ?? "") is { Success: true, Value: var typed } ? typed
            : InstantPattern.ExtendedIso.Parse(at ?? "") is { Success: true, Value: var instant } ? instant.InZone(zone).LocalDateTime : (LocalDateTime?)null;
        return (local?.Date.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture), local?.TimeOfDay.ToString("HH:mm", CultureInfo.InvariantCulture));
    }

    /// <summary>What is asked for, or a code per field that is wrong; and whether the earlier of two same hours was taken.</summary>
    public (NewAppointment? Wanted, bool Earlier) Read(PatientId patient, PractitionerId? own, DateTimeZone zone, Instant now, IDictionary<string, string> faults)
    {
        var practitioner = own ?? (Guid.TryParse(Practitioner, out var id) ? new PractitionerId(id) : null);
        var (date, time) = (ClinicTime.ParseDate(Date), ClinicTime.ParseTime(Time));
        var length = int.TryParse(Length, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) ? Duration.FromMinutes(minutes) : (Duration?)null;
        var modality = AppointmentFilter.Word<Modality>(Modality);
        Require(faults, "practitioner", practitioner is not null);
        Require(faults, "date", date is not null);
        Require(faults, "time", time is not null);
        Require(faults, "length", length is not null);
        Require(faults, "modality", modality is not null);
        if (PlainText.Fault(Reason, NewAppointment.MaxReason) is { } code)
        {
            faults["reason"] = code;
        }

        var start = date is { } d && time is { } t ? ClinicTime.Of(d + t, zone) : null;
        if (start is ClinicTime.Never)
        {
            faults["starts"] = "never";
        }

        var at = start switch { ClinicTime.Once once => once.At, ClinicTime.Earlier earlier => earlier.At, _ => (Instant?)null };
        if (at < now - NewAppointment.WalkIn)
        {
            faults["starts"] = "past";
        }

        if (length < NewAppointment.MinLength || length > NewAppointment.MaxLength)
        {
            faults["length"] = "out-of-range";
        }

        return faults.Count > 0 ? (null, false)
            : (new NewAppointment(patient, practitioner!.Value, at!.Value, length!.Value, Reason!, modality!.Value), start is ClinicTime.Earlier);
    }

    private static void Require(IDictionary<string, string> faults, string field, bool given)
    {
        if (!given)
        {
            faults[field] = "required";
        }
    }
}
