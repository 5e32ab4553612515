using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.Consultations.Ending;
using Telemed.Consultations.Quality;
using Telemed.Notifications;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Tenancy;

namespace Telemed.Consultations.Rooms;

/// <summary>A room read from its rows, inside the transaction that will change it.</summary>
/// <param name="Elsewhere">The room in which its practitioner is live, if another.</param>
internal sealed record RoomOnRecord(Encounter Encounter, Appointment? Appointment, ConsultationRoom Room, EncounterId? Elsewhere)
{
    /// <summary>The call that is about to change it; null: one that nobody repeats.</summary>
    public Guid? Operation { get; init; }

    /// <summary>The room as it was when that call changed it already; null: it has not.</summary>
    public RoomState? AlreadyChanged { get; init; }
}

/// <summary>
/// A room's rows: events folded into a room, and a step of it written back, with everything that belongs to it in the same
/// transaction. The encounter's version and the unique number of each event refuse a second writer.
/// </summary>
internal static class RoomRecords
{
    /// <summary>Null when the encounter is not there or was called off before anything came of it.</summary>
    /// <param name="operation">The call that is about to change it.</param>
    public static async Task<RoomOnRecord?> LoadRoom(this Db db, EncounterId id, Guid? operation = null) =>
        await db.LoadAnyRoom(id, operation) is { Encounter: not { Status: EncounterStatus.Cancelled, EndedAt: null } } room ? room : null;

    /// <summary>Also when the encounter was called off: whoever is in its room has not heard of it yet.</summary>
    public static async Task<RoomOnRecord?> LoadAnyRoom(this Db db, EncounterId id, Guid? operation = null)
    {
        var found = await (
            from e in db.Encounters.Where(e => e.Id == id)
            from t in db.Set<Tenant>().Where(t => t.Id == e.TenantId)
            from a in db.Set<Appointment>().Where(a => a.Id == e.AppointmentId).DefaultIfEmpty()
            select new { Encounter = e, Appointment = a, t.AdmitByHand }).SingleOrDefaultAsync();
        if (found is null)
        {
            return null;
        }

        var (encounter, appointment) = (found.Encounter, found.Appointment);
        var places = await db.Places(id).ToDictionaryAsync(p => p.Role, p => p.Id);
        var events = await db.RoomEvents.AsNoTracking().Where(e => e.EncounterId == id).OrderBy(e => e.Number).ToListAsync();
        var elsewhere = await db.LiveRooms.Where(l => l.PractitionerId == encounter.PractitionerId && l.EncounterId != id)
            .Select(l => (EncounterId?)l.EncounterId).SingleOrDefaultAsync();
        var plan = new RoomPlan(encounter.CreatedAt, appointment?.StartsAt, appointment?.EndsAt, found.AdmitByHand,
            places[ParticipantRole.Practitioner], places[ParticipantRole.Patient]);
        var state = Fold(events);
        var done = operation is null ? null : events.Find(e => e.Operation == operation);
        return new RoomOnRecord(encounter, appointment, new ConsultationRoom(plan, state, RoomRules.Default), elsewhere)
        {
            Operation = operation, AlreadyChanged = done is null ? null : Fold(events.Where(e => e.Number < done.Number)),
        };
    }

    /// <summary>The practitioner's and the patient's.</summary>
    internal static IQueryable<Participant> Places(this Db db, EncounterId id) => db.Participants.Where(p => p.EncounterId == id && p.Role != ParticipantRole.Guest);

    private static RoomState Fold(IEnumerable<RoomEvent> events) =>
        events.Select(Happening).Aggregate(RoomState.Empty, (room, happening) => room.After(happening));

    /// <summary>Writes a step: its events, the encounter, the trail, the appointment and what people are told.</summary>
    public static async Task WriteStep(this Db db, RoomOnRecord before, RoomStep step, Actor actor)
    {
        var encounter = before.Encounter;
        var due = step.Room.DueAt;
        if (step.Happenings.IsEmpty && encounter.DueAt == due)
        {
            return;
        }

        encounter.DueAt = due;
        encounter.Version++;
        var (number, state, written) = (before.Room.State.Number, before.Room.State, new List<RoomEvent>());
        foreach (var happening in step.Happenings)
        {
            var row = Row(encounter, happening, ++number, number == before.Room.State.Number + 1 ? before.Operation : null);
            db.RoomEvents.Add(row);
            written.Add(row);
            var by = happening.Participant is not null || happening.Reason is EndReason.ByPractitioner or EndReason.NoShow ? actor : new SystemActor(db.Tenant);
            await db.Consequences(before, step, happening, by);
            await db.FromRoom(encounter.Id, state, happening);
            state = state.After(happening);
            if (happening.Kind is RoomEventKind.Ended && encounter.StartedAt is not null)
            {
                encounter.ClosingOwedSince = happening.At;
                await db.Summarize(encounter, written);
            }
        }

        await db.SaveChangesAsync();
    }

