using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.Consultations.Links;
using Telemed.Consultations.Rooms;
using Telemed.Notifications;
using Telemed.People;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Tenancy;

namespace Telemed.Consultations;

/// <summary>An instant consultation: its visit and the practitioner's own place in it.</summary>
public sealed record InstantVisit(Encounter Encounter, ParticipantId Practitioner, ParticipantId Patient);

/// <summary>How a visit comes to be and is called off.</summary>
public static class VisitPlans
{
    /// <summary>How long before its start the link to one of a series is sent, at the latest.</summary>
    public static readonly Duration LinkAhead = Duration.FromDays(1);

    /// <summary>
    /// The visit of a booked appointment, with both people's places in it and the patient's mail. Idempotent:
    /// the second call returns the first one's visit. Call it in the transaction that books or confirms.
    /// </summary>
    /// <param name="linkAt">When the link is sent, by mail alone: of a series nobody wants all the links at once. Null: now, and the bell rings.</param>
    public static Task<Encounter> PlanVisit(this Db db, Actor actor, Appointment appointment, Instant now, Instant? linkAt = null) => db.InTransaction(async () =>
    {
        if (await db.Encounters.SingleOrDefaultAsync(e => e.AppointmentId == appointment.Id) is { } planned)
        {
            return planned;
        }

        return (await db.AddVisit(actor, appointment.PractitionerId, appointment.PatientId, appointment, now, linkAt)).Encounter;
    });

    /// <summary>The appointment was cancelled or declined: its visit will not be, its links admit nobody. Nothing when there is none.</summary>
    public static Task CancelVisit(this Db db, Actor actor, AppointmentId appointment, Instant now) => db.InTransaction(async () =>
    {
        var encounter = await db.Encounters.SingleOrDefaultAsync(e => e.AppointmentId == appointment);
        if (encounter is not { EndedAt: null, StartedAt: null } or { Status: EncounterStatus.Cancelled })
        {
            return;
        }

        encounter.Status = EncounterStatus.Cancelled;
        encounter.DueAt = null;
        encounter.Version++;
        await db.SaveChangesAsync(); // first: whoever mints a link waits for this row, so that none is made after the revocation
        await MagicLinks.Revoke(db, encounter.Id, now, actor);
    });

    /// <summary>
    /// The appointment moved: so did its room and its links, which read its times; what its room does by itself is due anew. Nothing when there
    /// is no visit. Call it in the transaction that moves.
    /// </summary>
    public static Task MoveVisit(this Db db, Appointment appointment) => db.InTransaction(async () =>
    {
        ArgumentNullException.ThrowIfNull(appointment);
        var (id, due) = (appointment.Id, appointment.StartsAt + RoomRules.Default.NoShowAfter);
        if (await db.Encounters.SingleOrDefaultAsync(e => e.AppointmentId == id) is { Status: EncounterStatus.Planned } encounter && encounter.DueAt != due)
        {
            encounter.DueAt = due;
            encounter.Version++;
        }

        await LinkInTime(db, appointment);
    });

    /// <summary>A link that was to be sent later must come before the new time.</summary>
    private static async Task LinkInTime(Db db, Appointment appointment)
    {
        var (id, latest) = (appointment.Id, appointment.StartsAt - LinkAhead);
        var places = (await db.Participants.Where(p => db.Set<Encounter>().Any(e => e.Id == p.EncounterId && e.AppointmentId == id)).Select(p => p.Id).ToListAsync()).ConvertAll(p => p.Value);
        var late = await db.Deliveries.Where(d => d.Kind == NotificationKind.LinkReady && places.Contains(d.SubjectId) && d.SentAt == null && d.GivenUp == null && d.NextTryAt > latest).ToListAsync();
        late.ForEach(d => d.NextTryAt = latest);
    }

