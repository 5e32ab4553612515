using Microsoft.EntityFrameworkCore;
using NodaTime;
using System.Data.Common;
using Telemed.Platform;
using Telemed.Scheduling;
using static Telemed.Tests.Scheduling.Bookers;

namespace Telemed.Tests.Scheduling;

/// <summary>The database itself refuses an overlap, whoever writes the rows and however.</summary>
public sealed class OverlapGuardTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private const string Copy = "INSERT INTO appointments (tenant_id, id, patient_id, practitioner_id, starts_at, ends_at, reason, modality, status, created_at, booked_by, minutes_before, minutes_after, version) "
        + "SELECT tenant_id, {0}, {2}, practitioner_id, starts_at, ends_at, reason, modality, status, created_at, booked_by, minutes_before, minutes_after, version FROM appointments WHERE id = {1}";

    [Fact]
    public async Task A_row_that_overlaps_is_refused_when_written_by_plain_sql()
    {
        var booked = await app.Booked(app.Cast.Alice, Wanted(app, Duration.FromDays(1)));
        await RefusesOverlap(db => Insert(db, booked.Id, app.Cast.Eva));
    }

    [Fact]
    public async Task A_change_of_time_practitioner_or_status_into_an_overlap_is_refused()
    {
        var held = await app.Booked(app.Cast.Alice, Wanted(app, Duration.FromDays(2)));
        var later = await app.Booked(app.Cast.Alice, Wanted(app, Duration.FromDays(3), patient: app.Cast.Eva));
        await RefusesOverlap(db => db.Appointments.Where(a => a.Id == later.Id)
            .ExecuteUpdateAsync(a => a.SetProperty(x => x.StartsAt, held.StartsAt).SetProperty(x => x.EndsAt, held.EndsAt)));
        await RefusesOverlap(db => db.Appointments.Where(a => a.Id == later.Id)
            .ExecuteUpdateAsync(a => a.SetProperty(x => x.StartsAt, held.StartsAt)));

        var dans = await app.Booked(app.Cast.Dan, Wanted(app, Duration.FromDays(2), with: app.Cast.Dan, patient: app.Cast.Eva));
        await RefusesOverlap(db => db.Appointments.Where(a => a.Id == dans.Id)
            .ExecuteUpdateAsync(a => a.SetProperty(x => x.PractitionerId, app.Cast.Alice.Practitioner!.Value)));

        var cancelled = await app.Booked(app.Cast.Alice, Wanted(app, Duration.FromDays(4)));
        await app.Move(app.Cast.Alice, cancelled.Id, AppointmentStatus.Cancelled);
        var again = await app.Booked(app.Cast.Alice, Wanted(app, Duration.FromDays(4), patient: app.Cast.Eva));
        await RefusesOverlap(db => db.Appointments.Where(a => a.Id == cancelled.Id)
            .ExecuteUpdateAsync(a => a.SetProperty(x => x.Status, AppointmentStatus.Pending)));
        Assert.Equal(again.StartsAt, (await app.Row(again.Id)).StartsAt);
    }

    [Fact]
    public async Task An_end_before_its_start_is_refused_by_the_database()
    {
        var booked = await app.Booked(app.Cast.Alice, Wanted(app, Duration.FromDays(5)));
        await Assert.ThrowsAnyAsync<DbException>(() => app.InClinic(app.Cast.North, db => db.Appointments.Where(a => a.Id == booked.Id)
            .ExecuteUpdateAsync(a => a.SetProperty(x => x.EndsAt, booked.StartsAt))));
    }

    [Fact]
    public async Task The_history_of_an_appointment_cannot_be_rewritten()
    {
        var booked = await app.Booked(app.Cast.Alice, Wanted(app, Duration.FromDays(6)));
        await Assert.ThrowsAnyAsync<DbException>(() => app.InClinic(app.Cast.North, db => db.AppointmentMoves.Where(m => m.AppointmentId == booked.Id).ExecuteDeleteAsync()));
        await Assert.ThrowsAnyAsync<DbException>(() => app.InClinic(app.Cast.North, db => db.AppointmentMoves.Where(m => m.AppointmentId == booked.Id)
            .ExecuteUpdateAsync(m => m.SetProperty(x => x.To, AppointmentStatus.Cancelled))));
    }

    internal static Task<int> Insert(Db db, AppointmentId copyOf, PatientId patient) =>
#pragma warning disable EF1002 // no outside text in it
        db.Database.ExecuteSqlRawAsync(Copy, AppointmentId.New().Value, copyOf.Value, patient.Value);
#pragma warning restore EF1002

    private async Task RefusesOverlap(Func<Db, Task<int>> write)
    {
        var refused = await Assert.ThrowsAnyAsync<DbException>(() => app.InClinic(app.Cast.North, write));
        Assert.Contains("busy_times_no_overlap", refused.Message, StringComparison.Ordinal);
    }
}

/// <summary>The counter-proof, in a database of its own: without the guards nothing else refuses, so it is they that do.</summary>
public sealed class OverlapGuardControlTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    [Fact]
    public async Task Without_the_guards_an_overlap_goes_in_and_start_up_notices_that_they_are_gone()
    {
        var booked = await app.Booked(app.Cast.Alice, Wanted(app, Duration.FromDays(1)));
        await app.InClinic(app.Cast.North, async db =>
        {
            Assert.Empty(await new DatabaseSchema(db).Missing());
            await db.Database.ExecuteSqlRawAsync(db.IsPostgres
                ? "ALTER TABLE busy_times DROP CONSTRAINT busy_times_no_overlap"
                : "DROP TRIGGER busy_times_no_overlap_insert; DROP TRIGGER busy_times_no_overlap_update");
            Assert.Equal(1, await OverlapGuardTests.Insert(db, booked.Id, app.Cast.Eva));
            Assert.NotEmpty(await Overlaps.In(db));
            Assert.Contains(await new DatabaseSchema(db).Missing(), m => m.Contains("busy_times_no_overlap", StringComparison.Ordinal));
            return true;
        });
    }
}

/// <summary>Looks through all rows for two that hold the same practitioner's time, with what is kept free around them: the judge of every race.</summary>
internal static class Overlaps
{
    public static async Task<List<(AppointmentId, AppointmentId)>> In(Db db)
    {
        var held = await db.Appointments.AsNoTracking().Where(a => AppointmentMoves.Holding.Contains(a.Status)).ToListAsync();
        return [.. held.SelectMany(a => held.Where(b => a.Id.Value.CompareTo(b.Id.Value) < 0 && a.PractitionerId == b.PractitionerId
            && Around(a).Start < Around(b).End && Around(b).Start < Around(a).End).Select(b => (a.Id, b.Id)))];
    }

    private static Interval Around(Appointment a) => new(a.StartsAt - Duration.FromMinutes(a.MinutesBefore), a.EndsAt + Duration.FromMinutes(a.MinutesAfter));
}
