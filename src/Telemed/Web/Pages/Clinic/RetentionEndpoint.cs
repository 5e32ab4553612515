using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Telemed.Accounts;
using Telemed.Documents;
using Telemed.Documents.Retention;
using Telemed.Platform;
using Telemed.Tenancy;
using Telemed.Web.Pages.Hours;

namespace Telemed.Web.Pages.Clinic;

/// <summary>The administrator says for how many years documents are kept, one field a kind.</summary>
internal static class RetentionEndpoint
{
    public static void MapRetention(this IEndpointRouteBuilder app) =>
        app.MapPost("/clinic/retention", Set).RequireAuthorization(new AuthorizeAttribute { Roles = nameof(Role.Administrator) });

    // A form and no parameters: the form token is asked for where a form is bound.
    private static async Task<IResult> Set([FromForm] IFormCollection form, HttpContext context, Db db, Clock clock)
    {
        var years = Enum.GetValues<DocumentKind>().ToDictionary(kind => kind, kind => PostedForm.Number(form.Typed(kind.ToString())));
        var done = await db.KeepFor(context.User.Actor!, years, clock.Now);
        return TypedResults.LocalRedirect(done ? "/clinic?saved=retention" : "/clinic?saved=retention-refused");
    }
}
