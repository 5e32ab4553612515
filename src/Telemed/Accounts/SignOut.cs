using Microsoft.AspNetCore.Antiforgery;
using Telemed.Audit;
using Telemed.Platform;

namespace Telemed.Accounts;

/// <summary>POST /sign-out, from the button that every page of a signed-in person has.</summary>
internal static class SignOut
{
    public static async Task Post(HttpContext context, IAntiforgery antiforgery, Db db, Clock clock)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            // An old page of somebody else's session, or none: nothing is ended, and the way in or home is shown.
            context.Response.Redirect("/");
            return;
        }

        if (context.User.SessionId is { } session && context.User.AccountId is { } account)
        {
            var actor = await AccountTrail.ActorOf(db, context.User);
            await db.InTransaction(async () =>
            {
                if (await Sessions.Revoke(db, account, clock.Now, only: session) > 0 && actor is not null)
                {
                    db.Record(actor, AuditAction.SignedOut, clock.Now, (nameof(Session), session.Value));
                }
            });
        }

        SessionCookie.TakeBack(context);
        // Not "cookies": a patient who signs out keeps the place in a visit that is under way.
        context.Response.Headers["Clear-Site-Data"] = "\"cache\", \"storage\"";
        context.Response.Redirect("/sign-in");
    }
}
