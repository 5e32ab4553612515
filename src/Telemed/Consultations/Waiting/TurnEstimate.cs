using NodaTime;

namespace Telemed.Consultations.Waiting;

/// <summary>A visit that is going on, and how long ones like it lasted.</summary>
public sealed record Going(Instant Since, IReadOnlyList<Duration> Like);

/// <summary>Somebody who is before you.</summary>
public sealed record Before(Instant? PlannedAt, IReadOnlyList<Duration> Like);

/// <summary>When a patient's turn will come, from what is known and nothing else. Pure.</summary>
public static class TurnEstimate
{
    /// <summary>The turn is near: from this long before it is expected.</summary>
    public static readonly Duration Near = Duration.FromMinutes(5);

    /// <summary>A delay that is worth a word.</summary>
    public static readonly Duration Late = Duration.FromMinutes(5);

    /// <param name="atWork">The practitioner sees patients now: in a call, or a moment ago.</param>
    /// <param name="planned">The patient's own time; the turn is not before it.</param>
    /// <returns>Null: it cannot be told honestly.</returns>
    public static Instant? ExpectedAt(Instant now, bool atWork, Going? going, IReadOnlyList<Before> before, Instant? planned)
    {
        ArgumentNullException.ThrowIfNull(before);
        // Nobody knows when a practitioner begins who is not there, but by the plan.
        var first = before.Count > 0 ? before[0].PlannedAt : planned;
        if (!atWork && going is null && !(first > now))
        {
            return null;
        }

        var free = going is null ? now : now + Remaining(going, now);
        foreach (var one in before)
        {
            free = Later(free, one.PlannedAt) + Median(one.Like);
        }

        return free is null ? null : Later(free, planned);
    }

    /// <summary>
    /// What such a visit still takes, having gone on so long already: the median of those that lasted longer. Null: none did, or none is known.
    /// </summary>
    public static Duration? Remaining(Going going, Instant now)
    {
        ArgumentNullException.ThrowIfNull(going);
        var elapsed = now - going.Since;
        return Median([.. going.Like.Where(d => d > elapsed)]) - elapsed;
    }

    /// <summary>It has gone on longer than any like it, so that it must end soon. False when none is known.</summary>
    public static bool IsOverdue(Going going, Instant now)
    {
        ArgumentNullException.ThrowIfNull(going);
        return going.Like.Count > 0 && going.Like.All(d => d <= now - going.Since);
    }

    public static Duration? Median(IReadOnlyList<Duration> lengths)
    {
        ArgumentNullException.ThrowIfNull(lengths);
        var sorted = lengths.Order().ToList();
        return sorted.Count == 0 ? null : (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    private static Instant? Later(Instant? free, Instant? planned) => free is { } at && planned > at ? planned : free;
}
