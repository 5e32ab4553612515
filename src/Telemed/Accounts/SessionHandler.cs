using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Telemed.Platform;

namespace Telemed.Accounts;

/// <summary>
/// Knows the browser by its session cookie. The session row is read at each request, so a revoked session, a disabled account or an
/// ended membership is out at once.
/// </summary>
public sealed class SessionHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, Db db, Clock clock)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "session";
    public const string Cookie = "__Host-session";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Secret.Hash(Request.Cookies[Cookie]) is not { } hash)
        {
            return AuthenticateResult.NoResult();
        }

        // One statement for both: every request asks.
        var accounts = db.Accounts;
        var found = await db.Sessions.Where(s => s.SecretHash == hash)
            .Join(accounts, s => s.AccountId, a => a.Id, (session, account) => new { Session = session, Account = account }).SingleOrDefaultAsync();
        if (found is not { Session: var session, Account: var account } || !session.IsAlive(clock.Now))
        {
            return AuthenticateResult.Fail("The session has ended.");
        }

        if (account.DisabledAt is not null)
        {
            return AuthenticateResult.Fail("The account is disabled.");
        }

        var membership = await MembershipOf(session, clock.Now);
        if (session.Touch(clock.Now))
        {
            await db.SaveChangesAsync();
        }

        var principal = new ClaimsPrincipal(Claims.Of(account, session, membership));
        return AuthenticateResult.Success(new AuthenticationTicket(principal, Scheme.Name));
    }

    private async Task<Membership?> MembershipOf(Session session, NodaTime.Instant now)
    {
        if (session.MembershipId is not { } id)
        {
            // Signed in before any clinic knew the account: its first one, as soon as there is one.
            return await AccountTrail.MembershipsOf(db, session.AccountId).FirstOrDefaultAsync();
        }

        var membershipId = new MembershipId(id);
        return await db.AcrossTenants<Membership>("a session's clinic is known only from its membership")
            .SingleOrDefaultAsync(m => m.Id == membershipId && (m.EndedAt == null || m.EndedAt > now));
    }

    /// <summary>People are led to the sign-in page and back; programs get 401.</summary>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal) && (HttpMethods.IsGet(Request.Method) || HttpMethods.IsHead(Request.Method)))
        {
            Response.Redirect("/sign-in?return=" + Uri.EscapeDataString(Request.Path + Request.QueryString));
        }
        else
        {
            Response.StatusCode = StatusCodes.Status401Unauthorized;
        }

        return Task.CompletedTask;
    }

    /// <summary>Not yours and not there are the same answer.</summary>
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
