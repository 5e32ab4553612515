using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Telemed.Accounts;
using Telemed.Documents;
using Telemed.Platform;
using Telemed.Platform.Components;
using Telemed.Tenancy;

namespace Telemed.Records.Access;

/// <summary>The button beside a colleague to whom a document is shown, an HTML form with its token.</summary>
internal static class ShowingForms
{
    public static void MapShowingForms(this WebApplication app) => app.MapPost("/documents/showings/{documentShowingId:guid}/end", End)
        .RequireAuthorization(policy => policy.RequireRole(nameof(Role.Practitioner))).WithMetadata(AnswersStale.At(DocumentForms.Page));

    private static async Task<Results<RedirectHttpResult, NotFound>> End(Guid documentShowingId, [FromForm] string? back, ClaimsPrincipal user, Db db, Clock clock) =>
        DocumentForms.Back(await db.StopShowing(user.Actor!, new DocumentShowingId(documentShowingId), clock.Now), back);
}
