using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Accounts;
using Telemed.Audit;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Consultations.Links;

/// <summary>What a link's first, harmless look-up tells: who is expected and when. Dead carries nothing else.</summary>
public sealed record Expected(LinkState State, string? Clinic = null, string? Who = null, string? You = null, ParticipantRole? Role = null,
    Instant? PlannedAt = null, Instant? OpensAt = null, string? Zone = null, Scheduling.Modality? Modality = null, ParticipantId? ParticipantId = null)
{
    public static readonly Expected Dead = new(LinkState.Dead);
}

/// <summary>What became of a link: redeemed, with the visit and the new browser secret where one was bound; or refused.</summary>
public abstract record Redemption
{
    private Redemption()
    {
    }

    /// <param name="Secret">For the visit cookie; null when the browser holds it already, or needs none.</param>
    /// <param name="Moved">An earlier device has stepped down.</param>
    public sealed record Joined(Visit Visit, string? Secret, bool Moved) : Redemption;

    public sealed record Refused(LinkState State) : Redemption;

    public sealed record WrongCode : Redemption;
}

/// <summary>From a token to a bound browser. A unit of work for one request: it enters the clinic of the link it finds.</summary>
public sealed class Joining(Db db, Clock clock, ShortCodes codes)
{
    /// <summary>Tries of one continuation code.</summary>
    public const int MostTries = 5;

    /// <summary>Looks; changes nothing.</summary>
    public async Task<Expected> Look(string token, HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (await Find(token) is not var (link, visit))
        {
            await db.CountRefusal(ClientAddress.Of(context), "link", clock.Now);
            return Expected.Dead;
        }

        var state = await StateOf(link, visit, context);
        return state is LinkState.Dead ? Expected.Dead : new Expected(state, visit.Clinic.Name, visit.Other, visit.You, visit.Self.Role,
            visit.PlannedAt, visit.Window.OpensAt, visit.Clinic.Zone, visit.Modality, visit.Self.Id);
    }

    /// <summary>A person pressed Join: binds the participant to this browser, unless another has it.</summary>
    public async Task<Redemption> Redeem(string token, Place? place, HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (await Find(token) is not var (link, visit))
        {
            await db.CountRefusal(ClientAddress.Of(context), "link", clock.Now);
            return new Redemption.Refused(LinkState.Dead);
        }

        var state = await StateOf(link, visit, context);
        // A link sent anew to the address on file proves as much as a code: its first redemption moves the visit here.
        var moves = state is LinkState.OtherDevice && link is { MovesVisit: true, RedeemedAt: null };
        return state is LinkState.Open || moves ? await Bind(link, visit, place, moves, context) : await Refuse(link, visit, state);
    }

    /// <summary>Goes on in this browser with the code that was sent to the address on file.</summary>
    public async Task<Redemption> Continue(string token, string code, Place? place, HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (await Find(token) is not var (link, visit))
        {
            await db.CountRefusal(ClientAddress.Of(context), "link", clock.Now);
            return new Redemption.Refused(LinkState.Dead);
        }

        var state = await StateOf(link, visit, context);
        if (state is not (LinkState.OtherDevice or LinkState.Open))
        {
            return await Refuse(link, visit, state);
        }

        if (!await UseCode(visit.Self.Id, code))
        {
            await Audit(visit, new GuestActor(db.Tenant, visit.Self.Id), AuditAction.LinkRefused, link, "wrong-code");
            return new Redemption.WrongCode();
        }

        return await Bind(link, visit, place, moves: true, context);
    }

    private async Task<(MagicLink Link, Visit Visit)?> Find(string token)
    {
        if (Secret.Hash(token) is not { } hash)
        {
            return null;
        }

        var link = await db.AcrossTenants<MagicLink>("a link's clinic is known only from its token").AsNoTracking()
            .SingleOrDefaultAsync(l => l.TokenHash == hash);
        if (link is null)
        {
            return null;
        }

        db.Enter(link.TenantId);
        return (link, (await Visit.Load(db, link.ParticipantId))!);
    }

    private async Task<LinkState> StateOf(MagicLink link, Visit visit, HttpContext context)
    {
        if (link.RevokedAt is not null || visit.IsCancelled || visit.Self.RemovedAt is not null)
        {
            return LinkState.Dead;
        }

        var state = visit.Window.At(clock.Now);
        return state is LinkState.Open && !visit.IsPerson(context.User.Actor) && await IsBoundElsewhere(visit.Self.Id, context)
            ? LinkState.OtherDevice : state;
    }

    private async Task<bool> IsBoundElsewhere(ParticipantId participant, HttpContext context)
    {
        var bound = await db.VisitBrowsers.AsNoTracking().SingleOrDefaultAsync(b => b.ParticipantId == participant && b.SteppedDownAt == null);
        var own = Secret.Hash(context.Request.Cookies[Visitor.CookieName(participant)]);
        return bound is not null && !(own is not null && own.AsSpan().SequenceEqual(bound.SecretHash));
    }

