using NodaTime;
using Telemed.Platform;

namespace Telemed.Documents.Asking;

/// <summary>
/// A practitioner asks a patient for a document. Open until the first one answers it, or until it is withdrawn; one that is answered takes others
/// too: a result has two pages.
/// </summary>
public sealed class DocumentRequest : ITenantOwned
{
    /// <summary>Of <see cref="Wording"/>, in UTF-16 units.</summary>
    public const int LongestWording = 200;

    /// <summary>Open at once for one patient.</summary>
    public const int MostOpen = 20;

    public required TenantId TenantId { get; init; }
    public required DocumentRequestId Id { get; init; }
    public required PatientId PatientId { get; init; }

    /// <summary>Of what answers it, whatever its sender says.</summary>
    public required DocumentKind Kind { get; init; }

    /// <summary>What is wanted, in the practitioner's words.</summary>
    public required string Wording { get; init; }

    /// <summary>The day until which it is wished for; null: whenever. Nothing happens on it.</summary>
    public required LocalDate? WantedBy { get; init; }
    public required AccountId AskedBy { get; init; }
    public required Instant AskedAt { get; init; }

    /// <summary>When the first document that answers it was filed; which ones do is written in theirs.</summary>
    public Instant? AnsweredAt { get; set; }
    public Instant? WithdrawnAt { get; set; }
    public AccountId? WithdrawnBy { get; set; }

    public bool IsOpen => AnsweredAt is null && WithdrawnAt is null;
}
