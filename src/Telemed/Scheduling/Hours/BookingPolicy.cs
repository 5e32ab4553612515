using Telemed.Platform;

namespace Telemed.Scheduling.Hours;

/// <summary>How a practitioner may be booked; one row each, none: <see cref="Usual"/>.</summary>
public sealed class BookingPolicy : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required BookingPolicyId Id { get; init; }
    public required PractitionerId PractitionerId { get; init; }

    /// <summary>IANA zone of the practitioner's wall clock; empty: the clinic's.</summary>
    public string Zone { get; set; } = "";

    /// <summary>How long before its start a patient may book at the latest, minutes.</summary>
    public int NoticeMinutes { get; set; } = 120;

    /// <summary>How many days ahead a patient may book.</summary>
    public int FarthestDays { get; set; } = 90;

    /// <summary>How long before its start a patient may cancel or move an appointment at the latest, minutes.</summary>
    public int ChangeMinutes { get; set; } = UsualChangeMinutes;

    /// <summary>Appointments a day at most; null: as many as there is time for.</summary>
    public int? MostPerDay { get; set; }

    /// <summary>Closed on French public holidays.</summary>
    public bool RestsOnHolidays { get; set; } = true;

    /// <summary>Grows with every change of hours or rules; a stale form is refused.</summary>
    public int Version { get; set; }

    public const int UsualChangeMinutes = 120;

    public static BookingPolicy Usual(TenantId clinic, PractitionerId practitioner) =>
        new() { TenantId = clinic, Id = BookingPolicyId.New(), PractitionerId = practitioner };
}
