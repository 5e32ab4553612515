using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Accounts;
using Telemed.People;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Tenancy;

namespace Telemed.Consultations;

/// <summary>A patient who sits in a practitioner's waiting room now.</summary>
/// <param name="ParticipantId">The practitioner's own place in that room: where "Open" leads.</param>
public sealed record WaitingPatient(EncounterId EncounterId, ParticipantId ParticipantId, PatientId PatientId, string Patient, string? Reason,
    Instant? PlannedAt, Instant Since, bool Camera, bool Microphone);

public static class WaitingList
{
    internal static async Task<Results<Ok<IReadOnlyList<WaitingPatient>>, NotFound>> Read(HttpContext context, Db db, IGrainFactory grains) =>
        context.User.Actor is { } actor ? TypedResults.Ok(await For(actor, db, grains)) : TypedResults.NotFound();

    /// <summary>Who waits for this practitioner, longest first.</summary>
    public static async Task<IReadOnlyList<WaitingPatient>> For(AccountActor actor, Db db, IGrainFactory grains)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(grains);
        if (actor.PractitionerId is not { } practitioner)
        {
            return [];
        }

        var open = await db.Encounters.AsNoTracking()
            .Where(e => e.PractitionerId == practitioner && e.OpenedAt != null && e.EndedAt == null && e.Status != EncounterStatus.Cancelled).ToListAsync();
        var waiting = new List<WaitingPatient>();
        foreach (var encounter in open)
        {
            if (await Waiting(encounter, db, grains) is { } patient)
            {
                waiting.Add(patient);
            }
        }

        return [.. waiting.OrderBy(w => w.Since)];
    }

    private static async Task<WaitingPatient?> Waiting(Encounter encounter, Db db, IGrainFactory grains)
    {
        var room = await grains.GetGrain<IConsultationRoomGrain>(ConsultationRoomGrain.KeyOf(encounter.TenantId, encounter.Id)).Look(new SystemActor(encounter.TenantId));
        var places = await db.Participants.AsNoTracking().Where(p => p.EncounterId == encounter.Id).ToDictionaryAsync(p => p.Role, p => p.Id);
        var self = places[ParticipantRole.Patient];
        if (room.Status is not RoomStatus.Waiting || !room.Present.TryGetValue(self.Value, out var media))
        {
            return null;
        }

        var since = await db.RoomEvents.Where(e => e.EncounterId == encounter.Id && e.ParticipantId == self && e.Kind == RoomEventKind.Arrived)
            .MaxAsync(e => e.At);
        var patient = await db.Patients.AsNoTracking().SingleAsync(p => p.Id == encounter.PatientId);
        var appointment = encounter.AppointmentId is { } id ? await db.Appointments.AsNoTracking().SingleAsync(a => a.Id == id) : null;
        return new WaitingPatient(encounter.Id, places[ParticipantRole.Practitioner], patient.Id, patient.FullName, appointment?.Reason,
            appointment?.StartsAt, since, media.Camera, media.Microphone);
    }
}
