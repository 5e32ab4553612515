using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Telemed.Documents.Reading;
using Telemed.Documents.Uploads;
using Telemed.Tenancy;
using Telemed.Platform;

namespace Telemed.Web.Pages.Clinic;

/// <summary>The administrator has files looked at again that wait for the scanner, or whose check failed; and documents read again that could not be.</summary>
internal static class RetryEndpoint
{
    public static void MapRetry(this IEndpointRouteBuilder app)
    {
        app.MapPost("/clinic/uploads", Retry).RequireAuthorization(new AuthorizeAttribute { Roles = nameof(Role.Administrator) });
        app.MapPost("/clinic/readings", ReadAgain).RequireAuthorization(new AuthorizeAttribute { Roles = nameof(Role.Administrator) });
    }

    /// <param name="again">A form's field: it brings the form's token.</param>
    private static async Task<IResult> Retry([FromForm] bool again, Db db, UploadWatch watch)
    {
        if (again)
        {
            await watch.Again(db, CancellationToken.None);
        }

        return TypedResults.LocalRedirect("/clinic");
    }

    /// <inheritdoc cref="Retry" path="/param"/>
    private static async Task<IResult> ReadAgain([FromForm] bool again, Db db, Reader reader, Clock clock)
    {
        if (again)
        {
            await db.ReadAgain(clock.Now);
            reader.Soon();
        }

        return TypedResults.LocalRedirect("/clinic");
    }
}
