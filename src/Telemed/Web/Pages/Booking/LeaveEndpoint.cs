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
        app.MapPost("/book/leave", Leave).RequireAuthorization(new AuthorizeAttribute { Roles = nameof(Role.Patient) });

    private static async Task<IResult> Leave(HttpContext context, Db db)
    {
        await context.Request.ReadFormAsync(); // with its token, which the middleware has checked
        await db.LetGo(context.User.Actor!);
        return TypedResults.NoContent();
    }
}
