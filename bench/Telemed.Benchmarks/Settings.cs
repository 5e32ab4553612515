using System.Globalization;

namespace Telemed.Benchmarks;

/// <summary>What is measured and how long; <c>bin/bench</c> sets it through the environment, every count may be lowered for a trial run.</summary>
internal sealed record Settings
{
    /// <summary>Folder of the published server.</summary>
    public required string Published { get; init; }

    /// <summary>A PostgreSQL whose superuser may make databases.</summary>
    public required string Postgres { get; init; }

    /// <summary>Where the result is written after a whole run.</summary>
    public required string Document { get; init; }

    public required string NodeModules { get; init; }
    public required string Commit { get; init; }
    public int JoinRounds { get; init; }
    public int Starts { get; init; }
    public int IdleSeconds { get; init; }
    public int Uploads { get; init; }

    /// <summary>Turns of ours and the floors for each database.</summary>
    public int BookingRounds { get; init; }

    public int BookingSeconds { get; init; }

    /// <summary>Rooms with two connections each.</summary>
    public int RelayRooms { get; init; }

    /// <summary>Turns of ours and the floor.</summary>
    public int RelayRounds { get; init; }

    public int RelaySeconds { get; init; }

    /// <summary>Open rooms with nobody in them.</summary>
    public int IdleRooms { get; init; }

    public static Settings FromEnvironment() => new()
    {
        Published = Text("TELEMED_BENCH_SERVER"), Postgres = Text("TELEMED_TEST_POSTGRES"), Document = Text("TELEMED_BENCH_DOCUMENT"),
        NodeModules = Text("TELEMED_BENCH_MODULES"), Commit = Text("TELEMED_BENCH_COMMIT"),
        JoinRounds = Count("JOINS", 15), Starts = Count("STARTS", 10), IdleSeconds = Count("IDLE_SECONDS", 30), Uploads = Count("UPLOADS", 15),
        BookingRounds = Count("BOOKING_ROUNDS", 3), BookingSeconds = Count("BOOKING_SECONDS", 6),
        RelayRooms = Count("RELAY_ROOMS", 1000), RelayRounds = Count("RELAY_ROUNDS", 5), RelaySeconds = Count("RELAY_SECONDS", 4),
        IdleRooms = Count("IDLE_ROOMS", 100_000),
    };

    private static string Text(string name) =>
        Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException($"{name} is not set: run bin/bench.");

    private static int Count(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable("TELEMED_BENCH_" + name), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : usual;
}
