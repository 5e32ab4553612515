using NodaTime;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Documents.Phones;

/// <summary>
/// Lets one phone add files to one patient's record in the name of the account that shows the QR code: for photographs of paper, without signing in
/// on the phone. It reads nothing of the record.
/// </summary>
public sealed class PhoneLink : ITenantOwned
{
    /// <summary>From when it was made until a phone has opened it.</summary>
    public static readonly Duration ToOpen = Duration.FromMinutes(5);

    /// <summary>From when a phone opened it.</summary>
    public static readonly Duration ToAdd = Duration.FromMinutes(30);

    public required TenantId TenantId { get; init; }
    public required PhoneLinkId Id { get; init; }
    public required PatientId PatientId { get; init; }
    public EncounterId? EncounterId { get; init; }
    public required AccountId AccountId { get; init; }

    /// <summary>The role in which it was made; what it may is asked anew at each file.</summary>
    public required Role As { get; init; }
    public required PractitionerId? PractitionerId { get; init; }
    public required Instant MadeAt { get; init; }

    /// <summary>SHA-256 of the token in the QR code.</summary>
    public required byte[] TokenHash { get; init; }

    /// <summary>SHA-256 of the secret in the phone's cookie; null: nobody has opened it. The first to come is the only one.</summary>
    public byte[]? SecretHash { get; set; }
    public Instant? OpenedAt { get; set; }

    /// <summary>Over from then on, whatever happens.</summary>
    public required Instant EndsAt { get; set; }

    /// <summary>In whose name the phone adds.</summary>
    internal AccountActor ActsAs() => new(TenantId, AccountId, As, PractitionerId, PatientId: null);
}
