using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Accounts;
using Telemed.Audit;
using Telemed.Consultations.Quality;
using Telemed.Consultations.Rooms;
using Telemed.People;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Consultations.Ending;

/// <summary>The five things that a visit's record must hold, as they stand; read before closing and after it.</summary>
/// <param name="Number">Null: none on file.</param>
/// <param name="Summary">Once it has ended.</param>
/// <param name="Acts">With <paramref name="ClosedAt"/>: what was stated; null: none.</param>
public sealed record Closing(ReportStanding Report, string Professional, string? Number, Instant? StartedAt, Instant? EndedAt,
    IReadOnlyList<IncidentLine> Incidents, Figures? Summary, Instant? ClosedAt, string? Acts);

public sealed record Figures(int LiveSeconds, int WaitedSeconds, int Drops);

/// <inheritdoc cref="RoomClosing"/>
public sealed record ClosingRequest(string? Acts = null, bool NoActs = false, bool NoReport = false, string? Number = null, bool NoNumber = false, int? Incidents = null);

/// <param name="Missing">Statements that are missing.</param>
public sealed record ClosingRefused(IReadOnlyList<string> Missing);

/// <summary>Closing a visit: for the practitioner of that visit, signed in. A link alone ends a visit and states nothing.</summary>
internal static class ClosingApi
{
    public static void Map(WebApplication app)
    {
        var closing = app.MapGroup("/api/encounters/{encounterId:guid}/closing").RequireAuthorization(policy => policy.RequireRole(nameof(Role.Practitioner)));
        closing.MapGet("", Read);
        closing.MapPost("", Close);
    }

    private static async Task<Results<Ok<Closing>, NotFound>> Read(Guid encounterId, HttpContext context, Db db, IReports reports, Clock clock)
    {
        if (await Own(encounterId, context, db) is not { } encounter)
        {
            return TypedResults.NotFound();
        }

        var (id, practitioner) = (encounter.Id, encounter.PractitionerId);
        if (encounter.EndedAt is not null)
        {
            // Before it ends, it is the room's own affair; afterwards it is a look back.
            db.Record(context.User.Actor!, AuditAction.VisitRead, clock.Now, (nameof(Encounter), encounterId), encounter.PatientId);
            await db.SaveChangesAsync(context.RequestAborted);
        }

        var professional = await db.Practitioners.AsNoTracking().SingleAsync(p => p.Id == practitioner);
        var closure = await db.Closures.AsNoTracking().SingleOrDefaultAsync(c => c.EncounterId == id);
        var summary = await db.Set<VisitSummary>().AsNoTracking().SingleOrDefaultAsync(s => s.EncounterId == id);
        return TypedResults.Ok(new Closing(await reports.Of(db, id), professional.DisplayName, closure?.ProfessionalNumber ?? professional.Number,
            encounter.StartedAt, encounter.EndedAt, await db.IncidentsOf(id),
            summary is null ? null : new Figures(summary.LiveSeconds, summary.WaitedSeconds, summary.Drops), closure?.At, closure?.Acts));
    }

    private static async Task<Results<NoContent, NotFound, Conflict, UnprocessableEntity<ClosingRefused>>> Close(Guid encounterId, ClosingRequest request, HttpContext context,
        Db db, IGrainFactory grains)
    {
        if (await Own(encounterId, context, db) is not { } encounter)
        {
            return TypedResults.NotFound();
        }

        var id = encounter.Id;
        var self = await db.Participants.Where(p => p.EncounterId == id && p.Role == ParticipantRole.Practitioner).Select(p => p.Id).SingleAsync();
        var number = string.Concat((request.Number ?? "").Where(c => !char.IsWhiteSpace(c)));
        var answer = await grains.GetGrain<IConsultationRoomGrain>(ConsultationRoomGrain.KeyOf(db.Tenant, id)).Close(new RoomClosing(self,
            context.User.Actor!.AccountId.Value, request.Acts, request.NoActs, request.NoReport, number.Length == 0 ? null : number, request.NoNumber, request.Incidents));
        return answer switch
        {
            { Missing.Count: > 0 } => TypedResults.UnprocessableEntity(new ClosingRefused(answer.Missing)),
            { Refusal: not null } => TypedResults.Conflict(),
            _ => TypedResults.NoContent(),
        };
    }

    private static async Task<Encounter?> Own(Guid encounterId, HttpContext context, Db db)
    {
        var id = new EncounterId(encounterId);
        return context.User.Actor is { PractitionerId: { } practitioner }
            ? await db.Encounters.AsNoTracking().SingleOrDefaultAsync(e => e.Id == id && e.PractitionerId == practitioner) : null;
    }
}
