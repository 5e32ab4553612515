using Telemed.Platform;
using NodaTime;

namespace Telemed.Scheduling;

/// <summary>One change of an appointment's status: who and when. The history is never rewritten.</summary>
public sealed class AppointmentMove : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required AppointmentMoveId Id { get; init; }
    public required AppointmentId AppointmentId { get; init; }
    public AppointmentStatus? From { get; init; }
    public required AppointmentStatus To { get; init; }

    /// <summary>Null: the program itself, for example a visit that ended.</summary>
    public AccountId? By { get; init; }
    public required Instant At { get; init; }
}
