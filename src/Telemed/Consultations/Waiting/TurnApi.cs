using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Consultations.Waiting;

/// <summary>What a waiting patient is told of their turn.</summary>
/// <param name="Ahead">How many are before them; 0: next.</param>
/// <param name="ExpectedAt">Null: it cannot be told honestly.</param>
/// <param name="Late">It is later than planned by a delay worth a word.</param>
/// <param name="PlaceLost">They were away longer than a place is kept, and are in line anew.</param>
public sealed record Turn(int Ahead, Instant? ExpectedAt, bool Late, bool Near, bool PlaceLost, Instant Since);

/// <summary>The turn of one waiting patient, for that patient alone.</summary>
internal static class TurnApi
{
    public static void Map(WebApplication app) =>
        app.MapGet("/visit/{participantId:guid}/turn", Read).AllowAnonymous().WithMetadata(new ByVisitCookieAttribute());

    /// <summary>No content: not in line now.</summary>
    private static async Task<Results<Ok<Turn>, NoContent, NotFound>> Read(Guid participantId, HttpContext context, Db db, Clock clock)
    {
        if (await Visitor.Of(context, db, new ParticipantId(participantId)) is not { Participant: { Role: ParticipantRole.Patient } self })
        {
            return TypedResults.NotFound();
        }

        var visit = (await Visit.Load(db, self.Id, context.RequestAborted))!;
        var line = await WaitingLine.Load(db, visit.Practitioner.Id, clock.Now, context.RequestAborted);
        return Of(line, self.EncounterId) is { } turn ? TypedResults.Ok(turn) : TypedResults.NoContent();
    }

    /// <summary>Null when that visit's patient is not in line.</summary>
    internal static Turn? Of(WaitingLine line, EncounterId encounter)
    {
        var index = line.Waiting.ToList().FindIndex(w => w.Encounter.Id == encounter);
        if (index < 0)
        {
            return null;
        }

        var self = line.Waiting[index];
        var expected = line.ExpectedAt(index);
        var late = self.PlannedAt is { } planned && (expected ?? line.Now) - planned >= TurnEstimate.Late;
        return new Turn(index, expected, late, line.IsNear(index, self.PlannedAt), self.Place.CameLate, self.Place.Since);
    }
}
