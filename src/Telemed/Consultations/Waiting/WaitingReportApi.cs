using Microsoft.AspNetCore.Http.HttpResults;
using Telemed.Consultations.Quality;
using Telemed.Consultations.Rooms;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Consultations.Waiting;

/// <summary>What the network of a waiting page would do to a call.</summary>
public enum NetworkTrouble
{
    /// <summary>It answers, but late.</summary>
    Slow,

    /// <summary>It stops a part of such calls: whether this one is among them shows when it begins.</summary>
    Perhaps,
    NoLine,

    /// <summary>It stops the direct way, and the clinic has no relay.</summary>
    NoRelay,
    Blocked,
}

/// <summary>Why a camera or a microphone gives nothing.</summary>
public enum EquipmentTrouble
{
    Refused,
    Missing,
    Busy,

    /// <summary>It is on, and nobody is heard.</summary>
    Silent,
}

/// <summary>What a waiting page found out about itself, told by that page: for the practitioner's list, and kept nowhere.</summary>
/// <param name="Network">Null: nothing stands in the way of a call, as far as is known.</param>
/// <param name="RoundTrip">To the server or the relay and back, milliseconds; null: not known yet.</param>
[GenerateSerializer, Immutable, Alias("waiting-report")]
public sealed record WaitingReport([property: Id(0)] NetworkTrouble? Network = null, [property: Id(1)] double? RoundTrip = null,
    [property: Id(2)] EquipmentTrouble? Camera = null, [property: Id(3)] EquipmentTrouble? Microphone = null)
{
    private const double LongestRoundTrip = 60_000;

    internal bool IsPossible => RoundTrip is null or (>= 0 and <= LongestRoundTrip) && Camera is not EquipmentTrouble.Silent;

    /// <summary>How good the connection is, as far as can be told before a call: no packet has been lost yet. Null: not known.</summary>
    public QualityLevel? Quality => Network switch
    {
        NetworkTrouble.Slow or NetworkTrouble.Perhaps => QualityLevel.Fair,
        null => RoundTrip is { } time ? CallQuality.LevelOf(CallQuality.Score(0, time, 0)) : null,
        _ => QualityLevel.Poor,
    };
}

internal static class WaitingReportApi
{
    public static void Map(WebApplication app) =>
        app.MapPut("/visit/{participantId:guid}/waiting", Put).AllowAnonymous().WithMetadata(new ByVisitCookieAttribute());

    private static async Task<Results<NoContent, NotFound, BadRequest, StatusCodeHttpResult>> Put(Guid participantId, WaitingReport report, HttpContext context,
        Db db, Buckets buckets, IGrainFactory grains)
    {
        if (await Visitor.Of(context, db, new ParticipantId(participantId)) is not { Participant: { Role: ParticipantRole.Patient } self })
        {
            return TypedResults.NotFound();
        }

        if (!report.IsPossible)
        {
            return TypedResults.BadRequest();
        }

        if (!buckets.Take(RateLimits.RoomMessage, self.Id.ToString()))
        {
            return TypedResults.StatusCode(StatusCodes.Status429TooManyRequests);
        }

        await grains.GetGrain<IConsultationRoomGrain>(ConsultationRoomGrain.KeyOf(self.TenantId, self.EncounterId)).Waits(new SystemActor(self.TenantId), report);
        return TypedResults.NoContent();
    }
}
