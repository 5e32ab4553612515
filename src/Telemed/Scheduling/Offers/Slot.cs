using NodaTime;

namespace Telemed.Scheduling.Offers;

/// <summary>A time at which one may be booked. FHIR Slot.</summary>
/// <param name="EndsAt">Exclusive.</param>
public readonly record struct Slot(Instant StartsAt, Instant EndsAt);

/// <summary>How long a visit takes, and how much time around it nobody else may have.</summary>
/// <param name="Before">To prepare: kept free before the start.</param>
/// <param name="After">To write up: kept free after the end.</param>
public sealed record VisitLength(Duration Length, Duration Before, Duration After)
{
    /// <summary>All that a visit which starts then takes of its practitioner's time.</summary>
    public Interval Around(Instant start) => new(start - Before, start + Length + After);
}
