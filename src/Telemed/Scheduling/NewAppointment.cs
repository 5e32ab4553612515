using NodaTime;
using Telemed.Platform;

namespace Telemed.Scheduling;

/// <summary>What somebody asks for. Nothing is checked yet: <see cref="Bookings"/> does.</summary>
/// <param name="Reason">Why the patient comes, 1 to <see cref="MaxReason"/> characters.</param>
public sealed record NewAppointment(PatientId Patient, PractitionerId Practitioner, Instant StartsAt, Duration Length, string Reason, Modality Modality)
{
    /// <summary>What it is for: its length, modality and time kept free around it count, whatever else was asked. Null: of free length, by staff.</summary>
    public VisitTypeId? VisitType { get; init; }

    /// <summary>The hold whose place it takes; null: none.</summary>
    public BusyTimeId? Hold { get; init; }

    /// <summary>The form's own: sent again, it is the same booking.</summary>
    public Guid? Request { get; init; }

    /// <summary>By staff who were told that the practitioner's calendar elsewhere is busy then.</summary>
    public bool DespiteOutside { get; init; }

    public static readonly Duration MinLength = Duration.FromMinutes(5);
    public static readonly Duration MaxLength = Duration.FromMinutes(240);

    /// <summary>Staff may book what has just begun: who walks in stands at the desk while the form is filled in. Patients book what is offered to come.</summary>
    public static readonly Duration WalkIn = Duration.FromMinutes(15);

    /// <summary>Nobody plans further ahead; a date beyond it is a slip of the keyboard.</summary>
    public static readonly Duration Horizon = Duration.FromDays(2 * 366);

    public const int MaxReason = 200;

    public Instant EndsAt => StartsAt + Length;

    /// <summary>What is wrong with it by itself, or null.</summary>
    internal BookingOutcome.Invalid? Fault(Instant now) => this switch
    {
        _ when StartsAt < now - WalkIn => new("starts", "past"),
        _ when StartsAt > now + Horizon => new("starts", "too-far"),
        _ when Length < MinLength || Length > MaxLength => new("length", "out-of-range"),
        _ when PlainText.Fault(Reason, MaxReason) is { } code => new("reason", code),
        _ when !Enum.IsDefined(Modality) => new("modality", "required"),
        _ => null,
    };
}

/// <summary>What became of a wish to book.</summary>
public abstract record BookingOutcome
{
    private BookingOutcome() { }

    public sealed record Booked(Appointment Appointment) : BookingOutcome;

    /// <summary>Somebody else has the practitioner's time. Nothing was written.</summary>
    public sealed record Taken : BookingOutcome;

    /// <summary>The patient has another appointment in the clinic at that time. Nothing was written.</summary>
    public sealed record PatientBusy : BookingOutcome;

    /// <summary>The practitioner's calendar elsewhere is busy then. Staff may ask again <see cref="NewAppointment.DespiteOutside"/>. Nothing was written.</summary>
    public sealed record BusyElsewhere : BookingOutcome;

    /// <summary>Not a time that patients may book: outside of the hours, too soon, too far, or the day is full. Nothing was written.</summary>
    public sealed record NotOffered : BookingOutcome;

    /// <summary>Nothing was written.</summary>
    /// <param name="Field">patient, practitioner, visit, starts, length, reason or modality.</param>
    /// <param name="Code">past, too-far, out-of-range, required, too-long, characters, unknown or not-allowed.</param>
    public sealed record Invalid(string Field, string Code) : BookingOutcome;
}
