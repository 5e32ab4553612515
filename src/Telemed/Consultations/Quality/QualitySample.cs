using Telemed.Platform;

namespace Telemed.Consultations.Quality;

/// <summary>What a page measured in the last two seconds, over its worst connection.</summary>
/// <param name="Loss">Share of packets lost, the worse direction, 0 to 1.</param>
/// <param name="RoundTrip">Milliseconds.</param>
/// <param name="Jitter">Milliseconds.</param>
/// <param name="Fps">Frames of the other's picture in a second.</param>
/// <param name="Freezes">Times the other's picture stood still.</param>
/// <param name="Relayed">Over a relay.</param>
/// <param name="JoinMilliseconds">In the first sample of a page: from when both were there to the other's first picture or sound.</param>
public sealed record QualitySample(double Loss, double RoundTrip, double Jitter, double Fps, double SentKbps, double ReceivedKbps,
    int Freezes, bool Relayed, int? JoinMilliseconds = null)
{
    private const double LongestTime = 60_000;
    private const double MostFps = 240;
    private const double MostKbps = 1_000_000;
    private const int MostFreezes = 100;

    /// <summary>Longest join that is a measurement, in milliseconds; a page that slept is none.</summary>
    public const int LongestJoin = 10 * 60 * 1000;

    public double Score => CallQuality.Score(Loss, RoundTrip, Jitter);

    /// <summary>False for what no call can measure: such a sample is refused whole.</summary>
    public bool IsPossible => Within(Loss, 1) && Within(RoundTrip, LongestTime) && Within(Jitter, LongestTime) && Within(Fps, MostFps)
        && Within(SentKbps, MostKbps) && Within(ReceivedKbps, MostKbps) && Within(Freezes, MostFreezes) && Within(JoinMilliseconds ?? 0, LongestJoin);

    private static bool Within(double value, double most) => value >= 0 && value <= most;
}

/// <summary>Somebody's connection became better or worse.</summary>
public sealed record QualityChange(ParticipantId Id, QualityLevel Level);