    private Task<Redemption> Bind(MagicLink link, Visit visit, Place? place, bool moves, HttpContext context) => db.InTransaction<Redemption>(async () =>
    {
        var (now, self) = (clock.Now, visit.Self.Id);
        var account = visit.IsPerson(context.User.Actor) ? context.User.Actor : null;
        var (links, participants, browsers) = (db.MagicLinks, db.Participants, db.VisitBrowsers);

        // The race is decided here, in one statement: of many browsers at once, one binds. Whoever holds the cookie was let through before.
        var isFirst = await participants.Where(p => p.Id == self && p.BoundAt == null).ExecuteUpdateAsync(p => p.SetProperty(x => x.BoundAt, now)) == 1;
        if (moves)
        {
            // A link that moves the visit does it once, whatever the number of presses at the same moment.
            var unused = await links.Where(l => l.Id == link.Id && (l.RedeemedAt == null || !l.MovesVisit))
                .ExecuteUpdateAsync(l => l.SetProperty(x => x.RedeemedAt, x => x.RedeemedAt ?? now));
            if (unused == 0 && link.MovesVisit && link.RedeemedAt is null)
            {
                return new Redemption.Refused(LinkState.OtherDevice);
            }

            await browsers.Where(b => b.ParticipantId == self && b.SteppedDownAt == null).ExecuteUpdateAsync(b => b.SetProperty(x => x.SteppedDownAt, now));
        }

        var comesBack = !isFirst && !moves;
        if (comesBack && account is null && await IsBoundElsewhere(self, context))
        {
            return new Redemption.Refused(LinkState.OtherDevice);
        }

        await links.Where(l => l.Id == link.Id && l.RedeemedAt == null).ExecuteUpdateAsync(l => l.SetProperty(x => x.RedeemedAt, now));
        await Agree(self, place, now);
        var secret = comesBack ? null : Secret.New();
        if (secret is not null)
        {
            db.VisitBrowsers.Add(new VisitBrowser
            {
                TenantId = db.Tenant, Id = VisitBrowserId.New(), ParticipantId = self, SecretHash = Secret.Hash(secret)!, BoundAt = now,
            });
        }

        Actor actor = account is not null ? account : new GuestActor(db.Tenant, self);
        db.Record(actor, AuditAction.LinkRedeemed, now, (nameof(MagicLink), link.Id.Value), visit.Patient.Id, detail: comesBack ? "again" : null);
        if (moves)
        {
            db.Record(actor, AuditAction.DeviceChanged, now, (nameof(Participant), self.Value), visit.Patient.Id);
        }

        return new Redemption.Joined(visit, secret, moves);
    });

    /// <summary>Joining is the patient's agreement to video, each visit anew; the law wants the kind of place with it.</summary>
    private Task Agree(ParticipantId self, Place? place, Instant now)
    {
        var patients = db.Participants.Where(p => p.Id == self && p.Role == ParticipantRole.Patient);
        return patients.ExecuteUpdateAsync(p => p.SetProperty(x => x.ConsentedAt, x => x.ConsentedAt ?? now).SetProperty(x => x.Place, x => place ?? x.Place));
    }

    private async Task<bool> UseCode(ParticipantId self, string code)
    {
        var (now, rows) = (clock.Now, db.ContinuationCodes);
        var newest = await rows.AsNoTracking().Where(c => c.ParticipantId == self && c.UsedAt == null).OrderByDescending(c => c.CreatedAt).FirstOrDefaultAsync();
        if (newest is null)
        {
            return false;
        }

        // Counted before it is compared, so that a flood of guesses at the same moment is bounded too.
        var tried = await db.InTransaction(() => rows
            .Where(c => c.Id == newest.Id && c.UsedAt == null && c.CodeHash != null && c.ExpiresAt > now && c.Tries < MostTries)
            .ExecuteUpdateAsync(c => c.SetProperty(x => x.Tries, x => x.Tries + 1)));
        return tried == 1 && codes.Matches(newest.CodeHash, newest.Id.Value, code)
            && await db.InTransaction(() => rows.Where(c => c.Id == newest.Id && c.UsedAt == null).ExecuteUpdateAsync(c => c.SetProperty(x => x.UsedAt, now))) == 1;
    }

    private async Task<Redemption> Refuse(MagicLink link, Visit visit, LinkState state)
    {
        await Audit(visit, new GuestActor(db.Tenant, visit.Self.Id), AuditAction.LinkRefused, link, state.ToString());
        return new Redemption.Refused(state);
    }

    private async Task Audit(Visit visit, GuestActor actor, AuditAction action, MagicLink link, string why)
    {
        db.Record(actor, action, clock.Now, (nameof(MagicLink), link.Id.Value), visit.Patient.Id, allowed: false, detail: why);
        await db.SaveChangesAsync();
    }
}
