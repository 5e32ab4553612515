using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Telemed.Accounts;
using Telemed.Platform;
using Telemed.Scheduling.Outside;
using Telemed.Tenancy;

namespace Telemed.Web.Pages.Clinic;

/// <summary>The administrator says whether practitioners may have a calendar elsewhere read.</summary>
internal static class ImportEndpoint
{
    public static void MapCalendarImport(this IEndpointRouteBuilder app) =>
        app.MapPost("/clinic/calendars", Set).RequireAuthorization(new AuthorizeAttribute { Roles = nameof(Role.Administrator) });

    private static async Task<IResult> Set([FromForm] bool? allowed, HttpContext context, Db db, Clock clock)
    {
        if (allowed is not { } wanted)
        {
            return TypedResults.BadRequest();
        }

        await db.AllowCalendars(context.User.Actor!, wanted, clock.Now);
        return TypedResults.LocalRedirect("/clinic?saved=import");
    }
}
