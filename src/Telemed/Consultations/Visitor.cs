using Microsoft.EntityFrameworkCore;
using Telemed.Accounts;
using Telemed.Consultations.Links;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Consultations;

/// <summary>Whoever asks for one participant's page, API or room and may: by that participant's cookie, or as that very person's account.</summary>
/// <param name="Actor">The account when it is that very person, else the guest that the cookie makes.</param>
public sealed record Visitor(Participant Participant, Actor Actor)
{
    /// <summary>True when the browser is signed in as that very person.</summary>
    public bool HasAccount => Actor is AccountActor;

    public static string CookieName(ParticipantId participant) => $"__Host-visit-{participant}";

    /// <summary>
    /// Finds the visitor and enters the participant's clinic, whatever other cookies came along; null is "not found", for strangers
    /// and for participants that do not exist alike.
    /// </summary>
    public static async Task<Visitor?> Of(HttpContext context, Db db, ParticipantId id)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(db);
        var participant = await db.AcrossTenants<Participant>("a visit cookie names a participant, not a clinic").AsNoTracking()
            .SingleOrDefaultAsync(p => p.Id == id);
        if (participant is not { RemovedAt: null })
        {
            return null;
        }

        if (Visit.IsPerson(participant, context.User.Actor))
        {
            db.Enter(participant.TenantId);
            return new Visitor(participant, context.User.Actor!);
        }

        if (Secret.Hash(context.Request.Cookies[CookieName(id)]) is not { } hash)
        {
            return null;
        }

        var bound = await db.AcrossTenants<VisitBrowser>("a visit cookie names a participant, not a clinic")
            .AnyAsync(b => b.TenantId == participant.TenantId && b.ParticipantId == id && b.SecretHash == hash && b.SteppedDownAt == null);
        if (!bound)
        {
            return null;
        }

        db.Enter(participant.TenantId);
        return new Visitor(participant, new GuestActor(participant.TenantId, id));
    }
}
