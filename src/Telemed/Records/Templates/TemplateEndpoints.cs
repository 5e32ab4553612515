using Microsoft.AspNetCore.Http.HttpResults;
using Telemed.Accounts;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Records.Templates;

/// <summary>The templates that the page beside the picture offers, as JSON.</summary>
internal static class TemplateEndpoints
{
    internal static void MapTemplates(this WebApplication app) => app.MapGet("/api/encounters/{encounterId:guid}/note/templates", Read)
        .RequireAuthorization(policy => policy.RequireRole(nameof(Role.Practitioner)));

    internal sealed record Offered(NoteTemplateId Id, string Name, string Subjective, string Objective, string Assessment, string Plan);

    private static async Task<Results<Ok<IEnumerable<Offered>>, NotFound>> Read(Guid encounterId, HttpContext http, Db db, CancellationToken cancel) =>
        await db.TemplatesFor(http.User.Actor!, new EncounterId(encounterId), cancel) is { } templates
            ? TypedResults.Ok(templates.Select(t => new Offered(t.Id, t.Name, t.Subjective, t.Objective, t.Assessment, t.Plan)))
            : TypedResults.NotFound();
}
