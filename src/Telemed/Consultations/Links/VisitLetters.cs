using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Telemed.Accounts;
using Telemed.Notifications;
using Telemed.People;
using Telemed.Platform;
using Telemed.Scheduling.Calendars;

namespace Telemed.Consultations.Links;

/// <summary>To whom a visit's letters go: the address on file, and the language of whoever reads it.</summary>
internal sealed record Addressee(string Address, string Name, string Language)
{
    /// <summary>Null when there is no address on file.</summary>
    public static async Task<Addressee?> Of(Db db, Visit visit, CancellationToken cancel)
    {
        if (visit.IsPractitioner)
        {
            var account = await db.Accounts.AsNoTracking().SingleAsync(a => a.Id == visit.Practitioner.AccountId, cancel);
            return new Addressee(account.Email, visit.Practitioner.DisplayName, account.Language);
        }

        if (visit.Self.Role is ParticipantRole.Guest)
        {
            return visit.Self is { Email: { } own, Name: { } name } ? new Addressee(own, name, visit.Clinic.Language) : null;
        }

        return visit.Patient.Email is { Length: > 0 } email ? new Addressee(email, visit.Patient.FullName, visit.Patient.Language) : null;
    }
}

/// <summary>Your link, at once when the visit is confirmed.</summary>
internal sealed class LinkReadyLetter(IStringLocalizer<Texts> texts, PublicAddress address, CalendarFiles calendars, OwnTime own, Clock clock) : ILetter
{
    public NotificationKind Kind => NotificationKind.LinkReady;

    public Task<Letter?> Write(Db db, Delivery delivery, CancellationToken cancel) =>
        LinkLetters.Write(db, new ParticipantId(delivery.SubjectId), texts, address, clock.Now, "link-ready", movesVisit: false, cancel, calendars, own);
}

/// <summary>A guest's way into the room, at once when the practitioner invites them.</summary>
internal sealed class GuestInvitedLetter(IStringLocalizer<Texts> texts, PublicAddress address, Clock clock) : ILetter
{
    public NotificationKind Kind => NotificationKind.GuestInvited;

    public Task<Letter?> Write(Db db, Delivery delivery, CancellationToken cancel) =>
        LinkLetters.Write(db, new ParticipantId(delivery.SubjectId), texts, address, clock.Now, "link-guest", movesVisit: false, cancel);
}

/// <summary>A new link, asked for by whoever held one.</summary>
internal sealed class LinkRenewedLetter(IStringLocalizer<Texts> texts, PublicAddress address, CalendarFiles calendars, OwnTime own, Clock clock) : ILetter
{
    public NotificationKind Kind => NotificationKind.LinkRenewed;

    public Task<Letter?> Write(Db db, Delivery delivery, CancellationToken cancel) =>
        LinkLetters.Write(db, new ParticipantId(delivery.SubjectId), texts, address, clock.Now, "link-renewed", movesVisit: true, cancel, calendars, own);
}

internal static class LinkLetters
{
    /// <param name="name">What the keys of its texts begin with.</param>
    /// <param name="calendars">Puts the appointment into the reader's calendar; null: for a guest, whom no cancellation would reach.</param>
    public static async Task<Letter?> Write(Db db, ParticipantId place, IStringLocalizer<Texts> texts, PublicAddress address, Instant now, string name,
        bool movesVisit, CancellationToken cancel, CalendarFiles? calendars = null, OwnTime? own = null)
    {
        if (await Visit.Load(db, place, cancel) is not { IsCancelled: false, Self.RemovedAt: null } visit
            || visit.Window.At(now) is not (LinkState.Open or LinkState.Early) || await Addressee.Of(db, visit, cancel) is not { } to)
        {
            return null;
        }

        // Its hash commits with this unit of work, before the mail leaves.
        if (await MagicLinks.Issue(db, visit.Self.Id, now, movesVisit: movesVisit) is not { } token)
        {
            return null;
        }

        using var speaks = Speaking.In(to.Language);
        string[] paragraphs = visit.Appointment is null
            ? [texts[$"{name}-now", visit.Other], texts["link-own"]]
            : [texts[$"{name}-planned", visit.Other, Times.DayAndTime(visit.PlannedAt, visit.Clinic.TimeZone), Times.ZoneName(visit.Clinic.TimeZone)], .. own is null || visit is { IsPractitioner: true } or { Self.Role: ParticipantRole.Guest } ? [] : own.Line(visit.PlannedAt, visit.Clinic.TimeZone, visit.Patient),
                texts["link-opens", Times.ForPatient(visit.Window.OpensAt, visit.Clinic.TimeZone)], texts["link-own"]];
        return new Letter(to.Address, to.Name, to.Language, texts[$"{name}-subject", visit.Other], paragraphs,
            new LetterAction(texts["link-join"], MagicLinks.Url(address, token)))
        {
            Calendar = visit.Appointment is { } appointment ? calendars?.For(appointment, visit.Clinic, to.Address) : null,
        };
    }
}

/// <summary>Six digits, minted when they are sent, that let a participant go on in another browser.</summary>
internal sealed class ContinuationLetter(IStringLocalizer<Texts> texts, ShortCodes codes, Clock clock) : ILetter
{
    /// <summary>From sending.</summary>
    public static readonly Duration Lifetime = Duration.FromMinutes(10);

    public NotificationKind Kind => NotificationKind.ContinuationCode;

    public async Task<Letter?> Write(Db db, Delivery delivery, CancellationToken cancel)
    {
        var id = new ContinuationCodeId(delivery.SubjectId);
        var row = await db.ContinuationCodes.SingleOrDefaultAsync(c => c.Id == id, cancel);
        if (row is not { UsedAt: null } || await Visit.Load(db, row.ParticipantId, cancel) is not { IsCancelled: false } visit
            || await Addressee.Of(db, visit, cancel) is not { } to)
        {
            return null;
        }

        var code = ShortCodes.New();
        row.CodeHash = codes.Hash(row.Id.Value, code);
        row.ExpiresAt = clock.Now + Lifetime;
        await db.SaveChangesAsync(cancel);
        using var speaks = Speaking.In(to.Language);
        return new Letter(to.Address, to.Name, to.Language, texts["code-subject"],
            [texts["code-is", $"{code[..3]} {code[3..]}"], texts["code-for", visit.Other], texts["code-not-you"]]);
    }
}
