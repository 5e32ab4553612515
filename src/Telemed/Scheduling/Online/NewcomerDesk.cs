using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.Notifications;
using Telemed.People;
using Telemed.Platform;
using Telemed.Scheduling.Offers;
using Telemed.Tenancy;

namespace Telemed.Scheduling.Online;

/// <summary>
/// Taking down who somebody is, and proving their e-mail address by a code mailed to it. Nothing here looks whether the address is known: the
/// same statements, the same answers. A code is good for the browser that asked, and for the address that it was mailed to.
/// </summary>
public sealed class NewcomerDesk(Db db, Buckets buckets, ShortCodes codes, Clock clock)
{
    /// <summary>Takes down what was typed and mails a code. An address that was proved a moment ago needs none again.</summary>
    /// <param name="shown">The time that the form was about; another one may have been chosen since, in another tab.</param>
    public async Task<OnlineOutcome> Describe(byte[]? secretHash, (PractitionerId Practitioner, Instant At)? shown, NewPatient person, string address)
    {
        ArgumentNullException.ThrowIfNull(person);
        var today = clock.Now.InZone(await db.ClinicZone()).Date;
        if (Faults(person, today) is { Count: > 0 } faults)
        {
            return new OnlineOutcome.Invalid(faults);
        }

        return buckets.Take(RateLimits.MailByAddress, address)
            ? await db.InTransaction(() => TakeDown(secretHash, shown, person))
            : new OnlineOutcome.TooMany();
    }

    /// <summary>Another code, to the address typed before.</summary>
    public async Task<OnlineOutcome> Again(byte[]? secretHash, string address)
    {
        if (!buckets.Take(RateLimits.MailByAddress, address))
        {
            return new OnlineOutcome.TooMany();
        }

        return await db.InTransaction<OnlineOutcome>(async () =>
        {
            await Turn(secretHash);
            if (await Of(secretHash) is not { Person: { } person } self)
            {
                return new OnlineOutcome.Unknown();
            }

            Send(self, person);
            return new OnlineOutcome.CodeSent();
        });
    }

    /// <summary>Counts the try before it looks: of any number of tries at once, five count.</summary>
    public async Task<OnlineOutcome> Prove(byte[]? secretHash, string typed, string address)
    {
        if (!buckets.Take(RateLimits.CodeEntry, address))
        {
            return new OnlineOutcome.TooMany();
        }

        var outcome = await db.InTransaction(() => Try(secretHash, typed));
        if (outcome is OnlineOutcome.WrongCode)
        {
            await db.CountRefusal(address, "booking-code", clock.Now);
        }

        return outcome;
    }

    private static Dictionary<string, string> Faults(NewPatient person, LocalDate today)
    {
        var faults = new Dictionary<string, string>(person.Faults(today));
        if (string.IsNullOrWhiteSpace(person.Email))
        {
            faults["email"] = "required";
        }

        return faults;
    }

    private async Task<OnlineOutcome> TakeDown(byte[]? secretHash, (PractitionerId Practitioner, Instant At)? shown, NewPatient person)
    {
        await Turn(secretHash);
        if (await Of(secretHash) is not { } self)
        {
            return new OnlineOutcome.Unknown();
        }

        if (shown != (self.PractitionerId, self.StartsAt))
        {
            return new OnlineOutcome.OtherTime();
        }

        if (await db.KeepOnline(self, clock.Now) is not HoldOutcome.Held held)
        {
            return new OnlineOutcome.Lost(self);
        }

        var proved = self.ProvedAt is not null && self.Person?.NormalizedEmail == person.NormalizedEmail;
        (self.Hold, self.SeenAt) = (held.Id.Value, clock.Now);
        (self.GivenName, self.FamilyName, self.BirthDate) = (person.GivenName!.Trim(), person.FamilyName!.Trim(), person.BirthDate);
        (self.Email, self.Phone, self.Language, self.Zone) = (person.Email!.Trim(), person.Phone?.Trim(), person.Language, person.Details.Zone);
        if (proved)
        {
            return new OnlineOutcome.Proved(self);
        }

        Send(self, person);
        return new OnlineOutcome.CodeSent();
    }

    /// <summary>Too many mails to one address: a code that nobody gets, and the same answer.</summary>
    private void Send(Newcomer self, NewPatient person)
    {
        var now = clock.Now;
        (self.Code, self.CodeHash, self.CodeEndsAt, self.Tries, self.ProvedAt, self.SeenAt) = (Guid.CreateVersion7(), null, now + Newcomer.CodeLife, 0, null, now);
        if (buckets.Take(RateLimits.MailByAddressee, person.NormalizedEmail))
        {
            db.Mail(self.Id, NotificationKind.BookingCode, self.Code.Value, now);
        }
    }

    private async Task<OnlineOutcome> Try(byte[]? secretHash, string typed)
    {
        await Turn(secretHash);
        var now = clock.Now;
        var counted = await db.Newcomers.Where(n => n.SecretHash == secretHash && n.AppointmentId == null && n.CodeEndsAt > now && n.Tries < Newcomer.MaxTries)
            .ExecuteUpdateAsync(n => n.SetProperty(x => x.Tries, x => x.Tries + 1).SetProperty(x => x.SeenAt, now));
        if (await Of(secretHash) is not { } self)
        {
            return new OnlineOutcome.Unknown();
        }

        if (counted != 1 || self.Code is not { } code || !codes.Matches(self.CodeHash, code, typed))
        {
            return new OnlineOutcome.WrongCode();
        }

        self.ProvedAt = now;
        return new OnlineOutcome.Proved(self);
    }

    /// <summary>What one browser asks for comes one after the other: a code that proves one address must not meet another that is just written.</summary>
    private Task Turn(byte[]? secretHash) => secretHash is null ? Task.CompletedTask : Turns.Wait(db, secretHash);

    private async Task<Newcomer?> Of(byte[]? secretHash)
    {
        var since = clock.Now - Newcomer.Remembered;
        return secretHash is null ? null : await db.Newcomers.SingleOrDefaultAsync(n => n.SecretHash == secretHash && n.AppointmentId == null && n.SeenAt > since);
    }
}
