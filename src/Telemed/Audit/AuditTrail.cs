using Telemed.Platform;
using Telemed.Tenancy;
using NodaTime;

namespace Telemed.Audit;

public static class AuditTrail
{
    /// <summary>Adds an audit row to the unit of work: it commits with the act, or not at all.</summary>
    /// <param name="entity">What was touched: its type's name and its id.</param>
    public static void Record(this Db db, Actor actor, AuditAction action, Instant now,
        (string Name, Guid Id)? entity = null, PatientId? patient = null, bool allowed = true, string? detail = null)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var (kind, id) = actor switch
        {
            AccountActor account => (AgentKind.Account, (Guid?)account.AccountId.Value),
            GuestActor guest => (AgentKind.Guest, guest.ParticipantId.Value),
            NewcomerActor newcomer => (AgentKind.Newcomer, newcomer.NewcomerId.Value),
            _ => (AgentKind.System, null),
        };
        db.Set<AuditEvent>().Add(new AuditEvent
        {
            TenantId = actor.TenantId, Id = AuditEventId.New(), Recorded = now, Action = action, Allowed = allowed,
            Agent = kind, AgentId = id, Entity = entity?.Name, EntityId = entity?.Id, PatientId = patient?.Value, Detail = detail,
        });
    }

    /// <summary>The same for somebody unknown, where the clinic is known: a wrong password, a dead link.</summary>
    public static void RecordStranger(this Db db, TenantId tenant, AuditAction action, Instant now,
        (string Name, Guid Id)? entity = null, string? detail = null) =>
        db.Set<AuditEvent>().Add(new AuditEvent
        {
            TenantId = tenant, Id = AuditEventId.New(), Recorded = now, Action = action, Allowed = false,
            Agent = AgentKind.Anonymous, Entity = entity?.Name, EntityId = entity?.Id, Detail = detail,
        });
}
