using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Telemed.Accounts;
using Telemed.Notifications;
using Telemed.Platform;
using Telemed.Platform.Components;

namespace Telemed.Web.Pages.Notifications;

/// <summary>The bell's list as JSON, and reading marks, by JSON and by the page's forms.</summary>
internal static class NotificationsApi
{
    public static void MapNotificationsApi(this WebApplication app)
    {
        app.MapGet("/api/notifications", List).RequireAuthorization();
        app.MapPost("/api/notifications/{id:guid}/read", MarkRead).RequireAuthorization();
        app.MapPost("/api/notifications/read", MarkAllRead).RequireAuthorization();
        app.MapPost("/notifications/{id:guid}/read", MarkReadByForm).RequireAuthorization().WithMetadata(AnswersStale.At(_ => "/notifications"));
        app.MapPost("/notifications/read", MarkAllReadByForm).RequireAuthorization().WithMetadata(AnswersStale.At(_ => "/notifications"));
    }

    // An account that belongs to no clinic yet was told nothing.
    private static async Task<Ok<NotificationList>> List(ClaimsPrincipal user, NotificationTexts texts) =>
        TypedResults.Ok(user.Actor is { } actor ? await texts.Of(actor) : new NotificationList(0, []));

    private static async Task<Results<NoContent, NotFound>> MarkRead(Guid id, ClaimsPrincipal user, Db db, Clock clock, LivePush push) =>
        await Mark(user, db, clock, push, new NotificationId(id)) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static async Task<NoContent> MarkAllRead(ClaimsPrincipal user, Db db, Clock clock, LivePush push)
    {
        await Mark(user, db, clock, push, null);
        return TypedResults.NoContent();
    }

    // Taking a form's field makes the endpoint ask for the form's token.
    private static async Task<Results<RedirectHttpResult, NotFound>> MarkReadByForm(Guid id, [FromForm(Name = "one")] string? one, ClaimsPrincipal user, Db db,
        Clock clock, LivePush push) =>
        await Mark(user, db, clock, push, new NotificationId(id)) ? TypedResults.LocalRedirect("/notifications") : TypedResults.NotFound();

    private static async Task<RedirectHttpResult> MarkAllReadByForm([FromForm(Name = "all")] string? all, ClaimsPrincipal user, Db db, Clock clock, LivePush push)
    {
        await Mark(user, db, clock, push, null);
        return TypedResults.LocalRedirect("/notifications");
    }

    private static async Task<bool> Mark(ClaimsPrincipal user, Db db, Clock clock, LivePush push, NotificationId? one)
    {
        if (user.Actor is not { } actor)
        {
            return false;
        }

        if (one is not { } id)
        {
            await db.MarkAllRead(actor, clock.Now);
        }
        else if (!await db.MarkRead(actor, id, clock.Now))
        {
            return false;
        }

        // The bell in other tabs and on other devices of the same person.
        await push.Changed(actor.AccountId, LivePush.Notifications);
        return true;
    }
}
