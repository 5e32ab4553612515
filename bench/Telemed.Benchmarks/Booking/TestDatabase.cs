using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace Telemed.Benchmarks.Booking;

/// <summary>A PostgreSQL database for one measure, gone after it.</summary>
internal sealed record TestDatabase(string Server, string Name) : IAsyncDisposable
{
    public string Connection => new NpgsqlConnectionStringBuilder(Server) { Database = Name }.ToString();

    [SuppressMessage("Security", "CA2100", Justification = "Names of databases, ours.")]
    public static async Task Execute(string server, string sql)
    {
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync() => await Execute(Server, $"DROP DATABASE IF EXISTS {Name} WITH (FORCE)");
}
