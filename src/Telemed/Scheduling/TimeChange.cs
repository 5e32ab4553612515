using NodaTime;
using Telemed.Platform;

namespace Telemed.Scheduling;

/// <summary>One move of an appointment in time: from when to when, who and at what instant. The history is never rewritten.</summary>
public sealed class TimeChange : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required TimeChangeId Id { get; init; }
    public required AppointmentId AppointmentId { get; init; }
    public required Instant FromStartsAt { get; init; }

    /// <summary>Exclusive, as every end.</summary>
    public required Instant FromEndsAt { get; init; }
    public required Instant ToStartsAt { get; init; }
    public required Instant ToEndsAt { get; init; }
    public required AccountId By { get; init; }
    public required Instant At { get; init; }
}
