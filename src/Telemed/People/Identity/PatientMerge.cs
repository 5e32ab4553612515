using NodaTime;
using Telemed.Platform;

namespace Telemed.People.Identity;

/// <summary>
/// Two files found to be of one person: <see cref="Other"/> is read within <see cref="Kept"/> from then on. No row of either moves, so both
/// histories stay what they were, and the merge can be undone. One that holds per file and moment.
/// </summary>
public sealed class PatientMerge : ITenantOwned
{
    public const int MaxReason = 300;

    public required TenantId TenantId { get; init; }
    public required PatientMergeId Id { get; init; }
    public required PatientId Kept { get; init; }
    public required PatientId Other { get; init; }
    public required string Reason { get; init; }
    public required AccountId By { get; init; }
    public required Instant At { get; init; }

    /// <summary>When it proved to be wrong, and by whom; all null while it holds.</summary>
    public Instant? UndoneAt { get; set; }
    public AccountId? UndoneBy { get; set; }
    public string? UndoneReason { get; set; }
}
