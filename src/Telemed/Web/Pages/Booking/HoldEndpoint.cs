using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Telemed.Accounts;
using Telemed.Platform;
using Telemed.Platform.Components;
using Telemed.Scheduling;
using Telemed.Tenancy;

namespace Telemed.Web.Pages.Booking;

/// <summary>
/// A time was pressed: it is held, and the form follows, or the list again with why not. No page answers, since nobody would see it, and of many who
/// press one time at once all but one wait for no more than to hear that it is gone.
/// </summary>
internal static class HoldEndpoint
{
    public static void MapHolding(this IEndpointRouteBuilder app) =>
        app.MapPost(SlotWish.Holding, Hold).RequireAuthorization(new AuthorizeAttribute { Roles = nameof(Role.Patient) }).WithMetadata(AnswersStale.At(Back));

    private static async Task<RedirectHttpResult> Hold([FromForm] string? slot, string? visit, string? with, string? part, string? from, ClaimsPrincipal user, Db db, Clock clock)
    {
        var wish = SlotWish.Read(visit, with, part, from);
        if (wish.Visit is not { } type || SlotWish.Slot(slot) is not { } chosen)
        {
            return TypedResults.LocalRedirect(wish.Url);
        }

        return TypedResults.LocalRedirect(await db.HoldSlot(user.Actor!, chosen.Practitioner, type, chosen.At, clock.Now) switch
        {
            HoldOutcome.Held held => wish.Confirm(chosen.Practitioner, chosen.At, held.Id),
            HoldOutcome.Taken => wish.Lost(chosen.Practitioner, chosen.At),
            _ => wish.Saying("not-offered"),
        });
    }

    private static string Back(HttpContext context)
    {
        var asked = context.Request.Query;
        return SlotWish.Read(asked["visit"], asked["with"], asked["part"], asked["from"]).Url;
    }
}
