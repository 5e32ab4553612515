using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Telemed.Notifications;
using Telemed.Platform;
using Telemed.Scheduling.Reminding;

namespace Telemed.Consultations.Links;

/// <summary>Ten minutes before the start: the way into the room, with a link of its own.</summary>
internal sealed class LinkReminderLetter(IStringLocalizer<Texts> texts, PublicAddress address, Clock clock) : ILetter
{
    public NotificationKind Kind => NotificationKind.LinkReminder;

    public async Task<Letter?> Write(Db db, Delivery delivery, CancellationToken cancel)
    {
        if (await db.StillToRemindOf(delivery, clock.Now, cancel) is not { } appointment)
        {
            return null;
        }

        var visit = db.Encounters.Where(e => e.AppointmentId == appointment.Id).Select(e => e.Id);
        var place = await db.Participants.Where(p => visit.Contains(p.EncounterId) && p.Role == ParticipantRole.Patient)
            .Select(p => (ParticipantId?)p.Id).SingleOrDefaultAsync(cancel);
        return place is { } patient ? await LinkLetters.Write(db, patient, texts, address, clock.Now, "link-soon", movesVisit: false, cancel) : null;
    }
}
