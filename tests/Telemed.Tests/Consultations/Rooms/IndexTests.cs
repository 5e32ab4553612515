using Microsoft.EntityFrameworkCore;
using Telemed.Consultations.Rooms;
using Telemed.Consultations.Waiting;
using Telemed.Platform;

namespace Telemed.Tests.Consultations.Rooms;

/// <summary>What is asked at every step of a room is answered by an index, so that a clinic's history costs nothing.</summary>
public sealed class IndexTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_last_visits_are_found_by_an_index_however_long_the_history()
    {
        var plan = await app.InClinic(app.Cast.North, db => Plan(db, PastDurations.Query(db, app.Cast.Alice.Practitioner!.Value)));
        Assert.Contains("tenant_id_practitioner_id_status_ended_at", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE FOR ORDER BY", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("Sort", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_belongs_in_a_room_is_found_by_an_index_however_many_visits_the_clinic_has()
    {
        var plan = await app.InClinic(app.Cast.North, db => Plan(db, db.Places(EncounterId.New())));
        Assert.Contains("participants_tenant_id_encounter_id", plan, StringComparison.Ordinal);
    }

    private static async Task<string> Plan(Db db, IQueryable<object> query)
    {
        var sql = query.ToQueryString();
        if (!db.IsPostgres)
        {
            return await Lines(db, "EXPLAIN QUERY PLAN ", sql, column: 3);
        }

        // A small table is read whole, whatever its indexes: ask for the plan of a large one.
        await db.Database.OpenConnectionAsync(Cancel);
        await Lines(db, "", "SET enable_seqscan = off", column: 0);
        await Lines(db, "", "SET enable_sort = off", column: 0);
        await Lines(db, "", "SET enable_bitmapscan = off", column: 0);
        return await Lines(db, "EXPLAIN ", sql, column: 0);
    }

    private static async Task<string> Lines(Db db, string before, string sql, int column)
    {
        var connection = db.Database.GetDbConnection();
        if (connection.State is not System.Data.ConnectionState.Open)
        {
            await connection.OpenAsync(Cancel);
        }

        await using var command = connection.CreateCommand();
        // ToQueryString declares its parameters in comments; the values do not matter to the plan.
        var bare = string.Join(' ', sql.Split('\n').Where(l => !l.StartsWith(".param", StringComparison.Ordinal) && !l.StartsWith("--", StringComparison.Ordinal)));
        command.CommandText = before + System.Text.RegularExpressions.Regex.Replace(bare, "@[a-zA-Z_0-9]+", m => bare.Contains($"LIMIT {m.Value}", StringComparison.Ordinal) ? "200" : "'00000000-0000-0000-0000-000000000001'");
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        var lines = new List<string>();
        while (await reader.ReadAsync(Cancel))
        {
            lines.Add(reader.GetValue(column).ToString()!);
        }

        return string.Join('\n', lines);
    }
}
