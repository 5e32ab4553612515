using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Telemed.Audit;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Documents.Retention;

/// <summary>For how many years a clinic keeps documents of one kind at least. Without one: <see cref="Usual"/>.</summary>
public sealed class RetentionRule : ITenantOwned
{
    /// <summary>
    /// France, article R.1112-7 of the Code de la santé publique: twenty years from the last stay or visit. It binds establishments; the Ordre des
    /// médecins advises practices to do the same.
    /// </summary>
    public const int Usual = 20;

    /// <summary>A year less than this is no rule; see <see cref="Most"/>.</summary>
    public const int Least = 1;

    /// <summary>Longer than anybody who was a child when it was filed lives as a rule.</summary>
    public const int Most = 100;

    public required TenantId TenantId { get; init; }
    public required RetentionRuleId Id { get; init; }
    public required DocumentKind Kind { get; init; }

    /// <summary>Years from the last contact with the patient; <see cref="Least"/> to <see cref="Most"/>.</summary>
    public required int Years { get; set; }
    public required AccountId SetBy { get; set; }
    public required Instant SetAt { get; set; }
}

/// <summary>The administrator sets for how long documents are kept, kind by kind.</summary>
public static class RetentionRules
{
    extension(Db db)
    {
        /// <summary>The years of every kind.</summary>
        public async Task<IReadOnlyDictionary<DocumentKind, int>> YearsKept()
        {
            var said = await db.Set<RetentionRule>().AsNoTracking().ToDictionaryAsync(r => r.Kind, r => r.Years);
            return Enum.GetValues<DocumentKind>().ToDictionary(kind => kind, kind => said.GetValueOrDefault(kind, RetentionRule.Usual));
        }

        /// <summary>Sets those that are other than now; the trail says which, from what and to what. False: not the administrator, or years that cannot be; nothing is changed.</summary>
        public Task<bool> KeepFor(AccountActor actor, IReadOnlyDictionary<DocumentKind, int> years, Instant now) => db.InTransaction(async () =>
        {
            ArgumentNullException.ThrowIfNull(actor);
            ArgumentNullException.ThrowIfNull(years);
            if (actor.Role is not Role.Administrator || years.Values.Any(y => y is < RetentionRule.Least or > RetentionRule.Most))
            {
                return false;
            }

            var was = await db.YearsKept();
            var rules = await db.Set<RetentionRule>().ToDictionaryAsync(r => r.Kind);
            var changed = years.Where(y => was[y.Key] != y.Value).OrderBy(y => y.Key).ToList();
            foreach (var (kind, wanted) in changed)
            {
                if (rules.TryGetValue(kind, out var rule))
                {
                    (rule.Years, rule.SetBy, rule.SetAt) = (wanted, actor.AccountId, now);
                    continue;
                }

                db.Add(new RetentionRule { TenantId = db.Tenant, Id = RetentionRuleId.New(), Kind = kind, Years = wanted, SetBy = actor.AccountId, SetAt = now });
            }

            if (changed.Count > 0)
            {
                db.Record(actor, AuditAction.RetentionChanged, now, (nameof(Tenant), db.Tenant.Value), detail: string.Join(", ", changed.Select(c => $"{c.Key} {was[c.Key]} → {c.Value}")));
            }

            return true;
        });
    }
}

internal sealed class RetentionRuleTable : IEntityTypeConfiguration<RetentionRule>
{
    public void Configure(EntityTypeBuilder<RetentionRule> rule)
    {
        rule.ToTable("retention_rules", t => t.HasCheckConstraint("retention_rules_years", $"years BETWEEN {RetentionRule.Least} AND {RetentionRule.Most}"));
        rule.HasIndex(r => new { r.TenantId, r.Kind }).IsUnique();
    }
}
