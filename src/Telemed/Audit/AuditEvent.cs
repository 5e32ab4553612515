using Telemed.Platform;
using NodaTime;

namespace Telemed.Audit;

/// <summary>
/// What was done, by whom, to what: written in the same transaction as the act, never changed, never deleted (triggers on both
/// databases). Holds ids and codes only: no name, no text, no token. FHIR AuditEvent.
/// </summary>
public sealed class AuditEvent : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required AuditEventId Id { get; init; }
    public required Instant Recorded { get; init; }

    /// <summary>One of <see cref="AuditAction"/>.</summary>
    public required AuditAction Action { get; init; }

    /// <summary>False: it was refused.</summary>
    public required bool Allowed { get; init; }
    public required AgentKind Agent { get; init; }

    /// <summary>The account, participant or newcomer that acted; null for the program itself and for strangers.</summary>
    public Guid? AgentId { get; init; }

    /// <summary>The type's name of what was touched, for example Appointment.</summary>
    public string? Entity { get; init; }
    public Guid? EntityId { get; init; }

    /// <summary>Whose care it concerns, so that a patient can once read who looked.</summary>
    public Guid? PatientId { get; init; }

    /// <summary>A short code that says more, for example the refusal's reason; never free text.</summary>
    public string? Detail { get; init; }
}

public enum AgentKind
{
    Account,
    Guest,

    /// <summary>Without an account, by a code to the e-mail address.</summary>
    Newcomer,
    System,
    Anonymous,
}
