using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Accounts;
using Telemed.Audit;
using Telemed.People;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Records.Access;

/// <summary>One sitting of somebody over a patient's record, as the patient reads it.</summary>
/// <param name="At">When it began.</param>
/// <param name="What">What was done, each once, in the order in which it was first done.</param>
/// <param name="Name">Of who looked; null: their account is gone.</param>
/// <param name="Role">What they are in the clinic; null: nothing any more.</param>
/// <param name="Emergency">Why, in their own words, when it was opened in an emergency.</param>
public sealed record Look(Instant At, IReadOnlyList<AuditAction> What, string? Name, Role? Role, string? Emergency);

/// <param name="More">Where those before begin; null: there are none.</param>
public sealed record LookPage(IReadOnlyList<Look> Looks, Instant? More);

/// <summary>Who looked at a record: from the audit trail, which nobody can change.</summary>
public static class Looks
{
    /// <summary>So many rows of the trail at once.</summary>
    public const int Page = 100;

    /// <summary>Opening a record leaves several rows of the trail. Those of one person within so long of each other are one sitting.</summary>
    private static readonly Duration Sitting = Duration.FromMinutes(15);

    /// <summary>What counts as having looked.</summary>
    public static readonly IReadOnlyList<AuditAction> Kinds =
        [AuditAction.PatientRead, AuditAction.NoteRead, AuditAction.RecordRead, AuditAction.DocumentRead, AuditAction.VisitRead, AuditAction.RecordSearched, AuditAction.GlassBroken, AuditAction.CareGranted, AuditAction.CareWithdrawn,
            AuditAction.DocumentShown, AuditAction.DocumentShowingEnded];

    extension(Db db)
    {
        /// <summary>The patient's own record only: what others did, the latest first; whose it is not sees nothing.</summary>
        /// <param name="before">Of the last page's last, which may be shown again: several rows have one moment; null: from now on back.</param>
        public async Task<LookPage> LooksAt(AccountActor actor, Instant? before)
        {
            if (actor is not { Role: Role.Patient, PatientId: { } self })
            {
                return new LookPage([], null);
            }

            var whole = await db.FilesOf(self).ToListAsync();
            var files = whole.Select(f => (Guid?)f.Value).ToList();
            var own = (Guid?)actor.AccountId.Value;
            var events = await db.AuditEvents.AsNoTracking()
                .Where(e => files.Contains(e.PatientId) && Kinds.Contains(e.Action) && e.Allowed && e.Agent == AgentKind.Account && e.AgentId != own && (before == null || e.Recorded <= before))
                .OrderByDescending(e => e.Recorded).ThenByDescending(e => e.Id).Take(Page).ToListAsync();
            var accounts = events.Select(e => new AccountId(e.AgentId!.Value)).Distinct().ToList();
            var names = await db.NamesOf(accounts);
            var roles = (await db.Memberships.Where(m => accounts.Contains(m.AccountId)).Select(m => new { m.AccountId, m.Role }).ToListAsync()).ToDictionary(m => m.AccountId, m => m.Role);
            var emergencies = await db.Set<BreakGlass>().AsNoTracking().Where(b => accounts.Contains(b.AccountId) && whole.Contains(b.PatientId)).ToListAsync();
            var told = events.ConvertAll(e => (Who: e.AgentId!.Value, Look: Told(e, names, roles, emergencies)));
            return new LookPage(Sittings(told), events.Count == Page ? events[^1].Recorded : null);
        }
    }

    private static Look Told(AuditEvent seen, Dictionary<AccountId, string> names, Dictionary<AccountId, Role> roles, List<BreakGlass> emergencies)
    {
        var who = new AccountId(seen.AgentId!.Value);
        var emergency = emergencies.Where(b => b.AccountId == who && b.At <= seen.Recorded && seen.Recorded < b.EndsAt).MaxBy(b => b.At);
        return new Look(seen.Recorded, [seen.Action], names.GetValueOrDefault(who), roles.TryGetValue(who, out var role) ? role : null, emergency?.Reason);
    }

    /// <summary>The latest first, as they come; a sitting stands where its last row did.</summary>
    private static List<Look> Sittings(List<(Guid Who, Look Look)> told)
    {
        var (sittings, open) = (new List<Look>(), new Dictionary<(Guid, string?), int>());
        foreach (var (who, look) in told)
        {
            if (open.TryGetValue((who, look.Emergency), out var at) && sittings[at].At - look.At <= Sitting)
            {
                sittings[at] = sittings[at] with { At = look.At, What = [.. look.What, .. sittings[at].What.Except(look.What)] };
                continue;
            }

            open[(who, look.Emergency)] = sittings.Count;
            sittings.Add(look);
        }

        return sittings;
    }
}