    /// <summary>The room of an appointment that moved looks at its times again. After the commit.</summary>
    public static async Task TellMoved(this Db db, IGrainFactory grains, AppointmentId appointment)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(grains);
        if (await db.Encounters.AsNoTracking().SingleOrDefaultAsync(e => e.AppointmentId == appointment && e.EndedAt == null) is { } open)
        {
            await grains.GetGrain<IConsultationRoomGrain>(ConsultationRoomGrain.KeyOf(open.TenantId, open.Id)).ReconsiderSoon(new SystemActor(open.TenantId));
        }
    }

    /// <summary>Tells whoever waits in the room of an appointment that fell through. After the commit.</summary>
    public static async Task TellCalledOff(this Db db, IGrainFactory grains, AppointmentId appointment)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(grains);
        if (await db.Encounters.AsNoTracking().SingleOrDefaultAsync(e => e.AppointmentId == appointment && e.OpenedAt != null) is { } opened)
        {
            await grains.GetGrain<IConsultationRoomGrain>(ConsultationRoomGrain.KeyOf(opened.TenantId, opened.Id)).CallOff(new SystemActor(opened.TenantId));
        }
    }

    /// <summary>
    /// A visit that begins now, at the practitioner's press. A double press finds the first one's room: a unique index guards it.
    /// Null when the actor is no practitioner or the patient is not one of this clinic.
    /// </summary>
    public static async Task<InstantVisit?> StartInstant(this Db db, Actor actor, PatientId patient, Clock clock)
    {
        if (actor is not AccountActor { PractitionerId: { } practitioner } || !await db.Patients.AnyAsync(p => p.Id == patient))
        {
            return null;
        }

        if (await db.OpenInstant(practitioner, patient) is { } open)
        {
            return open;
        }

        try
        {
            return await db.InTransaction(() => db.AddVisit(actor, practitioner, patient, null, clock.Now));
        }
        catch (DbUpdateException)
        {
            // Pressed twice at the same moment: the other press has made it.
            if (await db.OpenInstant(practitioner, patient) is { } other)
            {
                return other;
            }

            throw;
        }
    }

    private static async Task<InstantVisit?> OpenInstant(this Db db, PractitionerId practitioner, PatientId patient)
    {
        var encounter = await db.Encounters.AsNoTracking().SingleOrDefaultAsync(e =>
            e.PractitionerId == practitioner && e.PatientId == patient && e.AppointmentId == null && e.EndedAt == null);
        if (encounter is null)
        {
            return null;
        }

        var places = await db.Participants.AsNoTracking().Where(p => p.EncounterId == encounter.Id && p.Role != ParticipantRole.Guest).ToListAsync();
        return new InstantVisit(encounter, places.Single(p => p.Role is ParticipantRole.Practitioner).Id,
            places.Single(p => p.Role is ParticipantRole.Patient).Id);
    }

    private static async Task<InstantVisit> AddVisit(this Db db, Actor actor, PractitionerId practitioner, PatientId patient, Appointment? appointment, Instant now,
        Instant? linkAt = null)
    {
        var rules = RoomRules.Default;
        var encounter = new Encounter
        {
            TenantId = db.Tenant, Id = EncounterId.New(), AppointmentId = appointment?.Id, PatientId = patient, PractitionerId = practitioner,
            Status = EncounterStatus.Planned, CreatedAt = now,
            DueAt = appointment is null ? now + rules.InstantAdmits : appointment.StartsAt + rules.NoShowAfter,
        };
        var places = (Practitioner: Seat(encounter, ParticipantRole.Practitioner), Patient: Seat(encounter, ParticipantRole.Patient));
        db.Encounters.Add(encounter);
        db.Participants.AddRange(places.Practitioner, places.Patient);
        if (linkAt is { } later)
        {
            db.Mail(patient, NotificationKind.LinkReady, places.Patient.Id.Value, Instant.Max(later, now));
        }
        else
        {
            await db.TellLinkReady(patient, places.Patient, appointment, now);
        }

        db.Record(actor, AuditAction.EncounterPlanned, now, (nameof(Encounter), encounter.Id.Value), patient, detail: appointment is null ? "instant" : null);
        if (appointment is null)
        {
            // With an appointment, care began when it was booked.
            await db.CareBegins(practitioner, patient, now);
        }

        return new InstantVisit(encounter, places.Practitioner.Id, places.Patient.Id);
    }

    /// <summary>By mail, which carries the link, and under the bell of a patient who signs in, whose account is the way in.</summary>
    private static async Task TellLinkReady(this Db db, PatientId patient, Participant place, Appointment? appointment, Instant now)
    {
        db.Mail(patient, NotificationKind.LinkReady, place.Id.Value, now);
        if (await db.AccountOf(patient, now) is { } account)
        {
            db.Tell(account, NotificationKind.LinkReady, now, appointment?.Id, place.EncounterId);
        }
    }

    private static Participant Seat(Encounter encounter, ParticipantRole role) => new()
    {
        TenantId = encounter.TenantId, Id = ParticipantId.New(), EncounterId = encounter.Id, Role = role,
        SeatNumber = role is ParticipantRole.Practitioner ? 0 : 1,
        PractitionerId = role is ParticipantRole.Practitioner ? encounter.PractitionerId : null,
        PatientId = role is ParticipantRole.Patient ? encounter.PatientId : null,
    };
}
