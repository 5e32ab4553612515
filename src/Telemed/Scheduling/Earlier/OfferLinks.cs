using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Scheduling.Earlier;

/// <summary>Answering by the link of the mail, without an account: 256 random bits in the address's fragment, of which only the SHA-256 is stored.</summary>
public static class OfferLinks
{
    /// <summary>The page of the link, which knows nobody.</summary>
    public const string Path = "/earlier/offer";

    extension(Db db)
    {
        /// <summary>The offer of a link, whose clinic is entered; null when there is none such.</summary>
        public async Task<EarlierOffer?> OfferOf(string? token)
        {
            if (Secret.Hash(token) is not { } hash || await db.AcrossTenants<EarlierOffer>("an offer's clinic is known only from its link's token")
                .AsNoTracking().SingleOrDefaultAsync(o => o.TokenHash == hash) is not { } offer)
            {
                return null;
            }

            db.Enter(offer.TenantId);
            return offer;
        }

        /// <inheritdoc cref="EarlierOffers.AcceptEarlier"/>
        public async Task<OfferOutcome> AcceptEarlier(string? token, Instant now) => await db.OfferOf(token) is { } offer
            ? await db.InTransaction(() => EarlierOffers.Accept(db, new SystemActor(db.Tenant), offer.Id, now)) : new OfferOutcome.NotFound();

        /// <inheritdoc cref="EarlierOffers.RefuseEarlier"/>
        public async Task<OfferOutcome> RefuseEarlier(string? token, Instant now) => await db.OfferOf(token) is { } offer
            ? await db.InTransaction(() => EarlierOffers.End(db, new SystemActor(db.Tenant), offer.Id, OfferAnswer.Refused, now)) : new OfferOutcome.NotFound();

        /// <summary>The address of a new link; its hash is saved with what the caller saves.</summary>
        internal async Task<string> OfferLink(EarlierOffer offer, PublicAddress address)
        {
            var token = Secret.New();
            await db.EarlierOffers.Where(o => o.Id == offer.Id).ExecuteUpdateAsync(o => o.SetProperty(x => x.TokenHash, Secret.Hash(token)));
            return $"{address.Value}{Path}#{token}";
        }
    }
}
