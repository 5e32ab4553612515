using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Consultations.Links;

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
    /// Null when the visit was called off, were it at this moment: its row is held until the link is committed.
    /// </summary>
    /// <param name="by">Who sees or asked for it; null: the program, for a mail.</param>
    /// <param name="movesVisit">See <see cref="MagicLink.MovesVisit"/>.</param>
    public static async Task<string?> Issue(Db db, ParticipantId participant, Instant now, Actor? by = null, bool movesVisit = false)
    {
        ArgumentNullException.ThrowIfNull(db);
        return await db.InTransaction(async () =>
        {
            var encounter = await db.Participants.Where(p => p.Id == participant).Select(p => p.EncounterId).SingleAsync();
            if (await db.Encounters.Where(e => e.Id == encounter && e.Status != EncounterStatus.Cancelled)
                .ExecuteUpdateAsync(e => e.SetProperty(x => x.Status, x => x.Status)) == 0)
            {
                return null;
            }

            var token = Secret.New();
            var link = new MagicLink
            {
                TenantId = db.Tenant, Id = MagicLinkId.New(), ParticipantId = participant, TokenHash = Secret.Hash(token)!, IssuedAt = now,
                MovesVisit = movesVisit,
            };
            db.MagicLinks.Add(link);
            db.Record(by ?? new SystemActor(db.Tenant), AuditAction.LinkIssued, now, (nameof(MagicLink), link.Id.Value));
            await db.SaveChangesAsync();
            return token;
        });
    }

    /// <summary>Ends every link and bound browser of a visit: the appointment was cancelled.</summary>
    /// <returns>How many links were live.</returns>
    public static Task<int> Revoke(Db db, EncounterId encounter, Instant now, Actor by)
    {
        ArgumentNullException.ThrowIfNull(db);
        return db.InTransaction(async () =>
        {
            var participants = await db.Participants.Where(p => p.EncounterId == encounter).Select(p => p.Id).ToListAsync();
            return await Revoke(db, participants, (nameof(Encounter), encounter.Value), now, by);
        });
    }

    /// <inheritdoc cref="Revoke(Db, EncounterId, Instant, Actor)"/>
    /// <param name="of">What the trail names: all of them together.</param>
    internal static Task<int> Revoke(Db db, IReadOnlyCollection<ParticipantId> participants, (string, Guid) of, Instant now, Actor by) =>
        db.InTransaction(async () =>
        {
            var revoked = await db.MagicLinks.Where(l => participants.Contains(l.ParticipantId) && l.RevokedAt == null)
                .ExecuteUpdateAsync(l => l.SetProperty(x => x.RevokedAt, now));
            if (revoked > 0)
            {
                db.Record(by, AuditAction.LinkRevoked, now, of, detail: $"{revoked}");
            }

            return revoked;
        });
}
