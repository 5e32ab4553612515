using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Npgsql;

namespace Telemed.Platform;

/// <summary>Chooses the database from configuration: a PostgreSQL connection string, or an SQLite file in the data folder.</summary>
public static class DbUp
{
    /// <summary>Kept prepared on each connection; the product has fewer different ones.</summary>
    private const int PreparedStatements = 250;

    /// <summary>Of one node, at most; further work waits its turn.</summary>
    private const int Connections = 30;

    /// <summary>Adds <see cref="Db"/>: PostgreSQL when <c>Telemed:Postgres</c> is set, else SQLite in the data folder.</summary>
    public static IServiceCollection AddDb(this IServiceCollection services, TelemedOptions options)
    {
        services.AddSingleton<WriterGate>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<Clock>();
        services.AddScoped<DatabaseSchema>();
        if (options.Postgres is { Length: > 0 } connection)
        {
            services.AddDbContext<PostgresDb>(db => db.UseNpgsql(Prepared(connection)), optionsLifetime: ServiceLifetime.Singleton);
            return services.AddScoped<Db>(provider => provider.GetRequiredService<PostgresDb>());
        }

        var file = Path.Combine(options.DataFolder, "telemed.db");
        KeepToOwner(options.DataFolder, file);
        services.AddDbContext<SqliteDb>(db => UseSqlite(db, file), optionsLifetime: ServiceLifetime.Singleton);
        return services.AddScoped<Db>(provider => provider.GetRequiredService<SqliteDb>());
    }

    /// <summary>
    /// What patients say is for the program's own user alone, whatever the umask of whoever runs <c>telemed migrate</c>. SQLite gives its
    /// journals the mode of the database.
    /// </summary>
    private static void KeepToOwner(string folder, string file)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using (File.Open(file, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    /// <summary>
    /// The same statements come again and again: the server plans each once a connection; and three nodes must fit into the 100 connections
    /// that PostgreSQL allows by default. A connection string that says otherwise (for a pooler between, which cannot) is left as it is.
    /// </summary>
    internal static string Prepared(string connection)
    {
        var settings = new NpgsqlConnectionStringBuilder(connection);
        if (!settings.ContainsKey("Max Auto Prepare"))
        {
            settings.MaxAutoPrepare = PreparedStatements;
        }

        if (!settings.ContainsKey("Maximum Pool Size"))
        {
            settings.MaxPoolSize = Connections;
        }

        settings.NoResetOnClose = true; // nothing here outlives its transaction: no SET, no session lock, no temporary table

        return settings.ToString();
    }

    internal static DbContextOptionsBuilder UseSqlite(DbContextOptionsBuilder db, string file) =>
        db.UseSqlite(new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = 30 }.ToString())
            .AddInterceptors(new SqliteConnectionSetup());
}

// For `dotnet ef migrations add`, one factory a provider.
internal sealed class SqliteDesign : IDesignTimeDbContextFactory<SqliteDb>
{
    public SqliteDb CreateDbContext(string[] args)
    {
        var builder = new DbContextOptionsBuilder<SqliteDb>();
        DbUp.UseSqlite(builder, "design.db");
        return new SqliteDb(builder.Options, new WriterGate(), new Clock(TimeProvider.System));
    }
}

internal sealed class PostgresDesign : IDesignTimeDbContextFactory<PostgresDb>
{
    public PostgresDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresDb>().UseNpgsql("Host=design").Options, new WriterGate(), new Clock(TimeProvider.System));
}
