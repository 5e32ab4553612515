using NodaTime;
using Telemed.Audit;
using Telemed.People;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Scheduling.Hours;

/// <summary>How somebody wishes to be booked.</summary>
/// <param name="Zone">IANA; empty: the clinic's.</param>
/// <param name="ChangeMinutes">Until how long before the start patients cancel and move theirs.</param>
public sealed record BookingPolicyDraft(string Zone, int NoticeMinutes, int FarthestDays, int? MostPerDay, bool RestsOnHolidays,
    int ChangeMinutes = BookingPolicy.UsualChangeMinutes)
{
    internal IEnumerable<HoursOutcome.Invalid> Faults
    {
        get
        {
            (string Field, string Code, bool Wrong)[] rules =
            [
                ("zone", "unknown", Zone.Length > 0 && DateTimeZoneProviders.Tzdb.GetZoneOrNull(Zone) is null),
                ("notice", "out-of-range", NoticeMinutes is < 0 or > 30 * 24 * 60),
                ("change", "out-of-range", ChangeMinutes is < 0 or > 30 * 24 * 60),
                ("farthest", "out-of-range", FarthestDays is < 1 or > 730),
                ("most", "out-of-range", MostPerDay is < 1 or > 200),
            ];
            return rules.Where(r => r.Wrong).Select(r => new HoursOutcome.Invalid(r.Field, r.Code));
        }
    }
}

public static class BookingPolicies
{
    extension(Db db)
    {
        public Task<HoursOutcome> SavePolicy(Actor actor, PractitionerId practitioner, int version, BookingPolicyDraft draft, Instant now) => db.InTransaction<HoursOutcome>(async () =>
        {
            await Turns.Wait(db, practitioner);
            if (await db.HoursFor(actor, practitioner) is not { Policy: var policy })
            {
                return new HoursOutcome.NotFound();
            }

            if (policy.Version != version)
            {
                return new HoursOutcome.Stale();
            }

            if (draft.Faults.FirstOrDefault() is { } fault)
            {
                return fault;
            }

            await db.Bump(policy);
            var row = db.BookingPolicies.Local.Single(p => p.Id == policy.Id);
            (row.Zone, row.NoticeMinutes, row.FarthestDays) = (draft.Zone, draft.NoticeMinutes, draft.FarthestDays);
            (row.MostPerDay, row.RestsOnHolidays, row.ChangeMinutes) = (draft.MostPerDay, draft.RestsOnHolidays, draft.ChangeMinutes);
            db.Record(actor, AuditAction.BookingPolicyChanged, now, (nameof(Practitioner), practitioner.Value));
            return new HoursOutcome.Saved();
        });
    }
}
