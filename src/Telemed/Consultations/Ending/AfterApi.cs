using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Telemed.Audit;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Consultations.Ending;

public sealed record RatingRequest(VisitQuality Answer);

/// <summary>What a patient's page shows once the visit is over.</summary>
/// <param name="MayRate">The one question has not been answered yet.</param>
public sealed record AfterVisit(int? LiveSeconds, bool MayRate);

/// <summary>The page after a visit, for its patient, by the visit's cookie or by account, as long as that page can be read.</summary>
internal static class AfterApi
{
    public static void Map(WebApplication app)
    {
        app.MapGet("/visit/{participantId:guid}/after", Read).AllowAnonymous().WithMetadata(new ByVisitCookieAttribute());
        app.MapPost("/visit/{participantId:guid}/rating", Rate).AllowAnonymous().WithMetadata(new ByVisitCookieAttribute());
    }

    private static async Task<Results<Ok<AfterVisit>, NotFound>> Read(Guid participantId, HttpContext context, Db db, Clock clock)
    {
        if (await Over(participantId, context, db, clock) is not var (_, visit))
        {
            return TypedResults.NotFound();
        }

        var self = visit.Self.Id;
        var rated = await db.Set<VisitRating>().AnyAsync(r => r.ParticipantId == self, context.RequestAborted);
        return TypedResults.Ok(new AfterVisit(visit.Encounter.DurationSeconds, visit.Encounter.StartedAt is not null && !rated));
    }

    /// <summary>Once: a second answer changes nothing.</summary>
    private static async Task<Results<NoContent, NotFound, Conflict>> Rate(Guid participantId, RatingRequest request, HttpContext context, Db db, Clock clock)
    {
        if (!Enum.IsDefined(request.Answer) || await Over(participantId, context, db, clock) is not var (visitor, visit) || visit.Encounter.StartedAt is null)
        {
            return TypedResults.NotFound();
        }

        var (now, self) = (clock.Now, visit.Self.Id);
        if (await db.Set<VisitRating>().AnyAsync(r => r.ParticipantId == self, context.RequestAborted))
        {
            return TypedResults.Conflict();
        }

        try
        {
            await db.InTransaction(() =>
            {
                var rating = new VisitRating
                {
                    TenantId = db.Tenant, Id = VisitRatingId.New(), EncounterId = visit.Encounter.Id, ParticipantId = self, Answer = request.Answer, At = now,
                };
                db.Set<VisitRating>().Add(rating);
                db.Record(visitor.Actor, AuditAction.VisitRated, now, (nameof(Encounter), visit.Encounter.Id.Value), visit.Patient.Id);
                return Task.CompletedTask;
            });
            return TypedResults.NoContent();
        }
        catch (DbUpdateException)
        {
            // The unique index: answered twice at the same moment.
            return TypedResults.Conflict();
        }
    }

    private static async Task<(Visitor Visitor, Visit Visit)?> Over(Guid participantId, HttpContext context, Db db, Clock clock) =>
        await Visitor.Of(context, db, new ParticipantId(participantId)) is { Participant.Role: ParticipantRole.Patient } visitor
        && await Visit.Load(db, visitor.Participant.Id, context.RequestAborted) is { IsCancelled: false } visit
        && visit.Window.At(clock.Now) is LinkState.Ended ? (visitor, visit) : null;
}
