using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using NodaTime;
using Telemed.Platform;
using Telemed.Scheduling;
using static Telemed.Tests.Scheduling.Bookers;

namespace Telemed.Tests.Scheduling;

/// <summary>From each older database the migrations end with every guard of the practitioners' time: an SQLite table made anew loses its triggers without a word.</summary>
public sealed class GuardsAfterMigrationTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    /// <summary>The oldest from which a clinic may come; each one after it is a step.</summary>
    private const string Oldest = "ParticipantsOfEncounter";

    /// <summary>From here on busy times are filled, on SQLite and on PostgreSQL: an older database has none.</summary>
    private static readonly string[] Filled = ["BusyTimesOfAppointments", "HoursAndOffers"];

    private static readonly string[] OnSqlite =
    [
        "busy_times_no_overlap_insert", "busy_times_no_overlap_update", "appointments_take_time_insert", "appointments_take_time_update",
        "appointment_moves_no_update", "appointment_moves_no_delete",
    ];

    private static readonly string[] OnPostgres =
        ["busy_times_no_overlap", "appointments_take_time", "appointment_moves_no_update", "appointment_moves_no_delete", "appointment_moves_no_truncate"];

    private int _day;

    [Fact]
    public async Task After_every_step_from_an_older_database_each_guard_is_there_by_name_and_refuses()
    {
        var steps = await app.InClinic(app.Cast.North, db => Task.FromResult(db.Database.GetMigrations().SkipWhile(m => !m.EndsWith(Oldest, StringComparison.Ordinal)).ToList()));
        Assert.True(steps.Count > 1);
        foreach (var step in Enumerable.Reverse(steps))
        {
            await app.InClinic(app.Cast.North, async db =>
            {
                await Back(db, step);
                if (string.CompareOrdinal(step, Filled.Select(f => steps.Find(s => s.EndsWith(f, StringComparison.Ordinal))).First(s => s is not null)) < 0)
                {
                    await Empty(db);
                }

                await new DatabaseSchema(db).Migrate();
                Assert.Empty(await new DatabaseSchema(db).Missing());
                var present = (await SchemaPart.Present(db, TestContext.Current.CancellationToken)).Select(p => p.Name).ToHashSet();
                Assert.Empty((db.IsPostgres ? OnPostgres : OnSqlite).Where(name => !present.Contains(name)).Select(name => $"{name} after {step}"));
                return true;
            });
            await GuardsWork();
        }
    }

    /// <summary>On PostgreSQL the app that lives on beside it may hold what a step wants: the step is rolled back then, and taken again.</summary>
    private static async Task Back(Db db, string step)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                await db.GetService<IMigrator>().MigrateAsync(step);
                return;
            }
            catch (InvalidOperationException crossed) when (tries < 5 && crossed.InnerException is Npgsql.PostgresException { SqlState: Npgsql.PostgresErrorCodes.DeadlockDetected })
            {
                // The other has what it wanted by now.
            }
        }
    }

    private async Task GuardsWork()
    {
        var at = app.Now + Duration.FromDays(++_day);
        var made = await app.Booked(app.Cast.Alice, Wanted(app, at - app.Now));
        await Refused(db => Add(db, at + Duration.FromMinutes(10), BusyKind.Blocked));
        var other = await app.InClinic(app.Cast.North, db => Add(db, at + Duration.FromHours(2), BusyKind.Blocked));
        await Refused(db => db.BusyTimes.Where(b => b.Id == other).ExecuteUpdateAsync(b => b.SetProperty(x => x.StartsAt, at)));
        await app.InClinic(app.Cast.North, db => Add(db, at, BusyKind.Outside)); // what a calendar elsewhere says is let through
        await Refused(db => db.BusyTimes.Where(b => b.Kind == BusyKind.Outside).ExecuteUpdateAsync(b => b.SetProperty(x => x.Kind, BusyKind.Blocked)));
        await Refused(db => db.AppointmentMoves.ExecuteUpdateAsync(m => m.SetProperty(x => x.At, at)));
        await Refused(db => db.AppointmentMoves.ExecuteDeleteAsync());
        var own = new BusyTimeId(made.Id.Value);
        Assert.True(await app.InClinic(app.Cast.North, db => db.BusyTimes.AnyAsync(b => b.Id == own)));
        await app.Move(app.Cast.Alice, made.Id, AppointmentStatus.Cancelled);
        Assert.False(await app.InClinic(app.Cast.North, db => db.BusyTimes.AnyAsync(b => b.Id == own)));
        await app.InClinic(app.Cast.North, db => db.BusyTimes.Where(b => b.Kind != BusyKind.Appointment).ExecuteDeleteAsync());
    }

    private async Task<BusyTimeId> Add(Db db, Instant at, BusyKind kind)
    {
        var busy = new BusyTime
        {
            TenantId = db.Tenant, Id = BusyTimeId.New(), PractitionerId = app.Cast.Alice.Practitioner!.Value, StartsAt = at, EndsAt = at + Duration.FromMinutes(30), Kind = kind,
        };
        db.BusyTimes.Add(busy);
        await db.SaveChangesAsync();
        return busy.Id;
    }

    private Task Refused<T>(Func<Db, Task<T>> act) => Assert.ThrowsAnyAsync<Exception>(() => app.InClinic(app.Cast.North, act));

    /// <summary>Going back leaves what an older database never had.</summary>
    private static async Task Empty(Db db)
    {
        if ((await SchemaPart.Present(db, TestContext.Current.CancellationToken)).Any(p => p.Name == "busy_times"))
        {
            await db.BusyTimes.ExecuteDeleteAsync();
        }
    }
}
