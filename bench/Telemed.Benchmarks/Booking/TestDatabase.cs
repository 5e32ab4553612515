using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace Telemed.Benchmarks.Booking;

/// <summary>A PostgreSQL database for one measure, gone after it.</summary>
internal sealed record TestDatabase(string Server, string Name) : IAsyncDisposable
{
    public string Connection => new NpgsqlConnectionStringBuilder(Server) { Database = Name }.ToString();

    /// <summary>An empty one of that name, whatever was there.</summary>
    public static async Task<TestDatabase> Make(string server, string name)
    {
        await Execute(server, $"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
        await Execute(server, $"CREATE DATABASE {name}");
        return new TestDatabase(server, name);
    }

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
