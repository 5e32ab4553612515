using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.People;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Records.Lists;

/// <summary>What came of a change of a list.</summary>
public abstract record ListOutcome
{
    private ListOutcome() { }

    /// <summary>Committed.</summary>
    public sealed record Done(ListEntryId Entry) : ListOutcome;

    /// <summary>Nothing changed.</summary>
    /// <param name="Faults">A code per field.</param>
    public sealed record Refused(IReadOnlyDictionary<string, string> Faults) : ListOutcome
    {
        public Refused(string field, string code) : this(new Dictionary<string, string> { [field] = code }) { }
    }

    /// <summary>Somebody changed the entry since this writer read it. Nothing changed.</summary>
    public sealed record Stale : ListOutcome;

    /// <summary>Not there, or not theirs to write: the same.</summary>
    public sealed record NotFound : ListOutcome;
}

/// <summary>Entries recorded, corrected, ended and marked as errors: each in one transaction with its audit row.</summary>
public static class ListWriting
{
    extension(Db db)
    {
        /// <summary>Records a new entry. An allergy ends what said that none of its category is known; the other way round is refused.</summary>
        public Task<ListOutcome> AddToList(AccountActor actor, PatientId patient, ListInput wanted, Instant now) => db.InTransaction<ListOutcome>(async () =>
        {
            if (await db.RecordsWrittenBy(actor).AsNoTracking().SingleOrDefaultAsync(p => p.Id == patient) is not { } person)
            {
                return new ListOutcome.NotFound();
            }

            var today = await db.ClinicDay(now);
            var (faults, code) = await db.FaultsOf(wanted, person, today);
            if (faults.Count > 0)
            {
                return new ListOutcome.Refused(faults);
            }

            // Else one could say that no allergy is known while another writes one down.
            await db.InTurn(patient);
            var lines = await db.ListLines(patient).ToListAsync();
            if (lines.Count >= ListEntry.Most)
            {
                return new ListOutcome.Refused("entry", "too-many");
            }

            var said = new PatientLists(lines, new Dictionary<AccountId, string>(), today);
            if (wanted is { Kind: ListKind.NoAllergyKnown, Category: { } asked } && said.Allergies(asked).Known.Count > 0)
            {
                return new ListOutcome.Refused("category", "known");
            }

            if (wanted.Kind is ListKind.Allergy or ListKind.NoAllergyKnown)
            {
                db.EndNoneKnown(actor, said, wanted.Category!.Value, now);
            }

            var entry = new ListEntry { TenantId = db.Tenant, Id = ListEntryId.New(), PatientId = patient, Kind = wanted.Kind, CreatedAt = now };
            db.ListEntries.Add(entry);
            db.ListEntryVersions.Add(wanted.Numbered(entry, 1, ListAct.Recorded, code, actor.AccountId, now, null));
            db.Record(actor, AuditAction.ListEntryAdded, now, (nameof(ListEntry), entry.Id.Value), patient, detail: entry.Kind.ToString());
            return new ListOutcome.Done(entry.Id);
        });

        /// <summary>Says anew what the entry says; the former words stay readable.</summary>
        /// <param name="read">The version that the writer had read.</param>
        public Task<ListOutcome> CorrectInList(AccountActor actor, ListEntryId id, int read, ListInput wanted, string? reason, Instant now) =>
            db.ChangeEntry(actor, id, read, AuditAction.ListEntryCorrected, now, async (entry, person, last) =>
            {
                var said = wanted with { Kind = entry.Kind, Category = last.Category };
                var (faults, code) = await db.FaultsOf(said, person, await db.ClinicDay(now));
                if (!string.IsNullOrWhiteSpace(reason) && PlainText.Fault(reason, ListEntryVersion.ReasonLimit) is { } wrong)
                {
                    faults["reason"] = wrong;
                }

                var act = last.Act is ListAct.Ended ? ListAct.Ended : ListAct.Corrected;
                return faults.Count > 0 ? (faults, null)
                    : (faults, said.Numbered(entry, last.Number + 1, act, code, actor.AccountId, now, string.IsNullOrWhiteSpace(reason) ? null : reason.Trim()));
            });

