using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Consultations;
using Telemed.Consultations.Rooms;
using Telemed.Notifications;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Tenancy;

namespace Telemed.Web.Pages.Notifications;

/// <summary>Of the visits that a patient was told of, those that admit now, with the patient's own place in each.</summary>
internal sealed record OpenRooms(IReadOnlyDictionary<EncounterId, ParticipantId> Places)
{
    private static readonly OpenRooms None = new(new Dictionary<EncounterId, ParticipantId>());

    public static async Task<OpenRooms> Of(Db db, AccountActor actor, IEnumerable<Encounter> told, IReadOnlyDictionary<Guid, Appointment> appointments, Instant now)
    {
        var open = actor.Role is not Role.Patient ? []
            : told.Where(e => Admits(e, e.AppointmentId is { } planned ? appointments.GetValueOrDefault(planned.Value) : null, now)).Select(e => e.Id).ToList();
        if (open.Count == 0)
        {
            return None;
        }

        var own = db.Participants.AsNoTracking().Where(p => open.Contains(p.EncounterId) && p.PatientId == actor.PatientId && p.RemovedAt == null);
        return new OpenRooms(await own.ToDictionaryAsync(p => p.EncounterId, p => p.Id));
    }

    /// <summary>Where a line that tells of a link leads while its room admits; null for every other.</summary>
    public ParticipantId? Place(Notification told) => told is { Kind: NotificationKind.LinkReady, EncounterId: { } id }
        && Places.TryGetValue(new EncounterId(id), out var place) ? place : null;

    private static bool Admits(Encounter encounter, Appointment? appointment, Instant now) =>
        encounter is { EndedAt: null, Status: EncounterStatus.Planned or EncounterStatus.InProgress }
        && VisitWindow.Of(encounter, appointment, joined: encounter.OpenedAt is not null, RoomRules.Default).At(now) is LinkState.Open;
}
