using NodaTime;
using Telemed.Platform;

namespace Telemed.Scheduling.Hours;

/// <summary>A practitioner's weekly hours, for as long as they hold. No two periods of one practitioner share a day.</summary>
public sealed class HoursPeriod : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required HoursPeriodId Id { get; init; }
    public required PractitionerId PractitionerId { get; init; }
    public required LocalDate From { get; init; }

    /// <summary>Its last day; null: until further notice.</summary>
    public LocalDate? Until { get; set; }

    /// <summary>In <see cref="WeeklyText"/>'s short form.</summary>
    public required string Ranges { get; set; }
}
