using NodaTime;
using Telemed.Platform;
using Telemed.Web.Pages.Booking;

namespace Telemed.Web.Pages.OneAppointment;

/// <summary>Where a move that somebody is about to make leads: carried in the address from step to step.</summary>
/// <param name="From">The first day shown; null: today.</param>
public sealed record MoveWish(AppointmentId Appointment, LocalDate? From)
{
    private string Page => $"/appointments/{Appointment}";

    public string Url => From is { } day ? $"{Page}/move?from={Times.Attribute(day)}" : $"{Page}/move";

    /// <summary>Back to the appointment, at its new time.</summary>
    /// <param name="busy">The practitioner's calendar elsewhere says “busy” then.</param>
    public string Moved(bool busy) => $"{Page}?moved=time{(busy ? "&busy=1" : "")}";

    /// <summary>Back to the appointment, which is where it was.</summary>
    /// <param name="why">too-late or changed.</param>
    public string Refused(string why) => $"{Page}?refused={why}";

    /// <summary>Back to the list: the time is somebody else's.</summary>
    public string Lost(PractitionerId practitioner, Instant at) => $"{Page}/move?lost={SlotWish.Value(practitioner, at)}";
}
