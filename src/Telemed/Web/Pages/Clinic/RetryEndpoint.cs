using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Telemed.Documents.Uploads;
using Telemed.Tenancy;
using Telemed.Platform;

namespace Telemed.Web.Pages.Clinic;

/// <summary>The administrator has files looked at again that wait for the scanner, or whose check failed.</summary>
internal static class RetryEndpoint
{
    public static void MapRetry(this IEndpointRouteBuilder app) =>
        app.MapPost("/clinic/uploads", Retry).RequireAuthorization(new AuthorizeAttribute { Roles = nameof(Role.Administrator) });

    /// <param name="again">A form's field: it brings the form's token.</param>
    private static async Task<IResult> Retry([FromForm] bool again, Db db, UploadWatch watch)
    {
        if (again)
        {
            await watch.Again(db, CancellationToken.None);
        }

        return TypedResults.LocalRedirect("/clinic");
    }
}
