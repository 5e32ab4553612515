using NodaTime;

namespace Telemed.Platform;

/// <summary>"Now" for the whole product, from the injected <see cref="TimeProvider"/>; tests move it.</summary>
public sealed class Clock(TimeProvider time)
{
    /// <summary>The present instant, cut to whole milliseconds: what both databases store without loss.</summary>
    public Instant Now => Instant.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>For timers and delays only; "now" is <see cref="Now"/>.</summary>
    public TimeProvider Time => time;
}
