using NodaTime;
using Telemed.Platform;

namespace Telemed.Scheduling.Earlier;

/// <summary>A patient who would come earlier if something became free: a line of the clinic's waiting list. FHIR Appointment, waitlist.</summary>
public sealed class EarlierWish : ITenantOwned
{
    /// <summary>Of one patient, at the same time.</summary>
    public const int MostPerPatient = 3;

    public required TenantId TenantId { get; init; }
    public required EarlierWishId Id { get; init; }
    public required PatientId PatientId { get; init; }
    public required VisitTypeId VisitTypeId { get; init; }

    /// <summary>Null: whoever offers it.</summary>
    public PractitionerId? PractitionerId { get; init; }

    /// <summary>Not before that day of the clinic's calendar; null: as soon as may be.</summary>
    public LocalDate? From { get; set; }

    /// <summary>Not after that day; null: for as long as it takes.</summary>
    public LocalDate? Until { get; set; }

    /// <summary>The appointment that is to be moved up; null: there is none yet.</summary>
    public AppointmentId? AppointmentId { get; init; }

    /// <summary>Why the patient comes.</summary>
    public required string Reason { get; init; }

    /// <summary>Who asked first is offered first.</summary>
    public required Instant AskedAt { get; init; }
    public required AccountId AskedBy { get; init; }

    /// <summary>A time is offered to them now, since then; null: none is.</summary>
    public Instant? OfferedAt { get; set; }

    /// <summary>Off the list: an offer was accepted, or somebody took it off.</summary>
    public Instant? EndedAt { get; set; }
}
