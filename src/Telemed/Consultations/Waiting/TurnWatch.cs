using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Consultations.Rooms;
using Telemed.Notifications;
using Telemed.Platform;
using Telemed.Scheduling;

namespace Telemed.Consultations.Waiting;

/// <summary>
/// Writes to patients whose turn is near and whose page is not open. Every node looks; the row of the visit decides who writes, once.
/// </summary>
internal sealed class TurnWatch(IServiceScopeFactory scopes, Clock clock, ILogger<TurnWatch> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(20);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                // Counted from the last look: a clock that jumps is one look, not one for each pause that it jumped over.
                await Task.Delay(Pause, clock.Time, stoppingToken);
                await Look(stoppingToken);
            }
#pragma warning disable CA1031 // a database that is away must not end the watch for good
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                log.TurnWatchFailed(exception);
            }
#pragma warning restore CA1031
        }
    }

    /// <summary>Looks once at everybody who may have to be written to.</summary>
    public async Task Look(CancellationToken cancel = default)
    {
        foreach (var desk in await Desks(cancel))
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<Db>();
            db.Enter(desk.Tenant);
            await Tell(db, await WaitingLine.Load(db, desk.Practitioner, clock.Now, cancel), desk.Practitioner, cancel);
        }
    }

    /// <summary>Practitioners at work for whom somebody is planned or came, and was not told.</summary>
    private async Task<List<(TenantId Tenant, PractitionerId Practitioner)>> Desks(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        var since = clock.Now - WaitingLine.Breath;
        var live = await db.AcrossTenants<LiveRoom>("turns come near in every clinic").Select(l => new { l.TenantId, l.PractitionerId }).ToListAsync(cancel);
        var done = await db.AcrossTenants<Encounter>("turns come near in every clinic").Where(e => e.EndedAt > since)
            .Select(e => new { e.TenantId, e.PractitionerId }).ToListAsync(cancel);
        var atWork = live.Concat(done).Select(d => (d.TenantId, d.PractitionerId)).Distinct().ToList();
        if (atWork.Count == 0)
        {
            return [];
        }

        var expecting = await Expecting(db, cancel);
        return [.. atWork.Where(expecting.Contains)];
    }

    /// <summary>In one query, since most of those who are at work have nobody else in sight, and their lines need not be read.</summary>
    private async Task<HashSet<(TenantId, PractitionerId)>> Expecting(Db db, CancellationToken cancel)
    {
        const string Why = "turns come near in every clinic";
        var (earliest, soon) = (clock.Now - RoomRules.Default.NoShowAfter, clock.Now + TurnEstimate.Near);
        var (appointments, live) = (db.AcrossTenants<Appointment>(Why), db.AcrossTenants<LiveRoom>(Why));
        var expected = await db.AcrossTenants<Encounter>(Why)
            .Where(e => e.EndedAt == null && e.TurnToldAt == null && !live.Any(l => l.TenantId == e.TenantId && l.EncounterId == e.Id)
                && (e.OpenedAt != null || appointments.Any(a => a.TenantId == e.TenantId && a.Id == e.AppointmentId && a.StartsAt > earliest && a.StartsAt <= soon)))
            .Select(e => new { e.TenantId, e.PractitionerId }).Distinct().ToListAsync(cancel);
        return [.. expected.Select(e => (e.TenantId, e.PractitionerId))];
    }

    private async Task Tell(Db db, WaitingLine line, PractitionerId practitioner, CancellationToken cancel)
    {
        for (var i = 0; i < line.Waiting.Count; i++)
        {
            var one = line.Waiting[i];
            if (one is { Place.GoneSince: not null, Encounter.TurnToldAt: null } && line.IsNear(i, one.PlannedAt))
            {
                await TellOnce(db, one.Encounter.Id, one.Encounter.PatientId, one.PatientPlace, cancel);
            }
        }

        if (line.Waiting.Count == 0)
        {
            foreach (var (encounter, place, planned) in await NotThere(db, practitioner, cancel))
            {
                if (line.IsNear(0, planned))
                {
                    await TellOnce(db, encounter.Id, encounter.PatientId, place, cancel);
                }
            }
        }
    }

    /// <summary>Planned about now, with a link that admits, and not in the waiting room.</summary>
    private async Task<List<(Encounter, ParticipantId, Instant)>> NotThere(Db db, PractitionerId practitioner, CancellationToken cancel)
    {
        var (now, soon) = (clock.Now, clock.Now + TurnEstimate.Near);
        var earliest = now - RoomRules.Default.NoShowAfter;
        var (appointments, encounters, participants) = (db.Appointments, db.Encounters, db.Participants);
        var rows = await (from appointment in appointments.AsNoTracking()
                          where appointment.PractitionerId == practitioner && appointment.StartsAt > earliest && appointment.StartsAt <= soon
                              && (appointment.Status == AppointmentStatus.Booked || appointment.Status == AppointmentStatus.Arrived)
                          join encounter in encounters.AsNoTracking() on (AppointmentId?)appointment.Id equals encounter.AppointmentId
                          where encounter.Status == EncounterStatus.Planned && encounter.EndedAt == null && encounter.TurnToldAt == null
                          join place in participants on encounter.Id equals place.EncounterId
                          where place.Role == ParticipantRole.Patient
                          orderby appointment.StartsAt
                          select new { encounter, place.Id, appointment.StartsAt }).Take(1).ToListAsync(cancel);
        return [.. rows.Select(r => (r.encounter, r.Id, r.StartsAt))];
    }

    /// <summary>Mark and mail commit together; of several nodes that look at the same moment, one finds the mark unset.</summary>
    private async Task TellOnce(Db db, EncounterId encounter, PatientId patient, ParticipantId place, CancellationToken cancel)
    {
        var now = clock.Now;
        await db.InTransaction(async () =>
        {
            var mine = await db.Encounters.Where(e => e.Id == encounter && e.TurnToldAt == null && e.EndedAt == null)
                .ExecuteUpdateAsync(e => e.SetProperty(x => x.TurnToldAt, now), cancel);
            if (mine == 1)
            {
                db.Mail(patient, NotificationKind.TurnNear, place.Value, now);
            }
        }, cancel);
    }
}
