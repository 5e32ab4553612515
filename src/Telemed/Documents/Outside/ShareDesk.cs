using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Telemed.Accounts;
using Telemed.Audit;
using Telemed.People;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Documents.Outside;

/// <summary>A link as its maker sees it.</summary>
/// <param name="Ended">Run out, taken back, or guessed at too often.</param>
/// <param name="Openings">When the right password was given, latest first.</param>
public sealed record ShareLinkLine(ShareLinkId Id, string For, Instant MadeAt, Instant EndsAt, bool Ended, IReadOnlyList<Instant> Openings);

/// <summary>What became of a try to open a link.</summary>
public abstract record ShareTry
{
    private ShareTry() { }

    /// <param name="Secret">For the reader's cookie.</param>
    public sealed record Opened(string Secret) : ShareTry;

    public sealed record WrongPassword : ShareTry;

    /// <summary>Unknown, over, taken back, guessed at too often, or its document is gone: the same for whoever asks.</summary>
    public sealed record Gone : ShareTry;
}

/// <summary>From the maker's press to the reader outside who takes the document.</summary>
public static class ShareDesk
{
    /// <summary>The page of the link, which knows nobody.</summary>
    public const string Page = "/shared";

    extension(Db db)
    {
        public DbSet<ShareLink> ShareLinks => db.Set<ShareLink>();

        public DbSet<ShareOpening> ShareOpenings => db.Set<ShareOpening>();

        /// <summary>Makes one; null: the document is not there, not theirs to share, or the wish cannot be.</summary>
        /// <param name="days">One of <see cref="ShareLink.Days"/>.</param>
        public async Task<(ShareLink Link, string Token, string Password)?> MakeShareLink(AccountActor by, DocumentId document, string whom, int days, Instant now)
        {
            ArgumentNullException.ThrowIfNull(by);
            if (PlainText.Fault(whom, ShareLink.LongestFor) is not null || !ShareLink.Days.Contains(days) || await db.Mine(by, document, DocumentRights.MayShare) is not { } shared
                || !await db.StandsInCare(by.PractitionerId, shared.PatientId))
            {
                return null;
            }

            var (token, password) = (Secret.New(), SharePassword.New());
            var link = new ShareLink
            {
                TenantId = db.Tenant, Id = ShareLinkId.New(), DocumentId = document, PatientId = shared.PatientId, For = whom, TokenHash = Secret.Hash(token)!,
                PasswordHash = SharePassword.Hashed(password), MadeBy = by.AccountId, MadeAt = now, EndsAt = now + Duration.FromDays(days),
            };
            await db.InTransaction(() =>
            {
                db.ShareLinks.Add(link);
                db.Record(by, AuditAction.ShareLinkMade, now, ("ShareLink", link.Id.Value), link.PatientId);
                return Task.CompletedTask;
            });
            return (link, token, password);
        }

        /// <summary>All links of a document of which the actor sees to whom it is shown, latest first.</summary>
        public async Task<IReadOnlyList<ShareLinkLine>> ShareLinksOf(AccountActor actor, DocumentId document, Instant now)
        {
            if (await db.Seen(actor, document, (who, _) => who.SeesSharing()) is not { PatientId: var patient })
            {
                return [];
            }

            // Of this record: where it lay before is another patient's affair.
            var links = await db.ShareLinks.AsNoTracking().Where(l => l.DocumentId == document && l.PatientId == patient).OrderByDescending(l => l.MadeAt).ToListAsync();
            var ids = links.ConvertAll(l => l.Id);
            var openings = (await db.ShareOpenings.AsNoTracking().Where(o => ids.Contains(o.ShareLinkId)).OrderByDescending(o => o.At).ToListAsync()).ToLookup(o => o.ShareLinkId, o => o.At);
            return [.. links.Select(l => new ShareLinkLine(l.Id, l.For, l.MadeAt, l.EndsAt, l.RevokedAt is not null || l.EndsAt <= now || l.Wrong >= ShareLink.MostWrong, [.. openings[l.Id]]))];
        }

        /// <summary>Takes it back; false: not there, or not theirs.</summary>
        public Task<bool> RevokeShareLink(AccountActor actor, ShareLinkId id, Instant now) => db.InTransaction(async () =>
        {
            if (await db.ShareLinks.AsNoTracking().SingleOrDefaultAsync(l => l.Id == id) is not { } link || await db.Seen(actor, link.DocumentId, (who, _) => who.SeesSharing()) is null)
            {
                return false;
            }

            if (await db.ShareLinks.Where(l => l.Id == id && l.RevokedAt == null).ExecuteUpdateAsync(l => l.SetProperty(x => x.RevokedAt, now)) == 1)
            {
                db.Record(actor, AuditAction.ShareLinkRevoked, now, ("ShareLink", id.Value), link.PatientId);
            }

            return true;
        });

