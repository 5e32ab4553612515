using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Telemed.Accounts;
using Telemed.Platform;
using Telemed.Platform.Components;
using Telemed.Scheduling;
using Telemed.Tenancy;

namespace Telemed.Web.Pages.Agenda;

/// <summary>The button that gives a blocked time back: a posted form, answered by the agenda it came from with a sentence.</summary>
internal static class UnblockEndpoint
{
    public const string Path = AgendaWish.Path + "/unblock";

    public static void MapUnblock(this IEndpointRouteBuilder app) =>
        app.MapPost(Path, Unblock)
            .RequireAuthorization(new AuthorizeAttribute { Roles = $"{nameof(Role.Practitioner)},{nameof(Role.Assistant)}" })
            .WithMetadata(AnswersStale.At(context => Agenda(context.Request.Form["back"])));

    // Pressed twice, or by two people, or for what is not theirs: the same answer.
    private static async Task<IResult> Unblock([FromForm] Guid? block, [FromForm] string? back, HttpContext context, Db db, Clock clock) =>
        TypedResults.LocalRedirect(QueryHelpers.AddQueryString(Agenda(back), "done",
            block is { } id && await db.Unblock(context.User.Actor!, new BusyTimeId(id), clock.Now) ? "unblocked" : "gone"));

    // Only back to the agenda: the address came with the form.
    private static string Agenda(string? back) =>
        back is not null && back.StartsWith(AgendaWish.Path + "?", StringComparison.Ordinal) && !back.Any(char.IsControl) ? back : AgendaWish.Path;
}
