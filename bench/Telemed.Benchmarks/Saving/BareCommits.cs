using System.Data.Common;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Telemed.Benchmarks.Saving;

/// <summary>The floor of a save: one row changed and committed in plain SQL over a connection that stays open, as durably as the product does it.</summary>
internal sealed class BareCommits : IAsyncDisposable
{
    private const string Table = "CREATE TABLE bare_notes (id integer PRIMARY KEY, text text NOT NULL); INSERT INTO bare_notes (id, text) VALUES (1, '')";

    private readonly DbConnection _connection;
    private readonly DbCommand _update;

    private BareCommits(DbConnection connection)
    {
        (_connection, _update) = (connection, connection.CreateCommand());
        _update.CommandText = "UPDATE bare_notes SET text = @text WHERE id = 1";
        var text = _update.CreateParameter();
        (text.ParameterName, text.DbType) = ("text", System.Data.DbType.String);
        _update.Parameters.Add(text);
    }

    [SuppressMessage("Security", "CA2100", Justification = "The texts here are all there is.")]
    public static async Task<BareCommits> Open(string folder, string postgres)
    {
        DbConnection connection = postgres.Length > 0 ? new NpgsqlConnection(postgres) : new SqliteConnection($"Data Source={Path.Combine(folder, "bare.db")}");
        await connection.OpenAsync();
        await using var made = connection.CreateCommand();
        made.CommandText = postgres.Length > 0 ? Table : "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; " + Table;
        await made.ExecuteNonQueryAsync();
        return new BareCommits(connection);
    }

    /// <summary>How long it took, in ms.</summary>
    public async Task<double> Save(string text)
    {
        _update.Parameters[0].Value = text;
        var started = Stopwatch.GetTimestamp();
        await _update.ExecuteNonQueryAsync();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    public async ValueTask DisposeAsync()
    {
        await _update.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
