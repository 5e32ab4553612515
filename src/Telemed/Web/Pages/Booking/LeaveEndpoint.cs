using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Telemed.Accounts;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Tenancy;

namespace Telemed.Web.Pages.Booking;

/// <summary>The booking form was left: its time is free again at once, not only after ten minutes.</summary>
internal static class LeaveEndpoint
{
    public static void MapLeavingBooking(this IEndpointRouteBuilder app) =>
        app.MapPost("/book/leave", Leave).RequireAuthorization(new AuthorizeAttribute { Roles = nameof(Role.Patient) }).WithMetadata(new RequireAntiforgeryTokenAttribute());

    private static async Task<IResult> Leave(HttpContext context, Db db)
    {
        if (context.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: true })
        {
            return TypedResults.BadRequest();
        }

        await db.LetGo(context.User.Actor!);
        return TypedResults.NoContent();
    }
}
