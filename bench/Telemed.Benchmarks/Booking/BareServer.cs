using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Telemed.Platform;

namespace Telemed.Benchmarks.Booking;

/// <summary>What a bare server is asked to write.</summary>
internal sealed record BareBooking(Guid Patient, Guid Practitioner, DateTime StartsAt, int Minutes, string Reason);

/// <summary>
/// The floor of bookings: ASP.NET with one endpoint that inserts one row and answers 201. No account, audit, outbox, validation or form.
/// Once with EF Core and once with plain SQL; the same engine and durability as the product, in a process of its own as the product is.
/// </summary>
internal static class BareServer
{
    private const string Table =
        "CREATE TABLE IF NOT EXISTS bookings (id uuid PRIMARY KEY, patient uuid NOT NULL, practitioner uuid NOT NULL, starts_at timestamptz NOT NULL, minutes integer NOT NULL, reason text NOT NULL)";

    private const string Insert =
        "INSERT INTO bookings (id, patient, practitioner, starts_at, minutes, reason) VALUES (@id, @patient, @practitioner, @starts_at, @minutes, @reason)";

    /// <param name="kind">sqlite or postgres.</param>
    [SuppressMessage("Security", "CA2100", Justification = "The two texts above are all there is.")]
    public static async Task Serve(string kind, string address, string connection)
    {
        var sqlite = kind == "sqlite";
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(address);
        builder.Logging.ClearProviders();
        builder.Services.AddDbContextPool<BareDb>(db =>
        {
            if (sqlite)
            {
                db.UseSqlite(connection).AddInterceptors(new SqliteConnectionSetup());
            }
            else
            {
                db.UseNpgsql(connection);
            }
        });
        // SQLite lets one writer in: without a queue the others would poll.
        builder.Services.AddSingleton<WriterGate>();
        var app = builder.Build();
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var database = scope.ServiceProvider.GetRequiredService<BareDb>().Database;
            await database.ExecuteSqlRawAsync(Table);
            if (sqlite)
            {
                await database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL");
            }
        }

        app.MapGet("/health", () => "ok");
        app.MapPost("/ef", (BareBooking wish, BareDb db, WriterGate gate) => WithEf(wish, db, gate, !sqlite));
        app.MapPost("/sql", (BareBooking wish, WriterGate gate) => sqlite ? WithSqlite(wish, connection, gate) : WithPostgres(wish, connection));
        await app.RunAsync();
    }

    private static async Task<IResult> WithEf(BareBooking wish, BareDb db, WriterGate gate, bool free)
    {
        var row = new BareRow { Id = Guid.CreateVersion7(), Patient = wish.Patient, Practitioner = wish.Practitioner, StartsAt = wish.StartsAt, Minutes = wish.Minutes, Reason = wish.Reason };
        using (await gate.Enter(free, default))
        {
            db.Add(row);
            await db.SaveChangesAsync();
        }

        return Results.Created($"/{row.Id}", null);
    }

    private static async Task<IResult> WithSqlite(BareBooking wish, string connection, WriterGate gate)
    {
        var id = Guid.CreateVersion7();
        using (await gate.Enter(free: false, default))
        {
            await using var opened = new SqliteConnection(connection);
            await opened.OpenAsync();
            await using var command = opened.CreateCommand();
            command.CommandText = "PRAGMA synchronous = FULL; " + Insert;
            command.Parameters.AddWithValue("@id", id);
            command.Parameters.AddWithValue("@patient", wish.Patient);
            command.Parameters.AddWithValue("@practitioner", wish.Practitioner);
            command.Parameters.AddWithValue("@starts_at", wish.StartsAt);
            command.Parameters.AddWithValue("@minutes", wish.Minutes);
            command.Parameters.AddWithValue("@reason", wish.Reason);
            await command.ExecuteNonQueryAsync();
        }

        return Results.Created($"/{id}", null);
    }

    private static async Task<IResult> WithPostgres(BareBooking wish, string connection)
    {
        var id = Guid.CreateVersion7();
        await using var opened = new NpgsqlConnection(connection);
        await opened.OpenAsync();
        await using var command = new NpgsqlCommand(Insert, opened);
        command.Parameters.AddWithValue("id", id);
        command.Parameters.AddWithValue("patient", wish.Patient);
        command.Parameters.AddWithValue("practitioner", wish.Practitioner);
        command.Parameters.AddWithValue("starts_at", wish.StartsAt);
        command.Parameters.AddWithValue("minutes", wish.Minutes);
        command.Parameters.AddWithValue("reason", wish.Reason);
        await command.ExecuteNonQueryAsync();
        return Results.Created($"/{id}", null);
    }
}

internal sealed class BareDb(DbContextOptions<BareDb> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<BareRow>(row =>
    {
        row.ToTable("bookings");
        row.Property(r => r.Id).HasColumnName("id");
        row.Property(r => r.Patient).HasColumnName("patient");
        row.Property(r => r.Practitioner).HasColumnName("practitioner");
        row.Property(r => r.StartsAt).HasColumnName("starts_at");
        row.Property(r => r.Minutes).HasColumnName("minutes");
        row.Property(r => r.Reason).HasColumnName("reason");
    });
}

internal sealed class BareRow
{
    public Guid Id { get; init; }
    public Guid Patient { get; init; }
    public Guid Practitioner { get; init; }
    public DateTime StartsAt { get; init; }
    public int Minutes { get; init; }
    public string Reason { get; init; } = "";
}
