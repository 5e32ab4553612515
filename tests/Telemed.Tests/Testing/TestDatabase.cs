using Microsoft.Data.Sqlite;
using Npgsql;

namespace Telemed.Tests.Testing;

/// <summary>
/// A fresh, migrated database for one app: SQLite by default, PostgreSQL when TELEMED_TEST_POSTGRES holds a connection string.
/// bin/test runs the whole suite once on each. Migrations run once a process; each database is a copy.
/// </summary>
public static class TestDatabase
{
    /// <summary>Connection string of the server to test on, or null for SQLite.</summary>
    public static string? Server { get; } = Environment.GetEnvironmentVariable("TELEMED_TEST_POSTGRES") is { Length: > 0 } server ? server : null;

    private static readonly SemaphoreSlim Once = new(1, 1);
    private static string? _template;

    /// <summary>Makes a database for the app whose data lies in <paramref name="folder"/>; returns its PostgreSQL connection string or null.</summary>
    public static async Task<string?> Create(string folder, Func<string?, string, Task> migrate)
    {
        ArgumentNullException.ThrowIfNull(migrate);
        await Once.WaitAsync();
        try
        {
            _template ??= await Template(migrate);
        }
        finally
        {
            Once.Release();
        }

        if (Server is null)
        {
            File.Copy(_template, Path.Combine(folder, "telemed.db"));
            return null;
        }

        return await OnServer(_template);
    }

    private static async Task<string> Template(Func<string?, string, Task> migrate)
    {
        var folder = Directory.CreateTempSubdirectory("telemed-template-").FullName;
        if (Server is null)
        {
            await migrate(null, folder);
            SqliteConnection.ClearAllPools();
            return Path.Combine(folder, "telemed.db");
        }

        var empty = await OnServer("template1");
        await migrate(empty, folder);
        NpgsqlConnection.ClearAllPools();
        return new NpgsqlConnectionStringBuilder(empty).Database!;
    }

    /// <summary>One without any table, as a new installation finds it; null: SQLite makes its own.</summary>
    public static async Task<string?> Empty() => Server is null ? null : await OnServer("template1");

    private static async Task<string> OnServer(string template)
    {
        var name = "t" + Guid.CreateVersion7().ToString("N");
        await using var connection = new NpgsqlConnection(Server);
        await connection.OpenAsync();
        await OneCopy.WaitAsync();
        try
        {
            await using var create = new NpgsqlCommand($"CREATE DATABASE {name} TEMPLATE {template}", connection);
            await create.ExecuteNonQueryAsync();
        }
        finally
        {
            OneCopy.Release();
        }

        // Many apps come and go in one process, each with a database of its own: what they leave idle must not use up the server's connections.
        return new NpgsqlConnectionStringBuilder(Server) { Database = name, MaxPoolSize = 20, ConnectionIdleLifetime = 6, ConnectionPruningInterval = 2 }.ToString();
    }

    // PostgreSQL refuses to copy a template that another session is copying.
    private static readonly SemaphoreSlim OneCopy = new(1, 1);
}
