namespace Telemed.Consultations.Quality;

/// <summary>How good a call is, in words; from a score of 85, 70 and 50 upwards.</summary>
public enum QualityLevel
{
    Poor,
    Fair,
    Good,
    Excellent,
}

/// <summary>
/// The score of a call, 0 to 100, from what its packets suffer: loss weighs half, the round trip three tenths, jitter the rest. The same
/// rule is in the page (quality.ts); the server scores anew, so that what is stored and told follows one rule.
/// </summary>
public static class CallQuality
{
    /// <param name="loss">Share of packets lost, 0 to 1: a third of them gone leaves nothing.</param>
    /// <param name="roundTrip">Milliseconds: half a second leaves nothing.</param>
    /// <param name="jitter">Milliseconds: fifty leave nothing.</param>
    public static double Score(double loss, double roundTrip, double jitter) =>
        0.5 * Left(300 * loss) + 0.3 * Left(roundTrip / 5) + 0.2 * Left(2 * jitter);

    public static QualityLevel LevelOf(double score) => score switch
    {
        >= 85 => QualityLevel.Excellent,
        >= 70 => QualityLevel.Good,
        >= 50 => QualityLevel.Fair,
        _ => QualityLevel.Poor,
    };

    private static double Left(double taken) => Math.Clamp(100 - taken, 0, 100);
}
