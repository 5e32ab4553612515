using NodaTime;
using Telemed.Platform;

namespace Telemed.Consultations.Ending;

/// <summary>
/// What the practitioner stated when closing a visit: the five things that its record must hold (art. R.6316-4 CSP), each present or said
/// to be none. One a visit, written with its end or afterwards; never changed.
/// </summary>
public sealed class Closure : ITenantOwned
{
    /// <summary>Longest statement, in characters.</summary>
    public const int LongestStatement = 2000;

    public required TenantId TenantId { get; init; }
    public required ClosureId Id { get; init; }
    public required EncounterId EncounterId { get; init; }
    public required AccountId ClosedBy { get; init; }
    public required Instant At { get; init; }

    /// <summary>The report as it stood then.</summary>
    public required ReportStanding Report { get; init; }

    /// <summary>Acts and prescriptions, in the practitioner's words; null: stated that there were none.</summary>
    public string? Acts { get; init; }

    /// <summary>Name and number (RPPS) of the professional; no number: stated to be missing.</summary>
    public required string Professional { get; init; }
    public string? ProfessionalNumber { get; init; }

    /// <summary>From when to when the visit lasted.</summary>
    public required Instant StartedAt { get; init; }
    public required Instant EndedAt { get; init; }

    /// <summary>Technical incidents that were shown; 0: stated that there were none.</summary>
    public required int Incidents { get; init; }
}

/// <summary>How far the report of a visit is.</summary>
public enum ReportStanding
{
    None,
    Draft,
    Signed,
}

/// <summary>Says how far a visit's report is; the slice of the records, which stands below this one, answers.</summary>
public interface IReports
{
    Task<ReportStanding> Of(Db db, EncounterId encounter, CancellationToken cancel = default);
}

/// <summary>A closure is only ever added.</summary>
internal sealed class ClosureGuards : IGuardSource
{
    public IEnumerable<Guard> Guards => Guard.AppendOnly("closures");
}
