using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Telemed.Accounts;
using Telemed.Consultations;
using Telemed.Consultations.Links;
using Telemed.Consultations.Rooms;
using Telemed.People;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Tests.Consultations;

namespace Telemed.Tests.Durability;

/// <summary>Several real server processes on one PostgreSQL, a plain proxy before them, and rooms in which two pages talk.</summary>
internal sealed class NodesInTrial : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly string _folder = Directory.CreateTempSubdirectory("telemed-nodes-").FullName;
    private readonly CancellationTokenSource _stop = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly List<Task> _talking = [];
    private readonly ConcurrentDictionary<int, bool> _supervised = new();
    private readonly string? _defect;
    private readonly (int Web, int Silo)[] _ports;
    private readonly ServerProcess?[] _nodes;
    private readonly PlainProxy _proxy;
    private ServiceProvider _services = null!;
    private string _postgres = "";
    private Cast _cast = null!;

    private NodesInTrial(int nodes, string? defect)
    {
        _defect = defect;
        _ports = [.. Enumerable.Range(0, nodes).Select(_ => (FreePort.Take(), FreePort.Take()))];
        _nodes = new ServerProcess?[nodes];
        _proxy = new PlainProxy([.. _ports.Select(p => p.Web)]);
    }

    public List<(EncounterId Visit, Talker[] Pages)> Rooms { get; } = [];

    /// <summary>A room apart: whoever leaves is at the first node, whoever stays at the last.</summary>
    public (Talker Leaves, Talker Stays) Parted { get; private set; }

    public IEnumerable<Talker> Pages => Rooms.SelectMany(r => r.Pages);

    public TimeSpan Now => _clock.Elapsed;

    public int Count => _nodes.Length;

    public static async Task<NodesInTrial> Start(int nodes, int rooms, string? defect = null)
    {
        var trial = new NodesInTrial(nodes, defect);
        trial._postgres = (await TestDatabase.Create(trial._folder, async (postgres, folder) =>
        {
            await using var services = new ServiceCollection().AddDb(new TelemedOptions { DataFolder = folder, Postgres = postgres }).BuildServiceProvider();
            await using var scope = services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<DatabaseSchema>().Migrate();
        }))!;
        trial._services = new ServiceCollection().AddDb(new TelemedOptions { DataFolder = trial._folder, Postgres = trial._postgres }).BuildServiceProvider();
        var now = Instant.FromUnixTimeMilliseconds(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        trial._cast = await Cast.Enter(trial._services.GetRequiredService<IServiceScopeFactory>(), now);
        for (var room = 0; room < rooms; room++)
        {
            var (visit, pages) = await trial.Book(now);
            trial.Rooms.Add((visit, pages(null, null)));
        }

        var parted = (await trial.Book(now)).Pages(trial.AddressOf(^1), trial.AddressOf(0));
        trial.Parted = (parted[1], parted[0]);

        await trial.StartNode(0);
        await Task.WhenAll(Enumerable.Range(1, nodes - 1).Select(trial.StartNode));
        return trial;
    }

    /// <summary>Nodes that ended without being told, as on a machine that starves them; started again, as their supervisor would.</summary>
    public int Fallen { get; private set; }

    public async Task StartNode(int node)
    {
        _nodes[node] = await ServerProcess.Start(_folder, _postgres, _defect, port: _ports[node].Web,
        settings: new Dictionary<string, string>
        {
            ["Telemed__PublicAddress"] = _proxy.Address.ToString(), ["Telemed__Cluster__Address"] = "127.0.0.1",
            ["Telemed__Cluster__Port"] = $"{_ports[node].Silo}",
        });
        _supervised[node] = true;
    }

    /// <summary>The node, to be ended or put to sleep: nobody else starts it again.</summary>
    public ServerProcess Take(int node)
    {
        _supervised.TryRemove(node, out _);
        return _nodes[node]!;
    }

    /// <summary>Every page comes and talks; returns when each has been answered.</summary>
    public async Task Talk()
    {
        _talking.AddRange(Pages.Select(p => p.Run(_clock, _stop.Token)));
        await Until(() => Pages.All(p => p.Said.Count > 1), "a page was never answered");
    }

    public async Task Until(Func<bool> holds, string otherwise)
    {
        var patience = Stopwatch.StartNew();
        while (!holds())
        {
            Assert.True(patience.Elapsed < Patience, $"{otherwise}: {string.Join(", ", Pages.Select(p => p.Refused).Where(r => r is not null))} " +
                string.Join(Environment.NewLine, _nodes.Select(n => n?.Output)));
            foreach (var node in _supervised.Keys.Where(n => _nodes[n]!.HasEnded).ToList())
            {
                Fallen++;
                await StartNode(node);
            }

            await Task.Delay(50);
        }
    }

    /// <summary>Everybody falls silent; returns what was lost, or done twice. Empty: nothing.</summary>
    public async Task<IReadOnlyList<string>> Check()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_talking);
        var faults = Pages.Where(p => p.Refused is not null).Select(p => $"a page was refused: {p.Refused}").ToList();
        // Of a node that was asleep nothing is asked but that it ends.
        faults.AddRange(_nodes.OfType<ServerProcess>().Where(n => !n.HasEnded).SelectMany(n => n.Faults).Select(f => $"a node says: {f}"));
        await using var scope = _services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        db.Enter(_cast.North);
        foreach (var (visit, pages) in Rooms)
        {
            faults.AddRange(await CheckRoom(db, visit, pages));
        }

        return faults;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_talking);
        await Task.WhenAll(Pages.Append(Parted.Stays).Append(Parted.Leaves).Select(p => p.Close().WaitAsync(TimeSpan.FromSeconds(5)).ContinueWith(_ => { }, TaskScheduler.Default)));
        foreach (var node in _nodes.OfType<ServerProcess>())
        {
            await node.DisposeAsync();
        }

        await _proxy.DisposeAsync();
        await _services.DisposeAsync();
        _stop.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<IReadOnlyList<string>> CheckRoom(Db db, EncounterId visit, Talker[] pages)
    {
        var faults = new List<string>();
        var lines = await db.ChatMessages.AsNoTracking().Where(c => c.EncounterId == visit).Select(c => c.ClientId).ToListAsync();
        var events = await db.RoomEvents.AsNoTracking().Where(e => e.EncounterId == visit).OrderBy(e => e.Number).ToListAsync();
        var row = await db.Encounters.AsNoTracking().SingleAsync(e => e.Id == visit);
        foreach (var page in pages)
        {
            faults.AddRange(page.Said.Where(said => lines.Count(l => l == said) != 1).Select(said => $"line {said} is stored {lines.Count(l => l == said)} times"));
            var other = pages.Single(p => p != page);
            // The last ones may be under way still.
            for (var tries = 0; tries < 60 && page.Said.Any(s => !other.Heard.ContainsKey(s)); tries++)
            {
                await Task.Delay(50);
            }

            faults.AddRange(page.Said.Where(said => !other.Heard.ContainsKey(said)).Select(said => $"line {said} was not heard"));
        }

        if (pages.Any(p => p.Status is not VisitStatus.Active) || row.Status is not EncounterStatus.InProgress
            || events.Count(e => e.Kind is RoomEventKind.Started) != 1 || events.Any(e => e.Kind is RoomEventKind.LiveClosed or RoomEventKind.Ended))
        {
            faults.Add($"the visit is {row.Status}, its pages say {string.Join(" and ", pages.Select(p => p.Status))}: {string.Join(" ", events.Select(e => e.Kind))}");
        }

        var trail = await db.Set<Telemed.Audit.AuditEvent>().AsNoTracking().Where(a => a.Action == Telemed.Audit.AuditAction.RoomArrived && a.EntityId == visit.Value).CountAsync();
        if (events.Count(e => e.Kind is RoomEventKind.Arrived) is var arrived && trail != arrived)
        {
            faults.Add($"the trail knows {trail} arrivals, the room {arrived}");
        }

        return faults;
    }

    private Uri AddressOf(Index node) => new($"http://127.0.0.1:{_ports[node].Web}");

    private async Task<(EncounterId Visit, Func<Uri?, Uri?, Talker[]> Pages)> Book(Instant now)
    {
        await using var scope = _services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        db.Enter(_cast.North);
        var doctor = await VisitScene.NewDoctor(db, now);
        var appointment = new Appointment
        {
            TenantId = db.Tenant, Id = AppointmentId.New(), PatientId = _cast.Bob.Patient!.Value, PractitionerId = doctor.Practitioner!.Value,
            StartsAt = now + Duration.FromMinutes(10), EndsAt = now + Duration.FromMinutes(40), Reason = "Suivi", Modality = Modality.Video, Status = AppointmentStatus.Booked,
            CreatedAt = now, BookedBy = doctor.Account,
        };
        var visit = await db.InTransaction(async () =>
        {
            db.Appointments.Add(appointment);
            return await db.PlanVisit(doctor.Actor, appointment, now);
        });
        var places = await db.Participants.Where(p => p.EncounterId == visit.Id).ToDictionaryAsync(p => p.Role, p => p.Id);
        var secret = Secret.New();
        db.Add(new VisitBrowser
        {
            TenantId = db.Tenant, Id = VisitBrowserId.New(), ParticipantId = places[ParticipantRole.Patient], SecretHash = Secret.Hash(secret)!, BoundAt = now,
        });
        await db.SaveChangesAsync();
        await using var opening = _services.CreateAsyncScope();
        var session = await Cast.OpenSession(opening.ServiceProvider, doctor, now);
        return (visit.Id, (one, other) =>
        [
            new Talker(_proxy.Address, places[ParticipantRole.Practitioner], $"{SessionHandler.Cookie}={session}", one),
            new Talker(_proxy.Address, places[ParticipantRole.Patient], $"{Visitor.CookieName(places[ParticipantRole.Patient])}={secret}", other),
        ]);
    }
}