    private static async Task Consequences(this Db db, RoomOnRecord before, RoomStep step, RoomHappening happening, Actor by)
    {
        var (encounter, at) = (before.Encounter, happening.At);
        var isPatient = happening.Participant == before.Room.Plan.Patient;
        if (ActionOf(happening.Kind) is { } action)
        {
            db.Record(by, action, at, (nameof(Encounter), encounter.Id.Value), encounter.PatientId, detail: happening.Reason?.ToString());
        }

        switch (happening.Kind)
        {
            case RoomEventKind.Opened:
                encounter.OpenedAt = at;
                break;
            case RoomEventKind.Arrived when isPatient:
                await db.Agrees(happening.Participant!.Value, at);
                await db.PatientIsWaiting(before, at);
                await db.MoveAppointment(before.Appointment, AppointmentStatus.Arrived, at);
                break;
            case RoomEventKind.NoShowAsked:
                await db.PatientIsWaiting(before, at);
                break;
            case RoomEventKind.Started:
                encounter.Status = EncounterStatus.InProgress;
                encounter.StartedAt ??= at;
                db.LiveRooms.Add(new LiveRoom
                {
                    TenantId = db.Tenant, Id = LiveRoomId.New(), PractitionerId = encounter.PractitionerId, EncounterId = encounter.Id, Since = at,
                });
                await db.SaveChangesAsync();
                break;
            case RoomEventKind.LiveClosed:
                await db.LiveRooms.Where(l => l.EncounterId == encounter.Id).ExecuteDeleteAsync();
                break;
            case RoomEventKind.Invited or RoomEventKind.Removed:
                await db.GuestChanged(encounter, happening, by);
                break;
            case RoomEventKind.Ended:
                await db.CloseVisit(before, step.Room.State);
                break;
        }
    }

    private static async Task CloseVisit(this Db db, RoomOnRecord before, RoomState ended)
    {
        var encounter = before.Encounter;
        encounter.Status = encounter.StartedAt is null ? EncounterStatus.Cancelled : EncounterStatus.Completed;
        encounter.EndedAt = ended.EndedAt;
        encounter.EndedBecause = ended.EndedBecause;
        encounter.DurationSeconds = (int)ended.LiveBefore.TotalSeconds;
        await db.LiveRooms.Where(l => l.EncounterId == encounter.Id).ExecuteDeleteAsync();

        // A patient who came and was not seen is no no-show: the clinic decides what becomes of that appointment.
        var came = before.Appointment?.Status is AppointmentStatus.Arrived;
        var outcome = encounter.StartedAt is not null ? AppointmentStatus.Fulfilled
            : ended.EndedBecause is EndReason.NoShow || !came ? AppointmentStatus.NoShow
            : AppointmentStatus.Arrived;
        await db.MoveAppointment(before.Appointment, outcome, ended.EndedAt!.Value);
    }

    /// <summary>Joining is the patient's agreement to video, each visit anew; who comes by account has pressed no link.</summary>
    private static Task Agrees(this Db db, ParticipantId patient, Instant at) =>
        db.Participants.Where(p => p.Id == patient && p.ConsentedAt == null).ExecuteUpdateAsync(p => p.SetProperty(x => x.ConsentedAt, at));

    /// <summary>One line under the practitioner's bell until it is read, however often the patient reloads.</summary>
    private static async Task PatientIsWaiting(this Db db, RoomOnRecord before, Instant at)
    {
        if (before.Room.State.Status is not RoomStatus.Waiting)
        {
            return;
        }

        var encounter = before.Encounter;
        var to = await db.PractitionerAccount(encounter.PractitionerId);
        var told = encounter.Id.Value;
        if (!await db.Notifications.AnyAsync(n => n.AccountId == to && n.Kind == NotificationKind.PatientWaiting && n.EncounterId == told && n.ReadAt == null))
        {
            db.Tell(to, NotificationKind.PatientWaiting, at, before.Appointment?.Id, encounter.Id, patient: encounter.PatientId);
        }
    }

    internal static async Task<AccountId> PractitionerAccount(this Db db, PractitionerId practitioner)
    {
        var practitioners = db.Set<People.Practitioner>();
        return await practitioners.Where(p => p.Id == practitioner).Select(p => p.AccountId).SingleAsync();
    }

    /// <summary>Where the table of moves does not allow it (staff moved it meanwhile), the appointment stays as it is.</summary>
    private static async Task MoveAppointment(this Db db, Appointment? appointment, AppointmentStatus to, Instant at)
    {
        if (appointment is null || appointment.Status == to)
        {
            return;
        }

        await db.Move(null, appointment.Id, to, at);
    }

    private static RoomHappening Happening(RoomEvent row) => new(row.Kind, row.At, row.ParticipantId,
        row.Connection is null ? null : new RoomConnection(row.Connection, row.Tab ?? "", row.Attempt ?? 0), row.Reason);

    private static RoomEvent Row(Encounter encounter, RoomHappening happening, int number, Guid? operation) => new()
    {
        TenantId = encounter.TenantId, Id = RoomEventId.New(), EncounterId = encounter.Id, Number = number, Kind = happening.Kind,
        ParticipantId = happening.Participant, At = happening.At, Connection = happening.Connection?.Id, Tab = happening.Connection?.Tab,
        Attempt = happening.Connection?.Attempt, Reason = happening.Reason, Operation = operation,
    };

    private static AuditAction? ActionOf(RoomEventKind kind) => kind switch
    {
        RoomEventKind.Arrived => AuditAction.RoomArrived,
        RoomEventKind.Left => AuditAction.RoomLeft,
        RoomEventKind.TakenOver => AuditAction.RoomTakenOver,
        RoomEventKind.Admitted => AuditAction.RoomAdmitted,
        RoomEventKind.Started => AuditAction.RoomStarted,
        RoomEventKind.Paused => AuditAction.RoomPaused,
        RoomEventKind.Resumed => AuditAction.RoomResumed,
        RoomEventKind.Ended => AuditAction.RoomEnded,
        _ => null,
    };
}
