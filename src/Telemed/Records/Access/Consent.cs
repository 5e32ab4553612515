using NodaTime;
using Telemed.Platform;

namespace Telemed.Records.Access;

/// <summary>
/// A patient's yes or no to one purpose, to a text of a version, at a time, by a means. Append-only: the last row of a purpose holds, none means
/// that nobody asked. Code de la santé publique L.1111-4, R.6316-3; FHIR Consent.
/// </summary>
public sealed class Consent : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required ConsentId Id { get; init; }
    public required PatientId PatientId { get; init; }
    public required ConsentPurpose Purpose { get; init; }
    public required bool Given { get; init; }

    /// <summary>Of the text that was shown: its words stand in the texts under this number.</summary>
    public required int TextVersion { get; init; }
    public required ConsentMeans Means { get; init; }

    /// <summary>Whose press it was.</summary>
    public required AccountId By { get; init; }
    public required Instant At { get; init; }
}

public enum ConsentPurpose
{
    /// <summary>Being seen by video instead of in person.</summary>
    VideoCare,

    /// <summary>The record being read by other professionals of the clinic who take part in the care.</summary>
    Sharing,
    RemoteMonitoring,
    Research,
}

public enum ConsentMeans
{
    /// <summary>By the patient, signed in.</summary>
    Account,

    /// <summary>Said to the practitioner, who wrote it down.</summary>
    Spoken,

    /// <summary>On paper, written down by the clinic's staff.</summary>
    Paper,
}
