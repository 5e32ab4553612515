using NodaTime;
using Telemed.Platform;

namespace Telemed.Consultations.Rooms;

/// <summary>Acts on a room by its practitioner who is not in it: from the list of those who wait, or from a page that lost its line.</summary>
internal static class RoomAdmission
{
    /// <summary>Lets the patient in; it starts once the practitioner is there too.</summary>
    public static RoomStep AdmitFromList(this ConsultationRoom room, ParticipantId practitioner, Instant now, bool elsewhere)
    {
        var step = room.Elapse(now);
        if (practitioner != room.Plan.Practitioner)
        {
            return step.Refuse(RoomRefusal.NotFound);
        }

        return step.Room.State switch
        {
            { Status: RoomStatus.Ended } => step.Refuse(RoomRefusal.NotAllowed),
            { Admitted: true } => step.Settle(now, elsewhere),
            _ => step.Then(new RoomHappening(RoomEventKind.Admitted, now, room.Plan.Patient)).Settle(now, elsewhere),
        };
    }

    /// <summary>Ends a visit that took place, or finds it ended; one that never began has nothing to close.</summary>
    public static RoomStep Close(this ConsultationRoom room, ParticipantId practitioner, Instant now)
    {
        var step = room.Elapse(now);
        return practitioner != room.Plan.Practitioner ? step.Refuse(RoomRefusal.NotFound)
            : step.Room.State.StartedAt is null ? step.Refuse(RoomRefusal.NotAllowed)
            : step.Room.State.Status is RoomStatus.Ended ? step
            : RoomTimetable.End(step, EndReason.ByPractitioner, now);
    }
}
