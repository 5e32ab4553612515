using NodaTime;
using Telemed.Platform;

namespace Telemed.Consultations.Quality;

/// <summary>
/// One participant's samples of one minute, added up: mean and worst of what was measured. Rows of a minute, not of two seconds: a visit
/// of two hours with four people has 480 of them and not 14,400.
/// </summary>
public sealed class QualityMinute : ITenantOwned
{
    /// <summary>Rows that one participant of one visit may have: two hours, and as much again after a hold.</summary>
    public const int MostPerParticipant = 300;

    public required TenantId TenantId { get; init; }
    public required QualityMinuteId Id { get; init; }
    public required EncounterId EncounterId { get; init; }
    public required ParticipantId ParticipantId { get; init; }

    /// <summary>Its beginning. Unique per participant.</summary>
    public required Instant Minute { get; init; }
    public int Samples { get; set; }

    /// <summary>Of the score, 0 to 100: the sum of all samples and the worst.</summary>
    public double ScoreSum { get; set; }
    public double ScoreMin { get; set; } = 100;
    public double LossSum { get; set; }
    public double LossMax { get; set; }

    /// <summary>Milliseconds.</summary>
    public double RoundTripSum { get; set; }
    public double RoundTripMax { get; set; }

    /// <summary>Milliseconds.</summary>
    public double JitterSum { get; set; }
    public double JitterMax { get; set; }
    public double FpsSum { get; set; }
    public double SentKbpsSum { get; set; }
    public double ReceivedKbpsSum { get; set; }
    public int Freezes { get; set; }
    public int Relayed { get; set; }

    /// <summary>How long the call took to come, in the minute in which a page joined; the slowest if several did.</summary>
    public int? JoinMilliseconds { get; set; }

    public double Score => ScoreSum / Samples;

    public void Add(QualitySample sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        Samples++;
        (ScoreSum, ScoreMin) = (ScoreSum + sample.Score, Math.Min(ScoreMin, sample.Score));
        (LossSum, LossMax) = (LossSum + sample.Loss, Math.Max(LossMax, sample.Loss));
        (RoundTripSum, RoundTripMax) = (RoundTripSum + sample.RoundTrip, Math.Max(RoundTripMax, sample.RoundTrip));
        (JitterSum, JitterMax) = (JitterSum + sample.Jitter, Math.Max(JitterMax, sample.Jitter));
        (FpsSum, SentKbpsSum, ReceivedKbpsSum) = (FpsSum + sample.Fps, SentKbpsSum + sample.SentKbps, ReceivedKbpsSum + sample.ReceivedKbps);
        (Freezes, Relayed) = (Freezes + sample.Freezes, Relayed + (sample.Relayed ? 1 : 0));
        JoinMilliseconds = Slower(JoinMilliseconds, sample.JoinMilliseconds);
    }

    /// <summary>Adds what was gathered elsewhere, or since the row was last written.</summary>
    public void Add(QualityMinute more)
    {
        ArgumentNullException.ThrowIfNull(more);
        Samples += more.Samples;
        (ScoreSum, ScoreMin) = (ScoreSum + more.ScoreSum, Math.Min(ScoreMin, more.ScoreMin));
        (LossSum, LossMax) = (LossSum + more.LossSum, Math.Max(LossMax, more.LossMax));
        (RoundTripSum, RoundTripMax) = (RoundTripSum + more.RoundTripSum, Math.Max(RoundTripMax, more.RoundTripMax));
        (JitterSum, JitterMax) = (JitterSum + more.JitterSum, Math.Max(JitterMax, more.JitterMax));
        (FpsSum, SentKbpsSum, ReceivedKbpsSum) = (FpsSum + more.FpsSum, SentKbpsSum + more.SentKbpsSum, ReceivedKbpsSum + more.ReceivedKbpsSum);
        (Freezes, Relayed) = (Freezes + more.Freezes, Relayed + more.Relayed);
        JoinMilliseconds = Slower(JoinMilliseconds, more.JoinMilliseconds);
    }

    private static int? Slower(int? one, int? other) => one is null ? other : other is null ? one : Math.Max(one.Value, other.Value);
}
