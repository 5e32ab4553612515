using NodaTime;

namespace Telemed.Scheduling.Figures;

/// <summary>How much of a practitioner's open hours was, and is, taken.</summary>
/// <param name="Open">Of the hours as they are on file now.</param>
/// <param name="Taken">Of the open time: by visits, with what is kept free around them. Never more than all of it.</param>
public readonly record struct OpenTime(Duration Open, Duration Taken)
{
    /// <summary>0 to 1; null: nothing was open.</summary>
    public double? FillRate => Open == Duration.Zero ? null : Taken.TotalMinutes / Open.TotalMinutes;

    internal OpenTime Plus(OpenTime other) => new(Open + other.Open, Taken + other.Taken);

    /// <param name="open">Disjoint.</param>
    /// <param name="taken">In any order; what overlaps counts once.</param>
    internal static OpenTime Of(IReadOnlyList<Interval> open, IEnumerable<Interval> taken)
    {
        var (whole, filled, until) = (Duration.Zero, Duration.Zero, Instant.MinValue);
        foreach (var piece in open)
        {
            whole += piece.Duration;
        }

        foreach (var time in taken.OrderBy(t => t.Start))
        {
            var start = Instant.Max(time.Start, until);
            foreach (var piece in open)
            {
                var (from, to) = (Instant.Max(start, piece.Start), Instant.Min(time.End, piece.End));
                filled += from < to ? to - from : Duration.Zero;
            }

            until = Instant.Max(until, time.End);
        }

        return new(whole, filled);
    }
}
