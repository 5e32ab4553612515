using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Telemed.Accounts;
using Telemed.Platform;
using Telemed.Platform.Components;
using Telemed.Tenancy;

namespace Telemed.Documents.Asking;

/// <summary>The button beside an open request, an HTML form with its token.</summary>
internal static class RequestForms
{
    public static void MapRequestForms(this WebApplication app) => app.MapPost("/documents/requests/{documentRequestId:guid}/withdrawal", Withdraw)
        .RequireAuthorization(policy => policy.RequireRole(nameof(Role.Practitioner))).WithMetadata(AnswersStale.At(DocumentForms.Page));

    private static async Task<Results<RedirectHttpResult, NotFound>> Withdraw(Guid documentRequestId, [FromForm] string? back, ClaimsPrincipal user, Db db, Clock clock) =>
        DocumentForms.Back(await db.WithdrawRequest(user.Actor!, new DocumentRequestId(documentRequestId), clock.Now), back);
}
