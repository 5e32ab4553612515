using System.Globalization;
using NodaTime;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Web.Pages.Hours;

namespace Telemed.Web.Pages.OneAppointment;

/// <summary>The form of a new time as typed.</summary>
public sealed record TimeTyped(string Date, string Time, string Length, string Version)
{
    internal const string Form = "time";

    /// <summary>What was typed, or the time that the appointment has.</summary>
    public static TimeTyped Of(HttpContext context, Appointment appointment, DateTimeZone zone)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(appointment);
        if (PostedForm.Of(context, Form) is { } form)
        {
            return new TimeTyped(form.Typed("date"), form.Typed("time"), form.Typed("length"), form.Typed("version"));
        }

        var local = appointment.StartsAt.InZone(zone).LocalDateTime;
        return new TimeTyped(Times.Attribute(local.Date), local.TimeOfDay.ToString("HH:mm", CultureInfo.InvariantCulture),
            Text((int)(appointment.EndsAt - appointment.StartsAt).TotalMinutes), Text(appointment.Version));
    }

    /// <summary>Null, with a code per field that is wrong.</summary>
    public NewTime? Read(DateTimeZone zone, IDictionary<string, string> faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        var (date, time, minutes) = (ClinicTime.ParseDate(Date), ClinicTime.ParseTime(Time), PostedForm.Number(Length));
        foreach (var (field, given) in ((string, bool)[])[("date", date is not null), ("time", time is not null), ("length", minutes >= 0)])
        {
            if (!given)
            {
                faults[field] = "required";
            }
        }

        if (faults.Count > 0)
        {
            return null;
        }

        var start = ClinicTime.Of(date!.Value + time!.Value, zone) switch
        {
            ClinicTime.Once once => once.At,
            ClinicTime.Earlier earlier => earlier.At,
            _ => (Instant?)null,
        };
        if (start is not { } at)
        {
            faults["starts"] = "never";
            return null;
        }

        return new NewTime(at, at + Duration.FromMinutes(minutes), PostedForm.Number(Version));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
