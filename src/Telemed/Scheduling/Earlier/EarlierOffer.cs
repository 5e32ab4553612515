using NodaTime;
using Telemed.Platform;

namespace Telemed.Scheduling.Earlier;

/// <summary>A time that became free, kept for one of the waiting list until they answer or it is too late. Its <see cref="BusyTime"/> has its id.</summary>
public sealed class EarlierOffer : ITenantOwned
{
    /// <summary>How long there is to answer.</summary>
    public static readonly Duration Lasts = Duration.FromMinutes(15);

    /// <summary>For how much longer the time is kept, so that it goes to the next and not to whoever looks at that moment.</summary>
    public static readonly Duration Grace = Duration.FromMinutes(1);

    public required TenantId TenantId { get; init; }
    public required EarlierOfferId Id { get; init; }
    public required EarlierWishId WishId { get; init; }
    public required PractitionerId PractitionerId { get; init; }
    public required Instant StartsAt { get; init; }

    /// <summary>Exclusive.</summary>
    public required Instant EndsAt { get; init; }
    public required Instant OfferedAt { get; init; }

    /// <summary>From then on it is the next one's.</summary>
    public required Instant DueAt { get; init; }

    /// <summary>SHA-256 of the token in the mail's link; null: no mail was written yet.</summary>
    public byte[]? TokenHash { get; set; }

    /// <summary>Null: none yet. At most one offer of a wish has none.</summary>
    public OfferAnswer? Answer { get; set; }
    public Instant? AnsweredAt { get; set; }

    /// <summary>What accepting it booked.</summary>
    public AppointmentId? AppointmentId { get; set; }
}

public enum OfferAnswer
{
    Accepted,
    Refused,

    /// <summary>Nobody answered in time.</summary>
    Expired,
}

/// <summary>What became of an answer to an offer.</summary>
public abstract record OfferOutcome
{
    private OfferOutcome() { }

    /// <param name="Replaced">The later appointment, which is cancelled; null: there was none.</param>
    public sealed record Accepted(Appointment Appointment, AppointmentId? Replaced) : OfferOutcome;

    public sealed record Refused : OfferOutcome;

    /// <summary>Too late, or answered otherwise already. Nothing was booked.</summary>
    public sealed record Gone : OfferOutcome;

    /// <summary>The patient has another appointment at that time. Nothing was written.</summary>
    public sealed record PatientBusy : OfferOutcome;

    /// <summary>Not there, or not this actor's: the same answer.</summary>
    public sealed record NotFound : OfferOutcome;
}
