using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Telemed.Accounts;
using Telemed.Platform;
using Telemed.Platform.Components;
using Telemed.Tenancy;

namespace Telemed.Documents;

/// <summary>The same acts from the buttons of <see cref="Pages.DocumentList"/>, which work without script: HTML forms with their token.</summary>
internal static class DocumentForms
{
    public static void MapDocumentForms(this WebApplication app)
    {
        app.MapPost("/documents/{id:guid}/sharing", Share).RequireAuthorization(policy => policy.RequireRole(nameof(Role.Practitioner)))
            .WithMetadata(AnswersStale.At(Page));
        app.MapPost("/documents/{id:guid}/deletion", Delete)
            .RequireAuthorization(policy => policy.RequireRole(nameof(Role.Practitioner), nameof(Role.Assistant)))
            .WithMetadata(AnswersStale.At(Page));
        app.MapPost("/documents/{id:guid}/restoration", Restore)
            .RequireAuthorization(policy => policy.RequireRole(nameof(Role.Practitioner), nameof(Role.Assistant)))
            .WithMetadata(AnswersStale.At(Page));
        app.MapPost("/documents/{id:guid}/moving", Move)
            .RequireAuthorization(policy => policy.RequireRole(nameof(Role.Practitioner), nameof(Role.Assistant)))
            .WithMetadata(AnswersStale.At(Page));
    }

    private static async Task<Results<RedirectHttpResult, NotFound>> Restore(Guid id, [FromForm] string? back, ClaimsPrincipal user, Db db, Clock clock) =>
        Back(await db.Restore(user.Actor!, new DocumentId(id), clock.Now), back);

    private static async Task<Results<RedirectHttpResult, NotFound>> Move(Guid id, [FromForm] Guid patient, [FromForm] string? back, ClaimsPrincipal user, Moving moving) =>
        Back(await moving.Move(user.Actor!, new DocumentId(id), new PatientId(patient)), back);

    private static async Task<Results<RedirectHttpResult, NotFound>> Share(Guid id, [FromForm] bool shared, [FromForm] string? back, ClaimsPrincipal user, Db db, Clock clock)
    {
        var (actor, document, now) = (user.Actor!, new DocumentId(id), clock.Now);
        return Back(shared ? await db.Share(actor, document, now) : await db.Unshare(actor, document, now), back);
    }

    private static async Task<Results<RedirectHttpResult, NotFound>> Delete(Guid id, [FromForm] string? back, ClaimsPrincipal user, Db db, Clock clock) =>
        Back(await db.Delete(user.Actor!, new DocumentId(id), clock.Now), back);

    internal static Results<RedirectHttpResult, NotFound> Back(bool done, string? back) =>
        done ? TypedResults.LocalRedirect(Ours(back)) : TypedResults.NotFound();

    internal static string Page(HttpContext context) => Ours(context.Request.Form["back"]);

    // To a page of ours and nowhere else.
    private static string Ours(string? back) => back is ['/', not ('/' or '\\'), ..] && !back.Any(char.IsControl) ? back : "/";
}
