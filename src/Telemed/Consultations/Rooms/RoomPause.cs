using NodaTime;

namespace Telemed.Consultations.Rooms;

/// <summary>
/// The practitioner is away for a moment and the patient stays ("the doctor will be right back"). The live part goes on and so do its
/// timers; picture and sound stop both ways. Not to be confused with <see cref="ConsultationRoom.Hold"/>, which leaves this room for another.
/// </summary>
public static class RoomPause
{
    extension(ConsultationRoom room)
    {
        /// <summary>Pauses a live room; one that is paused already stays as it is.</summary>
        public RoomStep Pause(string connection, Instant now)
        {
            var step = room.Elapse(now);
            return step.Room.RefusalOf(connection) is { } refusal ? step.Refuse(refusal)
                : step.Room.State.PausedSince is not null ? step
                : step.Then(new RoomHappening(RoomEventKind.Paused, now, step.Room.Plan.Practitioner), new RoomNews.Paused(now));
        }

        /// <summary>Goes on; one that is not paused stays as it is.</summary>
        public RoomStep Resume(string connection, Instant now)
        {
            var step = room.Elapse(now);
            return step.Room.RefusalOf(connection) is { } refusal ? step.Refuse(refusal)
                : step.Room.State.PausedSince is null ? step
                : step.Then(new RoomHappening(RoomEventKind.Resumed, now, step.Room.Plan.Practitioner), new RoomNews.Resumed());
        }

        private RoomRefusal? RefusalOf(string connection) =>
            room.RefusalOfPractitioner(connection) ?? (room.State.Status is RoomStatus.Active ? null : RoomRefusal.NotAllowed);
    }
}
