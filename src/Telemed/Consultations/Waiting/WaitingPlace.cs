using NodaTime;
using Telemed.Consultations.Rooms;
using Telemed.Platform;

namespace Telemed.Consultations.Waiting;

/// <summary>A patient's place in the order of those who wait, read from the room's events: the same on any node and after a restart.</summary>
/// <param name="Since">When they came first; a connection that broke for less than <see cref="Kept"/> does not change it.</param>
/// <param name="GoneSince">When the page went away; null: it is there.</param>
/// <param name="CameLate">An earlier place was lost: they came back after it was kept.</param>
public sealed record WaitingPlace(Instant Since, Instant? GoneSince = null, bool CameLate = false)
{
    /// <summary>How long the place of whoever loses the network is kept.</summary>
    public static readonly Duration Kept = Duration.FromMinutes(10);

    public bool IsKept(Instant now) => GoneSince is not { } gone || now - gone < Kept;

    /// <param name="events">Of one room, in order; those of others than the patient count only where the live part closed.</param>
    /// <returns>Null: the patient never came.</returns>
    public static WaitingPlace? Of(IEnumerable<RoomEvent> events, ParticipantId patient)
    {
        ArgumentNullException.ThrowIfNull(events);
        return events.Aggregate((WaitingPlace?)null, (place, row) => row switch
        {
            { Kind: RoomEventKind.LiveClosed } => place is null ? null : place with { Since = row.At },
            { Kind: RoomEventKind.Arrived or RoomEventKind.TakenOver } when row.ParticipantId == patient => Come(place, row.At),
            { Kind: RoomEventKind.Left } when row.ParticipantId == patient => place is null ? null : place with { GoneSince = row.At },
            _ => place,
        });
    }

    private static WaitingPlace Come(WaitingPlace? before, Instant at) =>
        before is null ? new WaitingPlace(at)
        : before.IsKept(at) ? before with { GoneSince = null }
        : new WaitingPlace(at, CameLate: true);
}
