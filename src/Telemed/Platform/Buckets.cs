using NodaTime;

namespace Telemed.Platform;

/// <summary>
/// Token buckets in memory, one for each rule and key. They take the <see cref="Clock"/>, which the framework's limiter does not, so
/// that tests move time. Bounded: a flood of keys cannot fill the memory. One set a process; a node more doubles what passes.
/// </summary>
public sealed class Buckets(Clock clock)
{
    /// <summary>Buckets kept at most; a full one is forgotten first, since it equals one never used.</summary>
    public const int Capacity = 100_000;

    private static readonly Duration SweepEvery = Duration.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Rule, string Key), Bucket> _buckets = [];
    private Instant _lastSweep = Instant.MinValue;

    /// <summary>Takes one token for <paramref name="key"/>: false means that the limit is reached and the act must be refused.</summary>
    public bool Take(BucketRule rule, string key)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var now = clock.Now;
        lock (_lock)
        {
            if (!_buckets.TryGetValue((rule.Name, key), out var bucket))
            {
                if (!HasRoom(now))
                {
                    return !rule.FailsClosed;
                }

                bucket = new Bucket(rule, rule.Burst, now);
            }

            var tokens = bucket.TokensAt(now);
            var taken = tokens >= 1;
            _buckets[(rule.Name, key)] = new Bucket(rule, taken ? tokens - 1 : tokens, Instant.Max(now, bucket.At));
            return taken;
        }
    }

    /// <summary>Gives one token back: the act turned out to be a good one and shall not count (a right password).</summary>
    public void GiveBack(BucketRule rule, string key)
    {
        ArgumentNullException.ThrowIfNull(rule);
        lock (_lock)
        {
            if (_buckets.TryGetValue((rule.Name, key), out var bucket))
            {
                _buckets[(rule.Name, key)] = bucket with { Tokens = Math.Min(rule.Burst, bucket.Tokens + 1) };
            }
        }
    }

    private bool HasRoom(Instant now)
    {
        // Looking through all of them at every call of a flood would be the flood's own work: once a second is enough.
        if (_buckets.Count >= Capacity && now - _lastSweep >= SweepEvery)
        {
            _lastSweep = now;
            foreach (var (name, bucket) in _buckets)
            {
                if (bucket.TokensAt(now) >= bucket.Rule.Burst)
                {
                    _buckets.Remove(name);
                }
            }
        }

        return _buckets.Count < Capacity;
    }

    private readonly record struct Bucket(BucketRule Rule, double Tokens, Instant At)
    {
        public double TokensAt(Instant now) =>
            Math.Min(Rule.Burst, Tokens + (Math.Max(0, (now - At).TotalSeconds) * Rule.Refill / Rule.Per.TotalSeconds));
    }
}
