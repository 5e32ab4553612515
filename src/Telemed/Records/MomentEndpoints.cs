using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;
using Telemed.Accounts;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Records;

/// <summary>The margin of the note, as JSON. The visit's practitioner only, by account.</summary>
public static class MomentEndpoints
{
    internal static void MapMoments(this WebApplication app)
    {
        var moments = app.MapGroup("/api/encounters/{encounterId:guid}/moments")
            .RequireAuthorization(policy => policy.RequireRole(nameof(Role.Practitioner)));
        moments.MapGet("", List);
        moments.MapPost("", Mark);
        moments.MapPut("/{momentId:guid}", Decide);
    }

    /// <param name="Id">Chosen by the page; the same sent again marks nothing.</param>
    /// <param name="SecondsAgo">How long the press waited for the network.</param>
    internal sealed record Press(MomentId? Id, int SecondsAgo);

    internal sealed record Verdict(MomentDecision? Decision);

    private static async Task<Results<Ok<IReadOnlyList<MomentView>>, NotFound>> List(Guid encounterId, HttpContext http, Db db, Clock clock, CancellationToken cancel) =>
        await db.ReadMoments(http.User.Actor!, new EncounterId(encounterId), clock.Now, cancel) is { } open ? TypedResults.Ok(open) : TypedResults.NotFound();

    private static async Task<Results<NoContent, NotFound>> Mark(Guid encounterId, Press press, HttpContext http, Db db, Clock clock)
    {
        var done = await db.MarkMoment(http.User.Actor!, new EncounterId(encounterId), press.Id ?? MomentId.New(), Duration.FromSeconds(press.SecondsAgo), clock.Now);
        return done ? TypedResults.NoContent() : TypedResults.NotFound();
    }

    private static async Task<Results<NoContent, NotFound>> Decide(Guid encounterId, Guid momentId, Verdict verdict, HttpContext http, Db db, Clock clock)
    {
        var done = verdict.Decision is { } decision
            && await db.DecideMoment(http.User.Actor!, new EncounterId(encounterId), new MomentId(momentId), decision, clock.Now);
        return done ? TypedResults.NoContent() : TypedResults.NotFound();
    }
}
