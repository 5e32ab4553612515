using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Consultations;

/// <summary>Links that let one person into one room: 256 random bits in the URL's fragment, of which only the SHA-256 is stored.</summary>
public static class MagicLinks
{
    /// <summary>Where a link leads: built from the configured address, the token in the fragment, which no server or proxy ever sees.</summary>
    public static string Url(PublicAddress address, string token)
    {
        ArgumentNullException.ThrowIfNull(address);
        return $"{address.Value}/join#{token}";
    }

    /// <summary>
    /// Makes a link for a participant of the clinic entered and commits its hash; the token is returned this once. Earlier links stay.
    /// </summary>
    /// <param name="by">Who sees or asked for it; null: the program, for a mail.</param>
    /// <param name="movesVisit">See <see cref="MagicLink.MovesVisit"/>.</param>
    public static async Task<string> Issue(Db db, ParticipantId participant, Instant now, Actor? by = null, bool movesVisit = false)
    {
        ArgumentNullException.ThrowIfNull(db);
        var token = Secret.New();
        await db.InTransaction(async () =>
        {
            var link = new MagicLink
            {
                TenantId = db.Tenant, Id = MagicLinkId.New(), ParticipantId = participant, TokenHash = Secret.Hash(token)!, IssuedAt = now,
                MovesVisit = movesVisit,
            };
            db.MagicLinks.Add(link);
            db.Record(by ?? new SystemActor(db.Tenant), AuditAction.LinkIssued, now, (nameof(MagicLink), link.Id.Value));
            await db.SaveChangesAsync();
        });
        return token;
    }

    /// <summary>Ends every link and bound browser of a visit: the appointment was cancelled.</summary>
    /// <returns>How many links were live.</returns>
    public static Task<int> Revoke(Db db, EncounterId encounter, Instant now, Actor by)
    {
        ArgumentNullException.ThrowIfNull(db);
        var participants = db.Participants.Where(p => p.EncounterId == encounter).Select(p => p.Id);
        return db.InTransaction(async () =>
        {
            var revoked = await db.MagicLinks.Where(l => participants.Contains(l.ParticipantId) && l.RevokedAt == null)
                .ExecuteUpdateAsync(l => l.SetProperty(x => x.RevokedAt, now));
            if (revoked > 0)
            {
                db.Record(by, AuditAction.LinkRevoked, now, (nameof(Encounter), encounter.Value), detail: $"{revoked}");
            }

            return revoked;
        });
    }
}
