using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Telemed.Consultations.Links;
using Telemed.Notifications;
using Telemed.Platform;

namespace Telemed.Consultations.Waiting;

/// <summary>Your turn is near: come to the page. Not written to whoever is there by now, or whose visit has begun or is over.</summary>
internal sealed class TurnNearLetter(IStringLocalizer<Texts> texts, PublicAddress address, Clock clock) : ILetter
{
    public NotificationKind Kind => NotificationKind.TurnNear;

    public async Task<Letter?> Write(Db db, Delivery delivery, CancellationToken cancel)
    {
        if (await Visit.Load(db, new ParticipantId(delivery.SubjectId), cancel) is not { IsCancelled: false, Encounter: { Status: EncounterStatus.Planned } } visit
            || visit.Window.At(clock.Now) is not LinkState.Open || await IsThere(db, visit, cancel) || await Addressee.Of(db, visit, cancel) is not { } to)
        {
            return null;
        }

        // Its hash commits with this unit of work, before the mail leaves.
        if (await MagicLinks.Issue(db, visit.Self.Id, clock.Now) is not { } token)
        {
            return null;
        }

        using var speaks = Speaking.In(to.Language);
        return new Letter(to.Address, to.Name, to.Language, texts["turn-subject", visit.Other], [texts["turn-near", visit.Other], texts["link-own"]],
            new LetterAction(texts["link-join"], MagicLinks.Url(address, token)));
    }

    private static async Task<bool> IsThere(Db db, Visit visit, CancellationToken cancel)
    {
        var (encounter, self) = (visit.Encounter.Id, visit.Self.Id);
        var events = await db.RoomEvents.AsNoTracking().Where(e => e.EncounterId == encounter).OrderBy(e => e.Number).ToListAsync(cancel);
        return WaitingPlace.Of(events, self) is { GoneSince: null };
    }
}
