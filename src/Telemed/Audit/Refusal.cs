using Telemed.Platform;
using NodaTime;

namespace Telemed.Audit;

/// <summary>Refusals of strangers, counted per address and minute: a flood of them cannot flood the trail.</summary>
public sealed class Refusal
{
    public required RefusalId Id { get; init; }

    /// <summary>The minute's beginning.</summary>
    public required Instant Minute { get; init; }

    /// <summary>The client's address; IPv6 cut to its /64.</summary>
    public required string Address { get; init; }

    /// <summary>What was refused, a code such as a path pattern or "link".</summary>
    public required string What { get; init; }
    public int Count { get; set; }
}
