using NodaTime;

namespace Telemed.Scheduling;

/// <summary>When somebody wishes an appointment to be. Nothing is checked yet: <see cref="TimeChanges"/> does.</summary>
/// <param name="EndsAt">Exclusive.</param>
/// <param name="Version">That of the appointment as it was shown; a stale writer is refused. Null: whatever it is now.</param>
public sealed record NewTime(Instant StartsAt, Instant EndsAt, int? Version = null)
{
    private const int SecondsAMinute = 60;

    internal bool IsOf(Appointment appointment) => (StartsAt, EndsAt) == (appointment.StartsAt, appointment.EndsAt);

    /// <summary>What is wrong with it by itself, or null. One that is going on may become longer or shorter.</summary>
    internal RescheduleOutcome.Invalid? Fault(Appointment appointment, Instant now) => this switch
    {
        _ when (StartsAt < now && StartsAt != appointment.StartsAt) || EndsAt <= now => new("starts", "past"),
        _ when StartsAt > now + NewAppointment.Horizon => new("starts", "too-far"),
        _ when StartsAt != Instant.FromUnixTimeSeconds(StartsAt.ToUnixTimeSeconds() / SecondsAMinute * SecondsAMinute) => new("starts", "odd"),
        _ when EndsAt - StartsAt is var length && (length < NewAppointment.MinLength || length > NewAppointment.MaxLength) => new("length", "out-of-range"),
        _ => null,
    };
}

/// <summary>What became of a wish to move an appointment in time. But for <see cref="Moved"/>, nothing was written.</summary>
public abstract record RescheduleOutcome
{
    private RescheduleOutcome() { }

    /// <summary>It is at the new time; also when the same request had moved it there before.</summary>
    /// <param name="IsBusyElsewhere">The practitioner's calendar elsewhere says that they are busy then: whoever moved it is told, and may take it back.</param>
    public sealed record Moved(Appointment Appointment, Instant FromStartsAt, Instant FromEndsAt, bool IsBusyElsewhere = false) : RescheduleOutcome;

    /// <summary>Not there, or not this actor's: the same answer.</summary>
    public sealed record NotFound : RescheduleOutcome;

    /// <summary>This actor moves none, or what is in this status stays where it is.</summary>
    public sealed record NotAllowed(AppointmentStatus Status) : RescheduleOutcome;

    /// <summary>A patient, after the time until which the practitioner lets patients move theirs.</summary>
    public sealed record TooLate : RescheduleOutcome;

    /// <summary>Somebody else changed it since it was shown.</summary>
    public sealed record Stale : RescheduleOutcome;

    /// <summary>Somebody else has the practitioner's time.</summary>
    public sealed record Taken : RescheduleOutcome;

    /// <summary>The patient has another appointment in the clinic at that time.</summary>
    public sealed record PatientBusy : RescheduleOutcome;

    /// <summary>Not a time that patients may book.</summary>
    public sealed record NotOffered : RescheduleOutcome;

    /// <param name="Field">starts or length.</param>
    /// <param name="Code">past, too-far, odd or out-of-range.</param>
    public sealed record Invalid(string Field, string Code) : RescheduleOutcome;
}
