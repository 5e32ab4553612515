using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.People;
using Telemed.Platform;
using Telemed.Scheduling.Offers;
using Telemed.Tenancy;

namespace Telemed.Scheduling.Earlier;

/// <summary>What somebody asks to be told of. Nothing is checked yet.</summary>
/// <param name="Appointment">The one to move up: what it is for and why count, whatever else was asked.</param>
public sealed record EarlierDraft(PatientId Patient, VisitTypeId? VisitType, PractitionerId? Practitioner, LocalDate? From, LocalDate? Until, AppointmentId? Appointment, string? Reason);

/// <summary>What became of a wish to be on the waiting list, or off it.</summary>
public abstract record EarlierOutcome
{
    private EarlierOutcome() { }

    /// <summary>On the list; asked again, at the place of the first time, with the days of the last.</summary>
    public sealed record Asked(EarlierWishId Id) : EarlierOutcome;

    public sealed record Withdrawn : EarlierOutcome;

    /// <summary>Not there, or not this actor's: the same answer.</summary>
    public sealed record NotFound : EarlierOutcome;

    /// <summary>Nothing was written.</summary>
    /// <param name="Field">patient, visit, practitioner, until, appointment or reason.</param>
    /// <param name="Code">unknown, required, unreachable, too-many, past, before-from, too-long, characters or not-allowed.</param>
    public sealed record Invalid(string Field, string Code) : EarlierOutcome;
}

/// <summary>Who waits for an earlier time: seen through the actor, joined and left.</summary>
public static class EarlierWishes
{
    extension(Db db)
    {
        /// <summary>A patient's own, a practitioner's that could be hers, all of the clinic for its assistants, none for anybody else. Those that still stand.</summary>
        public IQueryable<EarlierWish> EarlierWishesFor(Actor? actor, Instant now)
        {
            var offers = db.OfferedVisits;
            return db.Open(actor switch
            {
                AccountActor { Role: Role.Patient, PatientId: { } self } => db.EarlierWishes.Where(w => w.PatientId == self),
                AccountActor { Role: Role.Assistant } => db.EarlierWishes,
                AccountActor { Role: Role.Practitioner, PractitionerId: { } self } => db.EarlierWishes.Where(w => w.PractitionerId == self
                    || (w.PractitionerId == null && offers.Any(o => o.PractitionerId == self && o.VisitTypeId == w.VisitTypeId))),
                _ => db.EarlierWishes.Where(w => false),
            }, now);
        }

        /// <summary>Not ended, and not overtaken: the days are not over, and what is to be moved up is still to come.</summary>
        internal IQueryable<EarlierWish> Open(IQueryable<EarlierWish> wishes, Instant now)
        {
            var (appointments, yesterday) = (db.Appointments, now.InUtc().Date.PlusDays(-1));
            return wishes.Where(w => w.EndedAt == null && (w.Until == null || w.Until >= yesterday) && (w.AppointmentId == null || appointments.Any(a =>
                a.Id == w.AppointmentId && a.StartsAt > now && (a.Status == AppointmentStatus.Pending || a.Status == AppointmentStatus.Booked))));
        }

        /// <summary>Patients for themselves what they may book; staff for any patient who can be written to, practitioners of their own time.</summary>
        public Task<EarlierOutcome> AskEarlier(Actor actor, EarlierDraft draft, Instant now)
        {
            ArgumentNullException.ThrowIfNull(draft);
            return db.InTransaction(() => Ask(db, actor, draft, now));
        }

        /// <summary>Off the list. A time that is offered at that moment goes to the next.</summary>
        public Task<EarlierOutcome> WithdrawEarlier(AccountActor by, EarlierWishId id, Instant now) => db.InTransaction(() => Withdraw(db, by, id, now));
    }

