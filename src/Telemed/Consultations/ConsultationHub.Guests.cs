using Microsoft.AspNetCore.SignalR;
using Microsoft.EntityFrameworkCore;
using Telemed.Consultations.Links;
using Telemed.Consultations.Rooms;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Consultations;

/// <param name="Email">Where the link goes; null: it is shown to the practitioner, once.</param>
public sealed record InviteRequest(string? Name, GuestKind Kind, string? Email);

/// <param name="Link">Set when it was not mailed: to be handed over. It is stored nowhere.</param>
public sealed record Invited(RoomParticipant Guest, ShownLink? Link);

/// <param name="Qr">The address as a QR code: rows of dots, "1" black.</param>
public sealed record ShownLink(string Url, IReadOnlyList<string> Qr);

// Whom the practitioner invites beside the patient.
public sealed partial class ConsultationHub
{
    /// <summary>By the practitioner: somebody more, who gets a link by mail, or one that is shown here.</summary>
    public async Task<Invited> Invite(InviteRequest request)
    {
        Take(RateLimits.Invitation);
        var invitation = Guests.Parse(request) ?? throw new HubException(NotAllowed);
        if (invitation.Email is { } email)
        {
            Take(RateLimits.MailByAddressee, email.ToUpperInvariant());
        }

        Allowed(await Room.Invite(Caller, invitation));
        var guest = await services.GetRequiredService<Snapshots>().Describe(Seat.Tenant, Seat.Encounter, invitation.Guest, false, null);
        return new Invited(guest, invitation.Email is null ? await NewLink(invitation.Guest) : null);
    }

    /// <summary>By the practitioner: another link of a guest, to be handed over.</summary>
    public async Task<ShownLink> GuestLink(ParticipantId guest)
    {
        Take(RateLimits.Invitation);
        Allowed(await Room.Audience(Caller));
        Db.Enter(Seat.Tenant);
        var encounter = Seat.Encounter;
        var known = Seat.IsPractitioner
            && await Db.Participants.AnyAsync(p => p.Id == guest && p.EncounterId == encounter && p.Role == ParticipantRole.Guest && p.RemovedAt == null);
        return known ? await NewLink(guest) : throw new HubException(NotFound);
    }

    /// <summary>By the practitioner: a guest is out, for good.</summary>
    public async Task Remove(ParticipantId guest)
    {
        Take(RateLimits.RoomMessage);
        Allowed(await Room.Remove(Caller, guest));
    }

    private async Task<ShownLink> NewLink(ParticipantId guest)
    {
        Db.Enter(Seat.Tenant);
        Actor by = Seat.Account is { } account ? new AccountActor(Seat.Tenant, account, Role.Practitioner, null, null) : new GuestActor(Seat.Tenant, Seat.Participant);
        var token = await MagicLinks.Issue(Db, guest, clock.Now, by) ?? throw new HubException(NotFound);
        var url = MagicLinks.Url(services.GetRequiredService<PublicAddress>(), token);
        return new ShownLink(url, QrDots.Of(url));
    }
}
