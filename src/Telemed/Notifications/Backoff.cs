using NodaTime;

namespace Telemed.Notifications;

/// <summary>When a delivery that failed is tried again.</summary>
public static class Backoff
{
    /// <summary>Counted from when the delivery was due; after it nobody waits for the mail any more.</summary>
    public static readonly Duration GiveUpAfter = Duration.FromHours(24);

    private static readonly Duration[] Waits =
    [
        Duration.FromMinutes(1), Duration.FromMinutes(2), Duration.FromMinutes(5), Duration.FromMinutes(15), Duration.FromHours(1), Duration.FromHours(3),
    ];

    /// <summary>The next try, or null when it is given up.</summary>
    /// <param name="tries">Tries so far, from 1.</param>
    /// <param name="dice">0 to 1: spreads the tries over 80 to 120 % of the wait, so that a server coming back is not met by all at once.</param>
    public static Instant? Next(int tries, Instant due, Instant now, double dice)
    {
        var wait = Waits[Math.Clamp(tries - 1, 0, Waits.Length - 1)];
        var next = now + Duration.FromMilliseconds(Math.Round(wait.TotalMilliseconds * (0.8 + (0.4 * dice))));
        return next - due > GiveUpAfter ? null : next;
    }
}
