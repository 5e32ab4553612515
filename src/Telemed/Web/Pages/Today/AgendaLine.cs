using NodaTime;
using Telemed.Consultations;
using Telemed.People;
using Telemed.Platform;
using Telemed.Scheduling;

namespace Telemed.Web.Pages.Today;

/// <summary>An appointment of the day with the people it joins and how far its visit is.</summary>
/// <param name="Visit">Null until the appointment is confirmed.</param>
/// <param name="Room">The practitioner's own place in the visit, while its window is open and it has not ended; where "Open" leads.</param>
public sealed record Meeting(Appointment Appointment, Patient Patient, Practitioner Practitioner, EncounterStatus? Visit, ParticipantId? Room)
{
    public bool IsDone => Appointment.Status is AppointmentStatus.Fulfilled or AppointmentStatus.NoShow || Visit is EncounterStatus.Completed;
}

/// <summary>One line of a practitioner's day.</summary>
public abstract record AgendaLine
{
    private AgendaLine() { }

    public sealed record Meets(Meeting Meeting) : AgendaLine;

    /// <summary>No appointment from <paramref name="At"/> until the next one.</summary>
    public sealed record Free(Instant At) : AgendaLine;

    /// <summary>Where the clock stands among the appointments.</summary>
    public sealed record Now(Instant At) : AgendaLine;
}

/// <summary>A practitioner's day as it is read at one moment: what is done is summed up, what comes is listed.</summary>
/// <param name="Done">How many finished visits are not listed: all but the last one before now.</param>
/// <param name="InTheMorning">True when those were all before noon of the clinic.</param>
public sealed record AgendaDay(IReadOnlyList<AgendaLine> Lines, int Done, bool InTheMorning)
{
    /// <summary>Shorter gaps between two appointments are a breath, not a free time.</summary>
    private static readonly Duration ShortestFree = Duration.FromMinutes(20);

    /// <param name="meetings">All of one practitioner and one day, whatever their order.</param>
    public static AgendaDay Of(IEnumerable<Meeting> meetings, Instant now, DateTimeZone zone)
    {
        var day = meetings.OrderBy(m => m.Appointment.StartsAt).ToList();
        var done = day.Where(m => m.IsDone && m.Appointment.StartsAt < now).ToList();
        var hidden = done.SkipLast(1).Where(m => m.Appointment.Status is AppointmentStatus.Fulfilled).ToHashSet();
        var noon = now.InZone(zone).Date.At(LocalTime.Noon).InZoneLeniently(zone).ToInstant();
        return new AgendaDay([.. Read([.. day.Where(m => !hidden.Contains(m))], now)], hidden.Count, hidden.All(m => m.Appointment.StartsAt < noon) && now >= noon);
    }

    private static IEnumerable<AgendaLine> Read(IReadOnlyList<Meeting> day, Instant now)
    {
        var told = false;
        for (var i = 0; i < day.Count; i++)
        {
            var starts = day[i].Appointment.StartsAt;
            var free = i > 0 && day[i - 1].Appointment.EndsAt is var end && end >= now && starts - end >= ShortestFree ? end : (Instant?)null;
            if (!told && starts > now && (free ?? starts) > now)
            {
                told = true;
                yield return new AgendaLine.Now(now);
            }

            if (free is { } at)
            {
                yield return new AgendaLine.Free(at);
            }

            yield return new AgendaLine.Meets(day[i]);
        }

        if (!told && day.Count > 0)
        {
            yield return new AgendaLine.Now(now);
        }
    }
}
