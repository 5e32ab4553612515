using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Telemed.Consultations;
using Telemed.Platform;
using Telemed.Tests.Records;

namespace Telemed.Tests.Durability;

/// <summary>A clinic on a database of its own whose server is killed again and again while writers write.</summary>
internal sealed class Kills : IAsyncDisposable
{
    /// <summary>Load runs at least this long, and up to this much longer, before a kill.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(150);
    private const int Spread = 600;

    private readonly string _folder = Directory.CreateTempSubdirectory("telemed-kills-").FullName;
    private readonly string? _defect;
    private readonly Random _random;
    private readonly Pulse _pulse = new();
    private ServiceProvider _services = null!;
    private Task<ServerProcess>? _server;
    private string? _postgres;
    private readonly IReadOnlyDictionary<string, string> _settings;
    private List<(Writer Writer, string Session)> _writers = [];

    private Kills(int seed, string? defect, IReadOnlyDictionary<string, string> settings) => (_random, _defect, _settings) = (new Random(seed), defect, settings);

    /// <param name="writers">Who writes instead of the usual ones, each with a session.</param>
    /// <param name="settings">More of the server's environment.</param>
    public static async Task<Kills> Prepare(int seed, string? defect = null, Func<Kills, Instant, Task<List<(Writer Writer, string Session)>>>? writers = null,
        IReadOnlyDictionary<string, string>? settings = null)
    {
        var kills = new Kills(seed, defect, settings ?? new Dictionary<string, string>());
        kills._postgres = await TestDatabase.Create(kills._folder, async (postgres, folder) =>
        {
            await using var services = new ServiceCollection().AddDb(new TelemedOptions { DataFolder = folder, Postgres = postgres }).BuildServiceProvider();
            await using var scope = services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<DatabaseSchema>().Migrate();
        });
        kills._services = new ServiceCollection().AddDb(new TelemedOptions { DataFolder = kills._folder, Postgres = kills._postgres }).BuildServiceProvider();
        await kills.EnterCast(seed, writers);
        return kills;
    }

    /// <summary>
    /// Kills the server at a moment when a booking, a note save and an upload are in flight; returns what the next one has lost. It is
    /// the one that the next kill hits.
    /// </summary>
    public async Task<IReadOnlyList<string>> KillOnce()
    {
        await using (var server = await (_server ?? ServerProcess.Start(_folder, _postgres, _defect, settings: _settings)))
        {
            _server = null;
            var before = _writers.ToDictionary(w => w.Writer, w => w.Writer.Acknowledged);
            var running = _writers.Select(w => w.Writer.Run(PlainBrowser.Of(server.Address, w.Session), _pulse)).ToList();
            // A cold server is slow: only one that has acknowledged something of each kind has something to lose.
            await Until(running, () => OneOfEachKind(w => w.Acknowledged > before[w]));
            await Task.Delay(Least + TimeSpan.FromMilliseconds(_random.Next(Spread)));
            await Until(running, () => OneOfEachKind(w => w.IsInFlight));
            var failed = running.FirstOrDefault(r => r.IsCompleted);
            await server.Kill();
            await Task.WhenAll(running);
            Assert.True(failed is null, $"A writer stopped before the kill: {server.Output}");
        }

        _server = ServerProcess.Start(_folder, _postgres, _defect, settings: _settings);
        return await Check(await _server);
    }

    /// <summary>Waits until something holds of what the writers do, or one of them has stopped.</summary>
    private async Task Until(List<Task> running, Func<bool> holds)
    {
        while (true)
        {
            var next = _pulse.Next;
            if (holds() || running.Any(r => r.IsCompleted))
            {
                return;
            }

            await Task.WhenAny([next, .. running]);
        }
    }

    private bool OneOfEachKind(Func<Writer, bool> does) => _writers.GroupBy(w => w.Writer.Kind).All(kind => kind.Any(w => does(w.Writer)));

    /// <summary>How many writes were, of every kind.</summary>
    public int Acknowledged => _writers.Sum(w => w.Writer.Acknowledged);

    /// <summary>Runs a command beside the server.</summary>
    public Task<(int Code, string Output)> Command(params string[] arguments) => ServerProcess.Run(_folder, _postgres, null, _settings, arguments);

    /// <summary>What was acknowledged, and how many of each kind died unanswered with the server.</summary>
    public string Counts => string.Join(", ", _writers.GroupBy(w => w.Writer.Kind).Select(kind => $"{kind.Sum(w => w.Writer.Acknowledged)} {kind.Key}s (and {kind.Sum(w => w.Writer.CutOff)} cut off)"));

    /// <summary>True when this kind of write was both acknowledged and cut off by a kill.</summary>
    public bool HasBeenHit(string kind) => _writers.Where(w => w.Writer.Kind == kind).ToList() is var those
        && those.Any(w => w.Writer.Acknowledged > 0) && those.Any(w => w.Writer.CutOff > 0);

    public async ValueTask DisposeAsync()
    {
        if (_server is { IsCompletedSuccessfully: true })
        {
            await (await _server).DisposeAsync();
        }

        await _services.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<IReadOnlyList<string>> Check(ServerProcess server)
    {
        var faults = new List<string>();
        foreach (var (writer, session) in _writers)
        {
            using var browser = PlainBrowser.Of(server.Address, session);
            faults.AddRange(await InClinic(db => writer.Check(browser, db)));
        }

        return faults;
    }

    private Cast _cast = null!;

    public Cast Cast => _cast;

    /// <summary>Runs with the rows of clinic North, beside the server.</summary>
    public async Task<T> InClinic<T>(Func<Db, Task<T>> work)
    {
        await using var scope = _services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        db.Enter(_cast.North);
        return await work(db);
    }

    private async Task EnterCast(int seed, Func<Kills, Instant, Task<List<(Writer Writer, string Session)>>>? writers)
    {
        var now = Instant.FromUnixTimeMilliseconds(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        _cast = await Cast.Enter(_services.GetRequiredService<IServiceScopeFactory>(), now);
        _writers = await (writers?.Invoke(this, now) ?? Usual(seed, now));
    }

    private async Task<List<(Writer Writer, string Session)>> Usual(int seed, Instant now)
    {
        var visits = await Task.WhenAll(Visit(now), Visit(now));
        // From today: the servers are processes of their own, with the world's clock.
        var (bob, alice, today) = (_cast.Bob.Patient!.Value, _cast.Alice, now.InUtc().Date);
        return
        [
            (new NoteWriter(visits[0]), await Session(alice, now)), (new NoteWriter(visits[1]), await Session(alice, now)),
            (new Booker(bob, today.PlusDays(2)), await Session(alice, now)), (new Booker(bob, today.PlusDays(360)), await Session(alice, now)),
            (new Uploader(bob, seed), await Session(alice, now)), (new Uploader(bob, seed + 1), await Session(alice, now)),
        ];
    }

    /// <summary>The session's cookie.</summary>
    public async Task<string> Session(Person person, Instant now)
    {
        await using var scope = _services.CreateAsyncScope();
        return await Cast.OpenSession(scope.ServiceProvider, person, now);
    }

    private async Task<EncounterId> Visit(Instant now)
    {
        await using var scope = _services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        db.Enter(_cast.North);
        var visit = new Encounter
        {
            TenantId = db.Tenant, Id = EncounterId.New(), PatientId = _cast.Bob.Patient!.Value, PractitionerId = _cast.Alice.Practitioner!.Value,
            Status = EncounterStatus.Completed, CreatedAt = now, StartedAt = now, EndedAt = now,
        };
        db.Encounters.Add(visit);
        await db.SaveChangesAsync();
        return visit.Id;
    }
}
