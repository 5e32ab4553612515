using Microsoft.Extensions.Localization;
using NodaTime;
using Telemed.Platform;

namespace Telemed.People;

/// <summary>What a mail says besides, to a patient whose clock is not the clinic's.</summary>
public sealed class OwnTime(IStringLocalizer<Texts> texts)
{
    /// <summary>One sentence in the current language, or none: no zone is known of the patient, or the clocks show the same.</summary>
    public IEnumerable<string> Line(Instant at, DateTimeZone clinic, Patient patient)
    {
        ArgumentNullException.ThrowIfNull(patient);
        return patient.Zone is { } id && DateTimeZoneProviders.Tzdb.GetZoneOrNull(id) is { } own && at.InZone(own).LocalDateTime != at.InZone(clinic).LocalDateTime
            ? [texts["mail-own-time", Times.DayAndTime(at, own), Times.ZoneName(own)]] : [];
    }
}
