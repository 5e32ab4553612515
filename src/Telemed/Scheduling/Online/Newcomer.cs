using NodaTime;
using Telemed.People;
using Telemed.Platform;

namespace Telemed.Scheduling.Online;

/// <summary>
/// Somebody without an account who books from the clinic's public page: the time that they chose, what they have typed so far, the code mailed to
/// them. Known by a cookie, whose hash stands here; one unfinished row a browser. Told nothing of who is on file already.
/// </summary>
public sealed class Newcomer : ITenantOwned
{
    /// <summary>Without a step for so long, it is forgotten with what was typed: the next one to choose a time in the clinic clears it away.</summary>
    public static readonly Duration Remembered = Duration.FromHours(1);

    /// <summary>From when the mail with the code was written.</summary>
    public static readonly Duration CodeLife = Duration.FromMinutes(10);

    public const int MaxTries = 5;

    /// <summary>Times held at once by people without an account who share an address, such as a mobile network's.</summary>
    public const int MostHeld = 10;

    public required TenantId TenantId { get; init; }
    public required NewcomerId Id { get; init; }

    /// <summary>SHA-256 of the cookie's 256-bit secret.</summary>
    public required byte[] SecretHash { get; init; }

    /// <summary>Of the client, for the bound on what is held.</summary>
    public required string Address { get; init; }

    /// <summary>The last step.</summary>
    public required Instant SeenAt { get; set; }
    public required VisitTypeId VisitTypeId { get; set; }
    public required PractitionerId PractitionerId { get; set; }
    public required Instant StartsAt { get; set; }

    /// <summary>The <see cref="BusyTime"/> that keeps the time; gone when it was let go or has ended.</summary>
    public required Guid Hold { get; set; }

    /// <summary>What was typed, all of it without a fault; null before, and again once it is booked.</summary>
    public string? GivenName { get; set; }
    public string? FamilyName { get; set; }
    public LocalDate? BirthDate { get; set; }
    public string? Email { get; set; }
    public string? Phone { get; set; }

    /// <summary>fr or en.</summary>
    public string? Language { get; set; }

    /// <inheritdoc cref="Telemed.People.Identity.PatientDetails.Zone"/>
    public string? Zone { get; set; }

    /// <summary>Names the latest mail with a code. A new one voids the code before it, so that no code mailed to one address proves another.</summary>
    public Guid? Code { get; set; }

    /// <summary>Null until the mail is sent: the sender mints the code.</summary>
    public byte[]? CodeHash { get; set; }
    public Instant? CodeEndsAt { get; set; }
    public int Tries { get; set; }

    /// <summary>When the code was typed: the address is theirs.</summary>
    public Instant? ProvedAt { get; set; }

    /// <summary>What they booked: the row is finished.</summary>
    public AppointmentId? AppointmentId { get; set; }

    /// <summary>What was typed, or null.</summary>
    public NewPatient? Person => Email is null ? null : new NewPatient(FamilyName, GivenName, BirthDate, Sex.Unknown, Email, Phone, Language) { Details = new() { Zone = Zone } };
}
