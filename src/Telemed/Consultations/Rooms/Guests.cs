using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Accounts;
using Telemed.Audit;
using Telemed.Consultations.Links;
using Telemed.Notifications;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Consultations.Rooms;

/// <summary>
/// The rows of those whom the practitioner invites beside the patient: an interpreter, a relative, a second practitioner. They belong to
/// the encounter as its other participants do.
/// </summary>
internal static class Guests
{
    public const int LongestName = 100;

    /// <summary>The guest as wanted, or null when the name or the address is none.</summary>
    public static Invitation? Parse(InviteRequest? request)
    {
        if (request is not { Name: { } name, Kind: var kind } || PlainText.Fault(name, LongestName) is not null || !Enum.IsDefined(kind))
        {
            return null;
        }

        var email = request.Email?.Trim() is { Length: > 0 } typed ? typed : null;
        return email is null || EmailAddress.TryParse(email, out _) ? new Invitation(ParticipantId.New(), name.Trim(), kind, email) : null;
    }

    /// <summary>The place of a guest whom the room has just taken, and the mail that tells them. Nothing when it took nobody.</summary>
    public static void Seat(this Db db, EncounterId encounter, RoomStep step, Invitation invitation, Instant now)
    {
        if (!step.Happenings.Any(h => h.Kind is RoomEventKind.Invited && h.Participant == invitation.Guest))
        {
            return;
        }

        db.Participants.Add(new Participant
        {
            TenantId = db.Tenant, Id = invitation.Guest, EncounterId = encounter, Role = ParticipantRole.Guest,
            SeatNumber = step.Room.State.Guests[invitation.Guest], Name = invitation.Name, Kind = invitation.Kind, Email = invitation.Email, InvitedAt = now,
        });
        if (invitation.Email is not null)
        {
            db.Mail(invitation.Guest, NotificationKind.GuestInvited, invitation.Guest.Value, now);
        }
    }

    /// <summary>What follows in the rows when a guest was invited or removed; a removed one's links and browser are dead from here on.</summary>
    public static async Task GuestChanged(this Db db, Encounter encounter, RoomHappening happening, Actor by)
    {
        var (guest, at) = (happening.Participant!.Value, happening.At);
        var removed = happening.Kind is RoomEventKind.Removed;
        db.Record(by, removed ? AuditAction.GuestRemoved : AuditAction.GuestInvited, at, (nameof(Participant), guest.Value), encounter.PatientId);
        if (removed)
        {
            await db.Participants.Where(p => p.Id == guest).ExecuteUpdateAsync(p => p.SetProperty(x => x.RemovedAt, at));
            await db.VisitBrowsers.Where(b => b.ParticipantId == guest && b.SteppedDownAt == null).ExecuteUpdateAsync(b => b.SetProperty(x => x.SteppedDownAt, at));
            await MagicLinks.Revoke(db, [guest], (nameof(Participant), guest.Value), at, by);
        }
    }
}
