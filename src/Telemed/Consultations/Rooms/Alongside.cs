using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Consultations.Rooms;

/// <summary>Rows that commit with a step of the room, or keep it from being written.</summary>
internal abstract class Alongside
{
    public abstract Task<bool> MayWrite(Db db, RoomOnRecord before, RoomStep step);

    public abstract void Write(Db db, RoomOnRecord before, RoomStep step, Actor actor);
}
