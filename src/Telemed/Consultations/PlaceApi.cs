using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Telemed.Audit;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Consultations;

public sealed record PlaceRequest(Place Place);

/// <summary>Where the patient is, said by whoever joins without a link: by account, or in a browser that a link let in before.</summary>
internal static class PlaceApi
{
    public static void Map(WebApplication app) =>
        app.MapPut("/visit/{participantId:guid}/place", Put).AllowAnonymous().WithMetadata(new ByVisitCookieAttribute());

    /// <summary>Until the visit has ended; then its record stays as it is.</summary>
    private static async Task<Results<NoContent, NotFound, Conflict>> Put(Guid participantId, PlaceRequest request, HttpContext context, Db db, Clock clock)
    {
        if (await Visitor.Of(context, db, new ParticipantId(participantId)) is not { Participant: { Role: ParticipantRole.Patient } self } visitor)
        {
            return TypedResults.NotFound();
        }

        var encounters = db.Encounters;
        var going = db.Participants.Where(p => p.Id == self.Id && encounters.Any(e => e.Id == self.EncounterId && e.EndedAt == null));
        var written = await db.InTransaction(async () =>
        {
            var rows = await going.ExecuteUpdateAsync(p => p.SetProperty(x => x.Place, request.Place));
            if (rows == 1)
            {
                db.Record(visitor.Actor, AuditAction.PlaceSaid, clock.Now, (nameof(Participant), self.Id.Value), self.PatientId);
            }

            return rows == 1;
        });
        return written ? TypedResults.NoContent() : TypedResults.Conflict();
    }
}
