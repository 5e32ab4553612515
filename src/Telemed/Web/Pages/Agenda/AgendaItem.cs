using NodaTime;
using Telemed.Platform;
using Telemed.Scheduling;

namespace Telemed.Web.Pages.Agenda;

/// <summary>One thing in a practitioner's agenda.</summary>
/// <param name="EndsAt">Exclusive.</param>
public abstract record AgendaItem(PractitionerId Practitioner, Instant StartsAt, Instant EndsAt)
{
    /// <summary>An appointment, as little of it as the agenda shows.</summary>
    /// <param name="Version">As it was read: a move of anything newer is refused.</param>
    public sealed record Meets(AppointmentId Id, PractitionerId Practitioner, Instant StartsAt, Instant EndsAt, AppointmentStatus Status, int Version, string Patient, string Reason)
        : AgendaItem(Practitioner, StartsAt, EndsAt);

    /// <summary>Time that is kept from being booked.</summary>
    public sealed record Blocked(BusyTimeId Id, PractitionerId Practitioner, Instant StartsAt, Instant EndsAt, string? Note)
        : AgendaItem(Practitioner, StartsAt, EndsAt);
}
