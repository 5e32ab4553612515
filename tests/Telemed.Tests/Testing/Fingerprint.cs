using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Telemed.Platform;

namespace Telemed.Tests.Testing;

/// <summary>Every value of every row, to see that nothing has changed.</summary>
internal static class Fingerprint
{
    // Work of the program itself, which goes on meanwhile, and rows that only count or note activity.
    private static readonly string[] OnTheirOwn = ["deliveries", "refusals", "sessions"];

    /// <param name="of">Only this clinic's rows; null: all.</param>
    /// <param name="without">Tables that may change.</param>
    public static Task<string> Everything(this TelemedApp app, TenantId? of = null, params string[] without) => app.InScope(async services =>
    {
        var (db, all) = (services.GetRequiredService<Db>(), new StringBuilder());
        await db.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        foreach (var table in db.Model.GetEntityTypes().Select(e => e.GetTableName()!).Distinct().Except(OnTheirOwn).Except(without).Order(StringComparer.Ordinal))
        {
            all.Append(table).Append('\n').AppendJoin('\n', (await Rows(db, table, of)).Order(StringComparer.Ordinal)).Append('\n');
        }

        return all.ToString();
    });

    private static async Task<List<string>> Rows(Db db, string table, TenantId? of)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // the table names come from the model
        command.CommandText = $"SELECT * FROM {table}";
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var rows = new List<string>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            var row = string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetValue(i) is byte[] bytes
                ? Convert.ToHexString(bytes) : Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture)));
            if (of is null || row.Contains(of.Value.ToString(), StringComparison.OrdinalIgnoreCase))
            {
                rows.Add(row);
            }
        }

        return rows;
    }
}
