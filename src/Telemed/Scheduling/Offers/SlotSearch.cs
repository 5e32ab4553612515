using NodaTime;
using Telemed.Platform;

namespace Telemed.Scheduling.Offers;

public enum DayPart
{
    Whole,

    /// <summary>Starts before noon by the clinic's clock.</summary>
    Morning,
    Afternoon,
}

/// <summary>Who is searched, for what, on which days of the clinic's calendar, whatever the reader's zone.</summary>
/// <param name="Days">1 to <see cref="MostDays"/>.</param>
/// <param name="Practitioner">Null: whoever offers it in the clinic.</param>
/// <param name="Speciality">Only of this one, as it is written on file; null: of any.</param>
/// <param name="ForPatient">As patients may book: with the notice that they must give, and no further ahead than they may.</param>
public sealed record SlotSearch(VisitTypeId VisitType, LocalDate From, int Days, PractitionerId? Practitioner = null, string? Speciality = null,
    DayPart Part = DayPart.Whole, bool ForPatient = false)
{
    public const int MostDays = 62;

    /// <summary>Who asks: what they hold themselves is not in their way. Null: nobody with an account.</summary>
    public AccountId? By { get; init; }

    /// <summary>An appointment that is to move: its own time is not in its way.</summary>
    public AppointmentId? Moving { get; init; }
}

/// <summary>A free time of a practitioner.</summary>
public readonly record struct OfferedSlot(PractitionerId Practitioner, Slot Slot);
