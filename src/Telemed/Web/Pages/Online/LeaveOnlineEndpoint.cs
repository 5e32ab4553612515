using Microsoft.AspNetCore.Antiforgery;
using Telemed.Platform;
using Telemed.Scheduling.Online;
using Telemed.Tenancy;

namespace Telemed.Web.Pages.Online;

/// <summary>The form was left: its time is free again at once, not only after ten minutes.</summary>
internal static class LeaveOnlineEndpoint
{
    public static void MapLeavingOnline(this IEndpointRouteBuilder app) =>
        app.MapPost("/c/{slug}/leave", Leave).AllowAnonymous().WithMetadata(new NamesItsClinicAttribute(), new RequireAntiforgeryTokenAttribute());

    private static async Task<IResult> Leave(string slug, HttpContext context, Db db, Clock clock)
    {
        if (context.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: true })
        {
            return TypedResults.BadRequest();
        }

        if (await db.EnterPublic(slug) is null)
        {
            return TypedResults.NotFound();
        }

        if (NewcomerCookie.HashOf(context) is { } hash)
        {
            await db.LetGoOnline(hash, clock.Now);
        }

        return TypedResults.NoContent();
    }
}