        /// <summary>Ends a problem, an allergy or a treatment.</summary>
        /// <param name="until">When it ended; empty: today.</param>
        public Task<ListOutcome> EndInList(AccountActor actor, ListEntryId id, int read, string? until, Instant now) =>
            db.ChangeEntry(actor, id, read, AuditAction.ListEntryEnded, now, async (entry, _, last) =>
            {
                var today = await db.ClinicDay(now);
                var day = string.IsNullOrWhiteSpace(until) ? PartialDate.Of(today) : PartialDate.Parse(until);
                var fault = entry.Kind is ListKind.Vaccination or ListKind.FamilyHistory || last.Act is ListAct.Ended ? "not-to-end"
                    : day is null ? "shape" : day.Value.Earliest > today ? "future" : last.Since is { } since && day.Value.Latest < since.Earliest ? "backwards" : null;
                return fault is not null ? (new Dictionary<string, string> { ["end"] = fault }, null) : ([], Next(last, ListAct.Ended, day, actor.AccountId, now, null));
            });

        /// <summary>Marks an entry as an error, with a reason. Its words stay readable and count no more.</summary>
        public Task<ListOutcome> EnterListEntryInError(AccountActor actor, ListEntryId id, int read, string? reason, Instant now) =>
            db.ChangeEntry(actor, id, read, AuditAction.ListEntryEnteredInError, now, (_, _, last) =>
                Task.FromResult<(Dictionary<string, string>, ListEntryVersion?)>(PlainText.Fault(reason, ListEntryVersion.ReasonLimit) is { } wrong
                    ? (new Dictionary<string, string> { ["error"] = wrong }, null)
                    : ([], Next(last, ListAct.EnteredInError, last.Until, actor.AccountId, now, reason!.Trim()))));

        private async Task<ListOutcome> ChangeEntry(AccountActor actor, ListEntryId id, int read, AuditAction action, Instant now,
            Func<ListEntry, Patient, ListEntryVersion, Task<(Dictionary<string, string>, ListEntryVersion?)>> change)
        {
            try
            {
                return await db.InTransaction<ListOutcome>(async () =>
                {
                    if (await db.ListEntries.SingleOrDefaultAsync(e => e.Id == id) is not { } entry
                        || await db.RecordsWrittenBy(actor).AsNoTracking().SingleOrDefaultAsync(p => p.Id == entry.PatientId) is not { } person)
                    {
                        return new ListOutcome.NotFound();
                    }

                    var last = await db.ListEntryVersions.AsNoTracking().SingleAsync(v => v.ListEntryId == id && v.Number == entry.Version);
                    if (last.Number != read)
                    {
                        return new ListOutcome.Stale();
                    }

                    if (last.Act is ListAct.EnteredInError)
                    {
                        return new ListOutcome.Refused("entry", "in-error");
                    }

                    var (faults, next) = await change(entry, person, last);
                    if (next is null)
                    {
                        return new ListOutcome.Refused(faults);
                    }

                    entry.Version = next.Number;
                    db.ListEntryVersions.Add(next);
                    db.Record(actor, action, now, (nameof(ListEntry), id.Value), entry.PatientId, detail: entry.Kind.ToString());
                    return new ListOutcome.Done(id);
                });
            }
            catch (DbUpdateException)
            {
                // The version in the UPDATE's WHERE no longer matched, or its number was taken: somebody committed between our read and our write.
                return new ListOutcome.Stale();
            }
        }

        private void EndNoneKnown(AccountActor actor, PatientLists said, AllergyCategory category, Instant now)
        {
            foreach (var (entry, last) in said.Of(ListKind.NoAllergyKnown).Where(l => l.Now.Category == category))
            {
                db.ListEntries.Attach(entry).Entity.Version++;
                db.ListEntryVersions.Add(Next(last, ListAct.Ended, PartialDate.Of(said.Today), actor.AccountId, now, null));
                db.Record(actor, AuditAction.ListEntryEnded, now, (nameof(ListEntry), entry.Id.Value), entry.PatientId, detail: entry.Kind.ToString());
            }
        }

        private async Task<(Dictionary<string, string> Faults, DiagnosisCode? Code)> FaultsOf(ListInput wanted, Patient person, LocalDate today)
        {
            var faults = wanted.Faults(person.BirthDate, today).ToDictionary(f => f.Key, f => f.Value);
            var code = wanted.HasCode ? await db.Diagnosis(wanted.Code!) : null;
            if (wanted.HasCode && code is null)
            {
                faults["code"] = "unknown";
            }

            return (faults, code);
        }
    }

    /// <summary>The same words under another act.</summary>
    private static ListEntryVersion Next(ListEntryVersion last, ListAct act, PartialDate? until, AccountId by, Instant at, string? reason) => new()
    {
        TenantId = last.TenantId, Id = ListEntryVersionId.New(), ListEntryId = last.ListEntryId, Number = last.Number + 1, Act = act, Text = last.Text,
        Code = last.Code, CodeLabel = last.CodeLabel, Detail = last.Detail, Category = last.Category, Since = last.Since, Until = until, Source = last.Source,
        By = by, At = at, Reason = reason,
    };
}
