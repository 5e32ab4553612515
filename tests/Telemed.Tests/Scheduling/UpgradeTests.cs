using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using NodaTime;
using Telemed.Platform;
using Telemed.Scheduling;
using static Telemed.Tests.Scheduling.Bookers;

namespace Telemed.Tests.Scheduling;

/// <summary>A database from before practitioners' time was kept in a table of its own.</summary>
public sealed class UpgradeTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private const string Before = "ParticipantsOfEncounter";

    [Fact]
    public async Task What_was_booked_before_holds_its_time_afterwards_and_every_guard_stands()
    {
        var booked = await app.Booked(app.Cast.Alice, Wanted(app, Duration.FromDays(2)));
        var cancelled = await app.Booked(app.Cast.Alice, Wanted(app, Duration.FromDays(3)));
        await app.Move(app.Cast.Alice, cancelled.Id, AppointmentStatus.Cancelled);
        await app.InClinic(app.Cast.North, async db =>
        {
            await db.GetService<IMigrator>().MigrateAsync(Before);
            await OldGuards(db);
            return true;
        });

        await app.InClinic(app.Cast.North, async db =>
        {
            var schema = new DatabaseSchema(db);
            Assert.NotEmpty(await schema.Missing());
            await schema.Migrate();
            Assert.Empty(await schema.Missing());
            Assert.Equal([booked.Id.Value], await db.BusyTimes.Select(b => b.Id.Value).ToListAsync());
            return true;
        });
        Assert.IsType<BookingOutcome.Taken>(await app.Book(app.Cast.Nora, Wanted(app, Duration.FromDays(2), patient: app.Cast.Eva)));
        Assert.IsType<BookingOutcome.Booked>(await app.Book(app.Cast.Nora, Wanted(app, Duration.FromDays(3), patient: app.Cast.Eva)));
    }

    /// <summary>As the version before kept overlaps out.</summary>
    private static async Task OldGuards(Db db)
    {
        string[] old = db.IsPostgres
            ? ["ALTER TABLE appointments ADD CONSTRAINT appointments_no_overlap EXCLUDE USING gist (tenant_id WITH =, practitioner_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (status IN ('Pending', 'Booked', 'Arrived'))"]
            : [.. ((string[])["INSERT", "UPDATE OF starts_at"]).Select(verb =>
                $"CREATE TRIGGER appointments_no_overlap_{verb[..6].ToLowerInvariant()} BEFORE {verb} ON appointments BEGIN SELECT RAISE(ABORT, 'appointments_no_overlap') WHERE EXISTS (SELECT 1 FROM appointments a WHERE a.practitioner_id = NEW.practitioner_id AND a.id <> NEW.id AND a.ends_at > NEW.starts_at AND a.starts_at < NEW.ends_at); END")];
        foreach (var guard in old)
        {
#pragma warning disable EF1002 // written above
            await db.Database.ExecuteSqlRawAsync(guard);
#pragma warning restore EF1002
        }
    }
}
