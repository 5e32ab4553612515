using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.People;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Scheduling.Online;

/// <summary>Choosing a time, leaving it and booking it, without an account.</summary>
public static class Newcomers
{
    extension(Db db)
    {
        /// <summary>Holds a time for whoever has this cookie, in the place of what they held before: one browser, one time. The same again is the same.</summary>
        /// <param name="address">From <see cref="ClientAddress"/>.</param>
        public Task<HoldOutcome> ChooseOnline(byte[] secretHash, string address, PractitionerId practitioner, VisitTypeId visit, Instant start, Instant now) => db.InTransaction(async () =>
        {
            await Turns.Wait(db, secretHash);
            await db.Newcomers.Where(n => n.SeenAt <= now - Newcomer.Remembered).ExecuteDeleteAsync();
            var self = await db.Newcomers.SingleOrDefaultAsync(n => n.SecretHash == secretHash && n.AppointmentId == null);
            if (await Held(db, address, now, but: self?.Id ?? default) >= Newcomer.MostHeld)
            {
                return new HoldOutcome.TooMany();
            }

            var outcome = await db.TakeHold(practitioner, visit, start, now, () => LetGo(db, self?.Hold));
            if (outcome is HoldOutcome.Held held && self is null)
            {
                db.Newcomers.Add(new Newcomer
                {
                    TenantId = db.Tenant, Id = NewcomerId.New(), SecretHash = secretHash, Address = address, SeenAt = now,
                    VisitTypeId = visit, PractitionerId = practitioner, StartsAt = start, Hold = held.Id.Value,
                });
            }
            else if (outcome is HoldOutcome.Held again && self is not null)
            {
                (self.VisitTypeId, self.PractitionerId, self.StartsAt, self.Hold, self.SeenAt) = (visit, practitioner, start, again.Id.Value, now);
            }

            return outcome;
        });

        /// <summary>The form was left: what this browser holds is free again.</summary>
        public async Task LetGoOnline(byte[] secretHash, Instant now) => await LetGo(db, (await db.Newcomer(secretHash, now))?.Hold);

        /// <summary>
        /// Books what was chosen, once the address is proved: the patient's record, the appointment and all that goes with it in one transaction. For the
        /// record that has this address, birth date and given name, else for a new one; nothing of a record is told. A second press finds the first one's booking.
        /// </summary>
        public Task<BookingOutcome> BookOnline(NewcomerId id, Clock clock) => db.InTransaction(() => Book(db, id, clock));

        /// <summary>Still held, or held anew because it is free.</summary>
        internal async Task<HoldOutcome> KeepOnline(Newcomer self, Instant now)
        {
            var hold = new BusyTimeId(self.Hold);
            return await db.BusyTimes.AnyAsync(b => b.Id == hold && b.HeldUntil > now) ? new HoldOutcome.Held(hold)
                : await db.TakeHold(self.PractitionerId, self.VisitTypeId, self.StartsAt, now, () => LetGo(db, self.Hold));
        }
    }

    private static async Task<BookingOutcome> Book(Db db, NewcomerId id, Clock clock)
    {
        var hash = await db.Newcomers.Where(n => n.Id == id).Select(n => n.SecretHash).SingleAsync();
        await Turns.Wait(db, hash);
        var self = await db.Newcomers.AsNoTracking().SingleAsync(n => n.Id == id);
        if (self.AppointmentId is { } booked)
        {
            return new BookingOutcome.Booked(await db.Appointments.SingleAsync(a => a.Id == booked));
        }

        if (self is not { ProvedAt: not null, Person: { } person })
        {
            return new BookingOutcome.Invalid("patient", "not-allowed");
        }

        var (now, known) = (clock.Now, await db.KnownByEmail(person));
        var actor = new NewcomerActor(db.Tenant, id, known?.Id ?? PatientId.New());
        if (known is null)
        {
            db.Declare(actor, person, now);
        }

        var outcome = await db.Book(actor, await Wish(db, self, actor.PatientId), clock);
        if (outcome is not BookingOutcome.Booked { Appointment: var appointment })
        {
            // The record of somebody who books nothing is not written.
            db.ChangeTracker.Clear();
            return outcome;
        }

        if (known is not null)
        {
            // Only with a booking that stands: their mails say the time by their own clock.
            await db.LivesIn(known.Id, self.Zone);
        }

        await db.Newcomers.Where(n => n.Id == id).ExecuteUpdateAsync(n => n.SetProperty(x => x.AppointmentId, appointment.Id).SetProperty(x => x.SeenAt, now)
            .SetProperty(x => x.GivenName, (string?)null).SetProperty(x => x.FamilyName, (string?)null).SetProperty(x => x.BirthDate, (LocalDate?)null)
            .SetProperty(x => x.Email, (string?)null).SetProperty(x => x.Phone, (string?)null).SetProperty(x => x.CodeHash, (byte[]?)null));
        return outcome;
    }

    /// <summary>The reason is the visit type's own name: nothing about one's health is asked before the address is proved.</summary>
    private static async Task<NewAppointment> Wish(Db db, Newcomer self, PatientId patient)
    {
        var type = await db.VisitTypes.AsNoTracking().SingleAsync(t => t.Id == self.VisitTypeId);
        return new NewAppointment(patient, self.PractitionerId, self.StartsAt, type.Length.Length, type.Name, type.Modality)
        {
            VisitType = type.Id, Hold = new BusyTimeId(self.Hold), Request = self.Id.Value,
        };
    }

    private static async Task<int> Held(Db db, string address, Instant now, NewcomerId but)
    {
        var holds = await db.Newcomers.Where(n => n.Address == address && n.AppointmentId == null && n.Id != but).Select(n => n.Hold).ToListAsync();
        var ids = holds.ConvertAll(h => new BusyTimeId(h));
        return await db.BusyTimes.CountAsync(b => ids.Contains(b.Id) && b.HeldUntil > now);
    }

    private static async Task LetGo(Db db, Guid? hold)
    {
        if (hold is { } held)
        {
            var id = new BusyTimeId(held);
            await db.BusyTimes.Where(b => b.Id == id && b.Kind == BusyKind.Hold).ExecuteDeleteAsync();
        }
    }
}
