using Telemed.Platform;
using NodaTime;

namespace Telemed.Notifications;

/// <summary>
/// One mail to be sent: the outbox row, written with what it tells. Holds ids only: the address is looked up and any token is
/// minted when it is sent.
/// </summary>
public sealed class Delivery : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required DeliveryId Id { get; init; }
    public required NotificationKind Kind { get; init; }

    /// <summary>Who gets it: a patient on file, an account, a guest of a visit, or a newcomer. Exactly one is set.</summary>
    public Guid? ToPatientId { get; init; }
    public Guid? ToAccountId { get; init; }
    public Guid? ToParticipantId { get; init; }
    public Guid? ToNewcomerId { get; init; }

    /// <summary>What it is about, by <see cref="Kind"/>: an appointment, participant, document or e-mail code.</summary>
    public required Guid SubjectId { get; init; }
    public required Instant CreatedAt { get; init; }

    /// <summary>Not to be sent before; null: at once. Of one kind about one subject, one is due at a time.</summary>
    public Instant? DueAt { get; init; }

    /// <summary>Not to be tried before; while a sender has it, the end of its lease.</summary>
    public required Instant NextTryAt { get; set; }
    public int Tries { get; set; }
    public Instant? SentAt { get; set; }

    /// <summary>Set when it will never be sent: no address, its subject gone, or too many tries. A code.</summary>
    public string? GivenUp { get; set; }

    /// <summary>Since when somebody waits for it.</summary>
    public Instant WaitingSince => DueAt ?? CreatedAt;
}
