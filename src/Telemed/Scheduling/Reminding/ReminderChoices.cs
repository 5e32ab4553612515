using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.People;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Scheduling.Reminding;

/// <summary>The clinic says which reminders it sends, each patient which of those they get.</summary>
public static class ReminderChoices
{
    extension(Db db)
    {
        /// <summary>Those that the clinic does not send.</summary>
        public async Task<Leads> UnwantedByClinic() =>
            await db.ReminderChoices.Where(c => c.PatientId == null).Select(c => c.Unwanted).SingleOrDefaultAsync();

        /// <summary>Those that this patient does not get: the clinic does not send them, or the patient does not wish them.</summary>
        public async Task<Leads> UnwantedBy(PatientId patient, CancellationToken cancel = default) =>
            (await db.ReminderChoices.Where(c => c.PatientId == null || c.PatientId == patient).Select(c => c.Unwanted).ToListAsync(cancel))
            .Aggregate(Leads.None, (all, one) => all | one);

        /// <summary>
        /// An administrator chooses for the clinic, a patient for themselves. Of the reminders that are not on offer to a patient, because the
        /// clinic does not send them, nothing is changed. False: neither of the two asks.
        /// </summary>
        public Task<bool> ChooseReminders(AccountActor actor, Leads wanted, Instant now)
        {
            ArgumentNullException.ThrowIfNull(actor);
            return db.InTransaction(async () =>
            {
                if (actor is not ({ Role: Role.Administrator } or { Role: Role.Patient, PatientId: not null }))
                {
                    return false;
                }

                // Pressed twice, or by two administrators at once: one row.
                await (actor.PatientId is { } patient ? Turns.Wait(db, patient) : Turns.Wait(db, actor.TenantId));
                var choice = await Choice(db, actor.PatientId);
                var notOffered = actor.Role is Role.Patient ? await db.UnwantedByClinic() : Leads.None;
                var unwanted = (All & ~wanted & ~notOffered) | (choice.Unwanted & notOffered);
                if (choice.Unwanted != unwanted)
                {
                    choice.Unwanted = unwanted;
                    db.Record(actor, AuditAction.RemindersChanged, now, Of(actor), actor.PatientId, detail: $"without {unwanted}");
                }

                return true;
            });
        }
    }

    private static readonly Leads All = Lead.All.Aggregate(Leads.None, (all, lead) => all | lead.Of);

    private static async Task<ReminderChoice> Choice(Db db, PatientId? whose)
    {
        if (await db.ReminderChoices.SingleOrDefaultAsync(c => c.PatientId == whose) is { } there)
        {
            return there;
        }

        var choice = new ReminderChoice { TenantId = db.Tenant, Id = ReminderChoiceId.New(), PatientId = whose, Unwanted = Leads.None };
        db.ReminderChoices.Add(choice);
        return choice;
    }

    private static (string, Guid) Of(AccountActor actor) =>
        actor.PatientId is { } patient ? (nameof(Patient), patient.Value) : (nameof(Tenant), actor.TenantId.Value);
}
