using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Accounts;
using Telemed.Audit;
using Telemed.Consultations;
using Telemed.Consultations.Links;
using Telemed.People;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Web.Pages.Accounts;

/// <summary>What a browser that holds a visit's cookie may claim: the patient of that visit.</summary>
/// <param name="Clinic">Its name, as patients read it.</param>
internal sealed record Claimable(TenantId TenantId, PatientId PatientId, string Clinic);

/// <summary>Outcome of a claim.</summary>
internal enum ClaimOutcome
{
    Linked,
    Wrong,
    TooMany,
}

/// <summary>
/// Linking one's account without staff: a redeemed link (its cookie in this browser) plus the birth date. A patient's birth date can
/// be tried five times a day, counted in the trail, which outlives a restart, and in memory, which stands against tries at once.
/// </summary>
internal sealed class VisitClaim(Db db, Buckets buckets, Clock clock, IServiceScopeFactory scopes)
{
    private const string CookiePrefix = "__Host-visit-";
    private const int MaxCookies = 20;

    /// <summary>The first patient whose visit this browser joined and who can be linked to this account; null when there is none.</summary>
    public async Task<Claimable?> Find(HttpContext context, AccountId account)
    {
        foreach (var (name, secret) in context.Request.Cookies.Where(c => c.Key.StartsWith(CookiePrefix, StringComparison.Ordinal)).Take(MaxCookies))
        {
            if (Guid.TryParse(name.AsSpan(CookiePrefix.Length), out var id) && Secret.Hash(secret) is { } hash
                && await Bound(new ParticipantId(id), hash) is { } browser && await Patient(browser, account) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>Compares the birth date and links; returns the session that goes on in the patient's clinic.</summary>
    public async Task<(ClaimOutcome Outcome, string? Secret)> Claim(Claimable claimable, AccountId account, SessionId session, LocalDate birthDate)
    {
        await using var scope = scopes.CreateAsyncScope();
        var own = Enter(scope, claimable.TenantId);
        var now = clock.Now;
        if (!buckets.Take(RateLimits.BirthDate, claimable.PatientId.ToString()) || await WrongTries(own, claimable.PatientId, now) >= RateLimits.BirthDate.Burst)
        {
            return (ClaimOutcome.TooMany, null);
        }

        var patient = await own.Patients.SingleAsync(p => p.Id == claimable.PatientId);
        var actor = new AccountActor(claimable.TenantId, account, Role.Patient, null, claimable.PatientId);
        if (patient.BirthDate != birthDate)
        {
            own.Record(actor, AuditAction.AccountLinked, now, (nameof(Account), account.Value), patient.Id, allowed: false, detail: "birth-date");
            await own.SaveChangesAsync();
            return (ClaimOutcome.Wrong, null);
        }

        var row = await own.Accounts.AsNoTracking().SingleAsync(a => a.Id == account);
        return await own.Link(actor, row, patient.Id, now) is { } membership
            ? (ClaimOutcome.Linked, await GoOn(own, session, membership, now))
            : (ClaimOutcome.Wrong, null);
    }

    /// <summary>More may be seen now than before: the session goes on under a new secret.</summary>
    private static Task<string> GoOn(Db own, SessionId session, Membership membership, Instant now) => own.InTransaction(async () =>
    {
        var old = await own.Sessions.AsNoTracking().SingleAsync(s => s.Id == session);
        await Sessions.Revoke(own, old.AccountId, now, only: old.Id);
        return Sessions.GoOn(own, old, membership, now).Secret;
    });

    private static Task<int> WrongTries(Db own, PatientId patient, Instant now)
    {
        var since = now - RateLimits.BirthDate.Per;
        return own.AuditEvents.CountAsync(a => a.Action == AuditAction.AccountLinked && !a.Allowed && a.PatientId == patient.Value && a.Recorded > since);
    }

    private Task<VisitBrowser?> Bound(ParticipantId participant, byte[] hash) =>
        db.AcrossTenants<VisitBrowser>("a visit's clinic is known only from the browser that joined it")
            .AsNoTracking().FirstOrDefaultAsync(b => b.ParticipantId == participant && b.SecretHash == hash && b.SteppedDownAt == null);

    private async Task<Claimable?> Patient(VisitBrowser browser, AccountId account)
    {
        await using var scope = scopes.CreateAsyncScope();
        var own = Enter(scope, browser.TenantId);
        var patient = await own.Participants.Where(p => p.Id == browser.ParticipantId && p.Role == ParticipantRole.Patient).Select(p => p.PatientId).SingleOrDefaultAsync();
        if (patient is not { } id || await own.Memberships.AnyAsync(m => m.AccountId == account) || await own.AccountOf(id) is not null)
        {
            return null;
        }

        var clinic = await own.Tenants.Where(t => t.Id == browser.TenantId).Select(t => t.Name).SingleAsync();
        return new Claimable(browser.TenantId, id, clinic);
    }

    private static Db Enter(AsyncServiceScope scope, TenantId clinic)
    {
        var own = scope.ServiceProvider.GetRequiredService<Db>();
        own.Enter(clinic);
        return own;
    }
}
