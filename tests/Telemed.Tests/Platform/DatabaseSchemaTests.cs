using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Telemed.Platform;

namespace Telemed.Tests.Platform;

/// <summary>A database that lost what no statement would miss: a table, a unique index, a check or a foreign key. Guards: see TrailGuardTests.</summary>
public sealed class DatabaseSchemaTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_database_that_lost_a_table_an_index_or_a_constraint_is_refused_at_start_and_told_what_it_lost()
    {
        await app.InClinic(app.Cast.North, async db =>
        {
            Assert.Empty(await new DatabaseSchema(db).Missing(Cancel));
            await Lose(db, "appointments", "appointments_end_after_start", "the constraint appointments_end_after_start is missing");
            await Lose(db, "soap_notes", "FK_soap_notes_encounters_tenant_id_encounter_id", "the constraint FK_soap_notes_encounters_tenant_id_encounter_id is missing");
            await Lose(db, "encounters", null, "the unique index encounters_one_open_instant is missing", """DROP INDEX "encounters_one_open_instant" """);
            await Lose(db, "visit_ratings", null, "the table visit_ratings is missing", "DROP TABLE visit_ratings");
            Assert.Equal(4, (await new DatabaseSchema(db).Missing(Cancel)).Count);
            return true;
        });
        await using var again = app.WithWebHostBuilder(_ => { });
        var refused = Assert.ThrowsAny<Exception>(() => again.Server).ToString();
        foreach (var name in (string[])["appointments_end_after_start", "FK_soap_notes_encounters_tenant_id_encounter_id", "encounters_one_open_instant", "visit_ratings"])
        {
            Assert.Contains($"{name} is missing", refused, StringComparison.Ordinal);
        }
    }

    private static async Task Lose(Db db, string table, string? constraint, string words, string? sql = null)
    {
        var before = (await new DatabaseSchema(db).Missing(Cancel)).Count;
        await Execute(db, sql ?? (db.IsPostgres ? $"""ALTER TABLE {table} DROP CONSTRAINT "{constraint}" """ : await WithoutLine(db, table, constraint!)));
        var missing = await new DatabaseSchema(db).Missing(Cancel);
        Assert.Contains(words, missing);
        Assert.Equal(before + 1, missing.Count);
    }

    // SQLite drops no constraint of a table: the line of the statement that made it is taken away where the catalog keeps that.
    private static async Task<string> WithoutLine(Db db, string table, string constraint)
    {
        var lines = (await Execute(db, $"SELECT sql FROM sqlite_master WHERE name = '{table}'")).Split('\n').ToList();
        var at = lines.FindIndex(l => l.Contains($"\"{constraint}\"", StringComparison.Ordinal));
        if (!lines[at].EndsWith(',') && lines[at + 1].StartsWith(')'))
        {
            lines[at - 1] = lines[at - 1].TrimEnd(',');
        }

        lines.RemoveAt(at);
        var left = string.Join('\n', lines).Replace("'", "''", StringComparison.Ordinal);
        return $"PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = '{left}' WHERE name = '{table}'; PRAGMA writable_schema = RESET";
    }

    private static async Task<string> Execute(Db db, string sql)
    {
        await db.Database.OpenConnectionAsync(Cancel);
        await using var command = db.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // no outside text in it
        command.CommandText = sql;
#pragma warning restore CA2100
        return Convert.ToString(await command.ExecuteScalarAsync(Cancel), CultureInfo.InvariantCulture) ?? "";
    }
}
