using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Telemed.Audit;
using Telemed.Notifications;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Consultations.Links;

public enum LinkWish
{
    /// <summary>A six-digit code, to go on in another browser.</summary>
    Code,

    /// <summary>A new link.</summary>
    Renewal,
}

/// <summary>
/// What holders of a link ask to be sent, to the address on file. The wish is taken and answered at once, and looked at afterwards:
/// the answer and its time tell nothing of whether the link exists.
/// </summary>
public sealed class LinkDesk(IServiceScopeFactory scopes, Clock clock, Buckets buckets, ILogger<LinkDesk> log) : BackgroundService
{
    /// <summary>Wishes waiting at most; more are dropped, since only a flood gets there.</summary>
    public const int LongestQueue = 1000;

    private readonly Channel<(LinkWish Wish, byte[]? Hash, string Address)> _wishes = Channel.CreateBounded<(LinkWish, byte[]?, string)>(
        new BoundedChannelOptions(LongestQueue) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Queue(LinkWish wish, string? token, string address) => _wishes.Writer.TryWrite((wish, Secret.Hash(token), address));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (wish, hash, address) in _wishes.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await Fulfil(wish, hash, address);
            }
#pragma warning disable CA1031 // one wish that fails must not stop the desk
            catch (Exception exception)
            {
                log.WishFailed(exception);
            }
#pragma warning restore CA1031
        }
    }

    private async Task Fulfil(LinkWish wish, byte[]? hash, string address)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        var link = hash is null ? null : await db.AcrossTenants<MagicLink>("a link's clinic is known only from its token").AsNoTracking()
            .SingleOrDefaultAsync(l => l.TokenHash == hash);
        if (link is null || !buckets.Take(RateLimits.MailByAddress, address) || !buckets.Take(RateLimits.MailByAddressee, link.ParticipantId.ToString()))
        {
            await db.CountRefusal(address, "link-" + wish.ToString().ToLowerInvariant(), clock.Now);
            return;
        }

        db.Enter(link.TenantId);
        var visit = (await Visit.Load(db, link.ParticipantId))!;
        if (link.RevokedAt is null && !visit.IsCancelled && visit.Window.At(clock.Now) is LinkState.Open or LinkState.Early)
        {
            await Send(db, wish, visit);
        }
    }

    private Task Send(Db db, LinkWish wish, Visit visit) => db.InTransaction(() =>
    {
        var (now, self) = (clock.Now, visit.Self.Id);
        if (visit.Self is { Role: ParticipantRole.Guest, Email: null })
        {
            return Task.CompletedTask; // their link was handed over: the practitioner can show another
        }

        if (wish is LinkWish.Renewal)
        {
            Mail(db, visit, NotificationKind.LinkRenewed, self.Value);
            return Task.CompletedTask;
        }

        var code = new ContinuationCode
        {
            TenantId = db.Tenant, Id = ContinuationCodeId.New(), ParticipantId = self, CreatedAt = now, ExpiresAt = now + ContinuationLetter.Lifetime,
        };
        db.ContinuationCodes.Add(code);
        db.Record(new GuestActor(db.Tenant, self), AuditAction.ContinuationCodeSent, now, (nameof(Participant), self.Value), visit.Patient.Id);
        Mail(db, visit, NotificationKind.ContinuationCode, code.Id.Value);
        return Task.CompletedTask;
    });

    private void Mail(Db db, Visit visit, NotificationKind kind, Guid subject)
    {
        if (visit.IsPractitioner)
        {
            db.Mail(visit.Practitioner.AccountId, kind, subject, clock.Now);
        }
        else if (visit.Self.Role is ParticipantRole.Guest)
        {
            db.Mail(visit.Self.Id, kind, subject, clock.Now);
        }
        else
        {
            db.Mail(visit.Patient.Id, kind, subject, clock.Now);
        }
    }
}
