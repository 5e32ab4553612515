using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.Platform;
using Telemed.Scheduling.Hours;
using Telemed.Tenancy;

namespace Telemed.Scheduling.Offers;

/// <summary>A visit type as somebody wishes it.</summary>
public sealed record VisitTypeDraft(string Name, int Minutes, int MinutesBefore, int MinutesAfter, Modality Modality, bool ForPatients, bool StandsAtOnce)
{
    internal IEnumerable<VisitTypeOutcome.Invalid> Faults
    {
        get
        {
            (string Field, string? Code)[] rules =
            [
                ("name", PlainText.Fault(Name, VisitType.MaxName)),
                ("minutes", Duration.FromMinutes(Minutes) < NewAppointment.MinLength || Duration.FromMinutes(Minutes) > NewAppointment.MaxLength || Minutes % 5 != 0 ? "out-of-range" : null),
                ("before", MinutesBefore is < 0 or > VisitType.MaxAround ? "out-of-range" : null),
                ("after", MinutesAfter is < 0 or > VisitType.MaxAround ? "out-of-range" : null),
                ("modality", Enum.IsDefined(Modality) ? null : "required"),
            ];
            return rules.Where(r => r.Code is not null).Select(r => new VisitTypeOutcome.Invalid(r.Field, r.Code!));
        }
    }
}

/// <summary>What became of a wish to change what a clinic offers.</summary>
public abstract record VisitTypeOutcome
{
    private VisitTypeOutcome() { }

    public sealed record Saved(VisitTypeId Id) : VisitTypeOutcome;

    public sealed record NotFound : VisitTypeOutcome;

    /// <summary>Somebody else changed it since it was shown. Nothing was written.</summary>
    public sealed record Stale : VisitTypeOutcome;

    /// <param name="Field">name, minutes, before, after or modality.</param>
    /// <param name="Code">required, too-long, characters, out-of-range or same-name.</param>
    public sealed record Invalid(string Field, string Code) : VisitTypeOutcome;
}

/// <summary>What a clinic may be booked for, and who of it offers that. A change never touches what is booked.</summary>
public static class VisitTypes
{
    extension(Db db)
    {
        /// <summary>Administrators and assistants make and change visit types of their clinic.</summary>
        /// <param name="id">Null: a new one.</param>
        /// <param name="version">As it was shown; null: whatever it is.</param>
        public Task<VisitTypeOutcome> SaveVisitType(Actor actor, VisitTypeId? id, VisitTypeDraft draft, Instant now, int? version = null) => db.InTransaction(async () =>
        {
            if (!MayKeep(actor))
            {
                return new VisitTypeOutcome.NotFound();
            }

            if (draft.Faults.FirstOrDefault() is { } fault)
            {
                return fault;
            }

            var name = draft.Name.Trim();
            if (await db.VisitTypes.AnyAsync(t => t.Name == name && t.RetiredAt == null && t.Id != id))
            {
                return new VisitTypeOutcome.Invalid("name", "same-name");
            }

            var row = id is null ? null : await db.VisitTypes.SingleOrDefaultAsync(t => t.Id == id && t.RetiredAt == null);
            if (row is null && id is not null)
            {
                return new VisitTypeOutcome.NotFound();
            }

            if (row is not null && version is not null && row.Version != version)
            {
                return new VisitTypeOutcome.Stale();
            }

            if (row is null)
            {
                db.VisitTypes.Add(row = new VisitType { TenantId = db.Tenant, Id = VisitTypeId.New(), Name = name, Minutes = draft.Minutes, Modality = draft.Modality });
            }

            (row.Name, row.Minutes, row.MinutesBefore, row.MinutesAfter) = (name, draft.Minutes, draft.MinutesBefore, draft.MinutesAfter);
            (row.Modality, row.ForPatients, row.StandsAtOnce) = (draft.Modality, draft.ForPatients, draft.StandsAtOnce);
            row.Version++;
            db.Record(actor, AuditAction.VisitTypeChanged, now, (nameof(VisitType), row.Id.Value), detail: id is null ? "new" : "changed");
            return (VisitTypeOutcome)new VisitTypeOutcome.Saved(row.Id);
        });

        /// <summary>No longer offered by anybody; what is booked stays.</summary>
        public Task<VisitTypeOutcome> RetireVisitType(Actor actor, VisitTypeId id, Instant now) => db.InTransaction(async () =>
        {
            if (!MayKeep(actor) || await db.VisitTypes.SingleOrDefaultAsync(t => t.Id == id && t.RetiredAt == null) is not { } row)
            {
                return new VisitTypeOutcome.NotFound();
            }

            row.RetiredAt = now;
            row.Version++;
            db.Record(actor, AuditAction.VisitTypeChanged, now, (nameof(VisitType), id.Value), detail: "retired");
            return (VisitTypeOutcome)new VisitTypeOutcome.Saved(id);
        });

        /// <summary>What a practitioner may be booked for from now on: exactly these.</summary>
        /// <param name="version">As the hours were shown; null: whatever it is.</param>
        public Task<HoursOutcome> Offer(Actor actor, PractitionerId practitioner, IReadOnlyCollection<VisitTypeId> types, Instant now, int? version = null) => db.InTransaction(async () =>
        {
            await Turns.Wait(db, practitioner);
            if (await db.HoursFor(actor, practitioner) is not { Policy: var policy })
            {
                return new HoursOutcome.NotFound();
            }

            if (version is not null && policy.Version != version)
            {
                return new HoursOutcome.Stale();
            }

            if (await db.VisitTypes.CountAsync(t => types.Contains(t.Id) && t.RetiredAt == null) != types.Distinct().Count())
            {
                return (HoursOutcome)new HoursOutcome.Invalid("visit", "unknown");
            }

            await db.Bump(policy);
            var there = await db.OfferedVisits.Where(o => o.PractitionerId == practitioner).ToListAsync();
            db.OfferedVisits.RemoveRange(there.Where(o => !types.Contains(o.VisitTypeId)));
            db.OfferedVisits.AddRange(types.Distinct().Except(there.Select(o => o.VisitTypeId)).Select(type =>
                new OfferedVisit { TenantId = db.Tenant, Id = OfferedVisitId.New(), PractitionerId = practitioner, VisitTypeId = type }));
            db.Record(actor, AuditAction.BookingPolicyChanged, now, ("Practitioner", practitioner.Value), detail: "visit-types");
            return new HoursOutcome.Saved();
        });
    }

    private static bool MayKeep(Actor actor) => actor is AccountActor { Role: Role.Administrator or Role.Assistant };
}
