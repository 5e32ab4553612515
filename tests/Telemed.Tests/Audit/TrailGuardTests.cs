using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Telemed.Audit;
using Telemed.Platform;

namespace Telemed.Tests.Audit;

public sealed class TrailGuardTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    [Theory]
    [InlineData("UPDATE audit_events SET detail = 'x'")]
    [InlineData("DELETE FROM audit_events")]
    [InlineData("TRUNCATE audit_events")]
    public async Task The_database_refuses_to_change_or_delete_what_was_recorded(string forgery)
    {
        if (forgery.StartsWith("TRUNCATE", StringComparison.Ordinal) && TestDatabase.Server is null)
        {
            return; // SQLite has no TRUNCATE
        }

        await app.InClinic(app.Cast.North, async db =>
        {
            db.Record(app.Cast.Alice.Actor, AuditAction.AuditRead, app.Now);
            await db.SaveChangesAsync();
            var before = await db.AuditEvents.CountAsync();
            var refused = await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => Execute(db, forgery));
            Assert.Contains("audit_events_no_", refused.Message, StringComparison.Ordinal);
            Assert.Equal(before, await db.AuditEvents.CountAsync());
            return true;
        });
    }

    [Fact]
    public async Task A_database_that_lacks_a_guard_is_refused_until_migrate_makes_it_again()
    {
        foreach (var guard in IGuardSource.All)
        {
            if ((TestDatabase.Server is null ? guard.Sqlite : guard.Postgres) is null)
            {
                continue;
            }

            await Schema(async (schema, db) =>
            {
                await Drop(db, guard.Name);
                Assert.Contains($"the guard {guard.Name} is missing", await schema.Missing());
                return true;
            });
            await Schema(async (schema, _) =>
            {
                await schema.Migrate();
                Assert.Empty(await schema.Missing());
                return true;
            });
        }
    }

    [Fact]
    public async Task A_server_does_not_start_on_a_database_without_its_guards()
    {
        await using var other = new TelemedApp();
        await other.InitializeAsync();
        await other.InScope(async services =>
        {
            await Drop(services.GetRequiredService<Db>(), "audit_events_no_delete");
            return true;
        });
        await using var again = other.WithWebHostBuilder(_ => { });
        var refused = Assert.ThrowsAny<Exception>(() => again.Server);
        Assert.Contains("The database is not ready: the guard audit_events_no_delete is missing. Run `telemed migrate`;", refused.ToString(), StringComparison.Ordinal);
    }

    private static async Task Drop(Db db, string guard)
    {
        if (!db.IsPostgres)
        {
            await Execute(db, guard == "search_index" ? $"DROP TABLE {guard}" : $"DROP TRIGGER {guard}");
            return;
        }

        await Execute(db, $"""
            DO $$ DECLARE g record; BEGIN
              FOR g IN SELECT tgrelid::regclass AS t FROM pg_trigger WHERE tgname = '{guard}' LOOP EXECUTE format('DROP TRIGGER %I ON %s', '{guard}', g.t); END LOOP;
              FOR g IN SELECT conrelid::regclass AS t FROM pg_constraint WHERE conname = '{guard}' AND contype <> 't' LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', g.t, '{guard}'); END LOOP;
              IF '{guard}' = 'search_index' THEN DROP INDEX search_index; END IF;
            END $$
            """);
    }

    // Not ExecuteSqlRaw, which reads braces as parameters.
    private static async Task Execute(Db db, string sql)
    {
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private Task<bool> Schema(Func<DatabaseSchema, Db, Task<bool>> work) =>
        app.InScope(services => work(services.GetRequiredService<DatabaseSchema>(), services.GetRequiredService<Db>()));
}