        /// <summary>Tries a password. The clinic is known from the token alone.</summary>
        public async Task<ShareTry> OpenShareLink(string? token, string? password, Instant now)
        {
            if (Secret.Hash(token) is not { } hash || await db.AcrossTenants<ShareLink>("a shared document's clinic is known only from its link's token")
                .AsNoTracking().SingleOrDefaultAsync(l => l.TokenHash == hash) is not { } link)
            {
                return new ShareTry.Gone();
            }

            db.Enter(link.TenantId);
            if (string.IsNullOrWhiteSpace(password))
            {
                return new ShareTry.WrongPassword();
            }

            // A try is taken before it is looked at: of many at once no more than these are.
            if (await db.ShareLinks.Where(l => l.Id == link.Id && l.RevokedAt == null && l.EndsAt > now && l.Wrong < ShareLink.MostWrong).ExecuteUpdateAsync(l => l.SetProperty(x => x.Wrong, x => x.Wrong + 1)) == 0
                || await db.Shared(link, now) is null)
            {
                return new ShareTry.Gone();
            }

            if (!SharePassword.Fits(link.PasswordHash, password))
            {
                db.Record(new SystemActor(db.Tenant), AuditAction.ShareLinkOpened, now, ("ShareLink", link.Id.Value), link.PatientId, allowed: false, detail: "wrong-password");
                await db.SaveChangesAsync();
                return new ShareTry.WrongPassword();
            }

            var secret = Secret.New();
            await db.InTransaction(async () =>
            {
                await db.ShareLinks.Where(l => l.Id == link.Id).ExecuteUpdateAsync(l => l.SetProperty(x => x.Wrong, 0));
                db.ShareOpenings.Add(new ShareOpening { TenantId = db.Tenant, Id = ShareOpeningId.New(), ShareLinkId = link.Id, SecretHash = Secret.Hash(secret)!, At = now });
                db.Record(new SystemActor(db.Tenant), AuditAction.ShareLinkOpened, now, ("ShareLink", link.Id.Value), link.PatientId);
            });
            return new ShareTry.Opened(secret);
        }

        /// <summary>What the reader with this secret may take, whose clinic is entered; null: nothing, or nothing any more.</summary>
        public async Task<(ShareLink Link, Document Document)?> SharedBy(string? secret, Instant now)
        {
            var since = now - ShareLink.ToTake;
            if (Secret.Hash(secret) is not { } hash || await db.AcrossTenants<ShareOpening>("a shared document's clinic is known only from its reader's cookie")
                .AsNoTracking().SingleOrDefaultAsync(o => o.SecretHash == hash && o.At > since) is not { } opening)
            {
                return null;
            }

            db.Enter(opening.TenantId);
            return await db.ShareLinks.AsNoTracking().SingleOrDefaultAsync(l => l.Id == opening.ShareLinkId && l.RevokedAt == null && l.EndsAt > now) is { } link
                && await db.Shared(link, now) is { } document ? (link, document) : null;
        }

        /// <summary>All of a document end.</summary>
        internal Task EndShareLinks(DocumentId document, Instant now) =>
            db.ShareLinks.Where(l => l.DocumentId == document && l.RevokedAt == null).ExecuteUpdateAsync(l => l.SetProperty(x => x.RevokedAt, now));

        /// <summary>Its document, as long as it lies where it lay and whoever made the link may share it still.</summary>
        private async Task<Document?> Shared(ShareLink link, Instant now)
        {
            var maker = await db.Practitioners.AsNoTracking().Where(p => p.AccountId == link.MadeBy).Select(p => (PractitionerId?)p.Id).FirstOrDefaultAsync();
            return await db.StandsInCare(maker, link.PatientId) && await db.Accounts.AnyAsync(a => a.Id == link.MadeBy && a.DisabledAt == null)
                && await db.Memberships.AnyAsync(m => m.AccountId == link.MadeBy && m.Role == Role.Practitioner && (m.EndedAt == null || m.EndedAt > now))
                ? await db.DocumentsFor(new AccountActor(db.Tenant, link.MadeBy, Role.Practitioner, maker, PatientId: null)).AsNoTracking()
                    .SingleOrDefaultAsync(d => d.Id == link.DocumentId && d.PatientId == link.PatientId && d.InErrorAt == null)
                : null;
        }
    }
}

internal sealed class ShareLinkTable : IEntityTypeConfiguration<ShareLink>
{
    public void Configure(EntityTypeBuilder<ShareLink> link)
    {
        link.Property(l => l.For).HasMaxLength(ShareLink.LongestFor);
        link.HasIndex(l => l.TokenHash).IsUnique();
        link.HasIndex(l => new { l.TenantId, l.DocumentId });
    }
}

internal sealed class ShareOpeningTable : IEntityTypeConfiguration<ShareOpening>
{
    public void Configure(EntityTypeBuilder<ShareOpening> opening)
    {
        opening.HasIndex(o => o.SecretHash).IsUnique();
        opening.HasIndex(o => new { o.TenantId, o.ShareLinkId });
    }
}
