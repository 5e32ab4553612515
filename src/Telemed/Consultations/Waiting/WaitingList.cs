using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Accounts;
using Telemed.Consultations.Rooms;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Consultations.Waiting;

/// <summary>A patient who sits in a practitioner's waiting room now, or whose place there is kept.</summary>
/// <param name="ParticipantId">The practitioner's own place in that room: where "Open" leads.</param>
/// <param name="GoneSince">When the connection was lost; null: here.</param>
/// <param name="MayAdmit">The clinic admits by hand, and this one has not been let in yet.</param>
/// <param name="Report">What does not work on the patient's page, and how good the connection is; null: not known.</param>
public sealed record WaitingPatient(EncounterId EncounterId, ParticipantId ParticipantId, PatientId PatientId, string Patient, string? Reason,
    Instant? PlannedAt, Instant Since, Instant? GoneSince, bool Camera, bool Microphone, bool MayAdmit, WaitingReport? Report);

public static class WaitingList
{
    internal static async Task<Results<Ok<IReadOnlyList<WaitingPatient>>, NotFound>> Read(HttpContext context, Db db, IGrainFactory grains, Clock clock) =>
        context.User.Actor is { } actor ? TypedResults.Ok(await For(actor, db, grains, clock)) : TypedResults.NotFound();

    /// <summary>Who waits for this practitioner, in the order of their turns.</summary>
    public static async Task<IReadOnlyList<WaitingPatient>> For(AccountActor actor, Db db, IGrainFactory grains, Clock clock)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(grains);
        ArgumentNullException.ThrowIfNull(clock);
        if (actor.PractitionerId is not { } practitioner)
        {
            return [];
        }

        var line = await WaitingLine.Load(db, practitioner, clock.Now);
        if (line.Waiting.Count == 0)
        {
            return [];
        }

        var byHand = await db.Tenants.AsNoTracking().Where(t => t.Id == db.Tenant).Select(t => t.AdmitByHand).SingleAsync();
        var ids = line.Waiting.Select(w => w.Encounter.Id).ToList();
        var admitted = await db.RoomEvents.Where(e => ids.Contains(e.EncounterId) && e.Kind == RoomEventKind.Admitted).Select(e => e.EncounterId).ToListAsync();
        // What is switched on, and what does not work, is known to the rooms alone, in memory.
        var pages = await Task.WhenAll(line.Waiting.Select(w => PageOf(w, grains)));
        return [.. line.Waiting.Zip(pages, (w, page) => new WaitingPatient(w.Encounter.Id, w.PractitionerPlace, w.Patient.Id, w.Patient.FullName,
            w.Appointment?.Reason, w.PlannedAt, w.Place.Since, w.Place.GoneSince, page.Media.Camera, page.Media.Microphone, byHand && !admitted.Contains(w.Encounter.Id), page.Report))];
    }

    private static async Task<(MediaState Media, WaitingReport? Report)> PageOf(InLine waiting, IGrainFactory grains)
    {
        var nothing = new MediaState(false, false, false);
        if (waiting.Place.GoneSince is not null)
        {
            return (nothing, null);
        }

        var (tenant, encounter) = (waiting.Encounter.TenantId, waiting.Encounter.Id);
        var room = await grains.GetGrain<IConsultationRoomGrain>(ConsultationRoomGrain.KeyOf(tenant, encounter)).Look(new SystemActor(tenant));
        return (room.Present.GetValueOrDefault(waiting.PatientPlace.Value, nothing), room.Waiting);
    }
}