    private static async Task<EarlierOutcome> Ask(Db db, Actor actor, EarlierDraft asked, Instant now)
    {
        if (actor is not AccountActor { Role: Role.Patient or Role.Assistant or Role.Practitioner } by
            || (by.Role is Role.Patient ? by.PatientId != asked.Patient : !await db.PatientsToBookFor(by).AnyAsync(p => p.Id == asked.Patient)))
        {
            return new EarlierOutcome.NotFound();
        }

        var later = asked.Appointment is { } id ? await db.AppointmentsFor(by).AsNoTracking().SingleOrDefaultAsync(a => a.Id == id && a.PatientId == asked.Patient
            && a.StartsAt > now && (a.Status == AppointmentStatus.Pending || a.Status == AppointmentStatus.Booked)) : null;
        var draft = later is null ? asked : asked with { VisitType = later.VisitTypeId, Reason = later.Reason };
        if (await Fault(db, by, draft, later, now) is { } fault)
        {
            return fault;
        }

        await Turns.Wait(db, draft.Patient);
        var mine = await db.Open(db.EarlierWishes, now).Where(w => w.PatientId == draft.Patient).ToListAsync();
        if (mine.Find(w => (w.VisitTypeId, w.PractitionerId, w.AppointmentId) == (draft.VisitType, draft.Practitioner, draft.Appointment)) is { } same)
        {
            if ((same.From, same.Until) != (draft.From, draft.Until))
            {
                (same.From, same.Until) = (draft.From, draft.Until);
                db.Record(by, AuditAction.EarlierAsked, now, (nameof(EarlierWish), same.Id.Value), same.PatientId);
            }

            return new EarlierOutcome.Asked(same.Id);
        }

        return mine.Count < EarlierWish.MostPerPatient ? Add(db, by, draft, now) : new EarlierOutcome.Invalid("patient", "too-many");
    }

    private static EarlierOutcome.Asked Add(Db db, AccountActor by, EarlierDraft draft, Instant now)
    {
        var wish = new EarlierWish
        {
            TenantId = db.Tenant, Id = EarlierWishId.New(), PatientId = draft.Patient, VisitTypeId = draft.VisitType!.Value, PractitionerId = draft.Practitioner,
            From = draft.From, Until = draft.Until, AppointmentId = draft.Appointment, Reason = draft.Reason!.Trim(), AskedAt = now, AskedBy = by.AccountId,
        };
        db.EarlierWishes.Add(wish);
        db.Record(by, AuditAction.EarlierAsked, now, (nameof(EarlierWish), wish.Id.Value), wish.PatientId);
        return new EarlierOutcome.Asked(wish.Id);
    }

    private static async Task<EarlierOutcome.Invalid?> Fault(Db db, AccountActor by, EarlierDraft draft, Appointment? later, Instant now)
    {
        var today = now.InZone(await db.ClinicZone()).Date;
        var type = draft.VisitType is { } id ? await db.OfferedType(id) : null;
        var mayHave = type is not null && (by.Role is not Role.Patient || type.ForPatients);
        var isOffered = mayHave && await db.PractitionersOffering(type!.Id).AnyAsync(p => draft.Practitioner == null || p.Id == draft.Practitioner);
        (string Field, string? Code)[] rules =
        [
            ("appointment", draft.Appointment is not null && later is null ? "unknown" : null),
            ("visit", draft.VisitType is null ? "required" : mayHave ? null : "unknown"),
            ("practitioner", by.Role is Role.Practitioner && draft.Practitioner != by.PractitionerId ? "not-allowed" : isOffered ? null : "unknown"),
            ("until", draft.Until < today ? "past" : draft.Until < draft.From ? "before-from" : null),
            ("reason", PlainText.Fault(draft.Reason, NewAppointment.MaxReason)),
            ("patient", await IsReachable(db, draft.Patient, now) ? null : "unreachable"),
        ];
        return rules.Where(r => r.Code is not null).Select(r => new EarlierOutcome.Invalid(r.Field, r.Code!)).FirstOrDefault();
    }

    /// <summary>Nobody answers within minutes what nobody told them.</summary>
    private static async Task<bool> IsReachable(Db db, PatientId patient, Instant now) =>
        await db.Patients.AnyAsync(p => p.Id == patient && p.Email != null && p.Email != "") || await db.AccountOf(patient, now) is not null;

    private static async Task<EarlierOutcome> Withdraw(Db db, AccountActor by, EarlierWishId id, Instant now)
    {
        if (await db.EarlierWishesFor(by, now).AsNoTracking().SingleOrDefaultAsync(w => w.Id == id) is not { } wish)
        {
            return new EarlierOutcome.NotFound();
        }

        // The practitioner's lock comes before the row of the wish, always: what is offered now is answered first.
        if (await db.EarlierOffers.AsNoTracking().SingleOrDefaultAsync(o => o.WishId == id && o.Answer == null) is { } open)
        {
            await EarlierOffers.End(db, by, open.Id, OfferAnswer.Refused, now);
        }

        if (await db.EarlierWishes.Where(w => w.Id == id && w.EndedAt == null && w.OfferedAt == null).ExecuteUpdateAsync(w => w.SetProperty(x => x.EndedAt, now)) == 0)
        {
            return await Withdraw(db, by, id, now); // offered or answered at that moment
        }

        db.Record(by, AuditAction.EarlierWithdrawn, now, (nameof(EarlierWish), id.Value), wish.PatientId);
        return new EarlierOutcome.Withdrawn();
    }
}
