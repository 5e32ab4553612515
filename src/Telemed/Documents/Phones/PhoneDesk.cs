using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Telemed.Accounts;
using Telemed.Audit;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Documents.Phones;

/// <summary>From the QR code to a phone that may add: 256 random bits in the address's fragment, of which only the SHA-256 is stored, for the first phone that comes.</summary>
public static class PhoneDesk
{
    /// <summary>The page of the link, which knows nobody.</summary>
    public const string Page = "/add";

    extension(Db db)
    {
        public DbSet<PhoneLink> PhoneLinks => db.Set<PhoneLink>();

        /// <summary>Makes a link and ends this account's others; returns its token. The caller has checked that the actor may add to this patient.</summary>
        public async Task<(PhoneLink Link, string Token)> MakePhoneLink(AccountActor by, PatientId patient, EncounterId? encounter, Instant now)
        {
            ArgumentNullException.ThrowIfNull(by);
            var token = Secret.New();
            var link = new PhoneLink
            {
                TenantId = db.Tenant, Id = PhoneLinkId.New(), PatientId = patient, EncounterId = encounter, AccountId = by.AccountId, As = by.Role, PractitionerId = by.PractitionerId,
                MadeAt = now, TokenHash = Secret.Hash(token)!, EndsAt = now + PhoneLink.ToOpen,
            };
            await db.InTransaction(async () =>
            {
                await db.PhoneLinks.Where(l => l.AccountId == by.AccountId && l.EndsAt > now).ExecuteUpdateAsync(l => l.SetProperty(x => x.EndsAt, now));
                db.PhoneLinks.Add(link);
                db.Record(by, AuditAction.PhoneLinkMade, now, ("PhoneLink", link.Id.Value), patient);
            });
            return (link, token);
        }

        /// <summary>Binds the link to the phone that came with its token; returns the secret for its cookie. Null: there is none such, it is over, or another phone has it.</summary>
        public async Task<string?> OpenPhoneLink(string? token, Instant now)
        {
            if (Secret.Hash(token) is not { } hash || await db.AcrossTenants<PhoneLink>("a phone's clinic is known only from its link's token")
                .AsNoTracking().SingleOrDefaultAsync(l => l.TokenHash == hash && l.SecretHash == null && l.EndsAt > now) is not { } link || !db.Enters(link))
            {
                return null;
            }

            var (secret, ends) = (Secret.New(), now + PhoneLink.ToAdd);
            var bound = Secret.Hash(secret);
            return await db.InTransaction(async () =>
            {
                // One of two who come at once.
                if (await db.PhoneLinks.Where(l => l.Id == link.Id && l.SecretHash == null && l.EndsAt > now).ExecuteUpdateAsync(l => l
                        .SetProperty(x => x.SecretHash, bound).SetProperty(x => x.OpenedAt, now).SetProperty(x => x.EndsAt, ends)) == 0)
                {
                    return null;
                }

                db.Record(link.ActsAs(), AuditAction.PhoneLinkOpened, now, ("PhoneLink", link.Id.Value), link.PatientId);
                return secret;
            });
        }

        /// <summary>The link of the phone that has this secret, whose clinic is entered; null when it is over, or who made it may not add there any more.</summary>
        public async Task<PhoneLink?> PhoneLinkOf(string? secret, Instant now)
        {
            if (Secret.Hash(secret) is not { } hash || await db.AcrossTenants<PhoneLink>("a phone's clinic is known only from its cookie")
                .AsNoTracking().SingleOrDefaultAsync(l => l.SecretHash == hash && l.EndsAt > now) is not { } link || !db.Enters(link))
            {
                return null;
            }

            var (account, patient) = (link.AccountId, link.PatientId);
            return await db.Accounts.AnyAsync(a => a.Id == account && a.DisabledAt == null)
                && await db.Memberships.AnyAsync(m => m.AccountId == account && m.Role == link.As && (m.EndedAt == null || m.EndedAt > now))
                && await db.PatientsToFileFor(link.ActsAs()).AnyAsync(p => p.Id == patient) ? link : null;
        }

        /// <summary>Whoever made it has no more to add.</summary>
        public Task<bool> ClosePhoneLink(AccountActor by, PhoneLinkId id, Instant now) => db.InTransaction(async () =>
        {
            var mine = db.PhoneLinks.Where(l => l.Id == id && l.AccountId == by.AccountId);
            if (await mine.AsNoTracking().SingleOrDefaultAsync() is not { } link)
            {
                return false;
            }

            if (await mine.Where(l => l.EndsAt > now).ExecuteUpdateAsync(l => l.SetProperty(x => x.EndsAt, now)) == 1)
            {
                db.Record(by, AuditAction.PhoneLinkClosed, now, ("PhoneLink", id.Value), link.PatientId);
            }

            return true;
        });

        /// <summary>False when this request belongs to another clinic already: somebody signed in there.</summary>
        private bool Enters(PhoneLink link)
        {
            if (db.Tenant != default && db.Tenant != link.TenantId)
            {
                return false;
            }

            db.Enter(link.TenantId);
            return true;
        }
    }
}

internal sealed class PhoneLinkTable : IEntityTypeConfiguration<PhoneLink>
{
    public void Configure(EntityTypeBuilder<PhoneLink> link)
    {
        link.HasIndex(l => l.TokenHash).IsUnique();
        link.HasIndex(l => l.SecretHash).IsUnique();
        link.HasIndex(l => new { l.TenantId, l.AccountId, l.EndsAt });
    }
}
