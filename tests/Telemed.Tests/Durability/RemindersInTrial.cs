using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Telemed.Consultations;
using Telemed.Notifications;
using Telemed.People;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Scheduling.Reminding;
using Telemed.Tests.Consultations;
using Telemed.Tests.Notifications;

namespace Telemed.Tests.Durability;

/// <summary>
/// Real server processes (two on PostgreSQL, one on SQLite) that send the reminders of many appointments, all due at the same moment, to a
/// real mail server, and are killed meanwhile.
/// </summary>
internal sealed class RemindersInTrial : IAsyncDisposable
{
    private static readonly TimeSpan Patience = Sending.Lease.ToTimeSpan() + TimeSpan.FromSeconds(90);

    /// <summary>Longer than a node sleeps: both know of what is due when it is.</summary>
    private static readonly Duration Ahead = Duration.FromTimeSpan(Outbox.Pause) + Duration.FromSeconds(2);

    private static readonly Duration Length = Duration.FromMinutes(5);

    private readonly string _folder = Directory.CreateTempSubdirectory("telemed-reminders-").FullName;
    private readonly (int Web, int Silo)[] _ports = [.. Enumerable.Range(0, TestDatabase.Server is null ? 1 : 2).Select(_ => (FreePort.Take(), FreePort.Take()))];
    private readonly ConcurrentDictionary<int, ServerProcess> _running = new();
    private readonly List<Task> _starting = [];
    private readonly Dictionary<Guid, int> _mails = [];
    private readonly string? _defect;
    private ServiceProvider _services = null!;
    private SmtpServer _mailServer = null!;
    private Cast _cast = null!;
    private string? _postgres;

    private RemindersInTrial(string? defect) => _defect = defect;

    public int Nodes => _ports.Length;

    public int Kills { get; private set; }

    /// <summary>Mails that came more than once, each time beyond the first.</summary>
    public int Repeats => _mails.Values.Sum(count => count - 1);

    public static async Task<RemindersInTrial> Start(string? defect = null)
    {
        var trial = new RemindersInTrial(defect) { _mailServer = await SmtpServer.Start(0, TestContext.Current.CancellationToken) };
        trial._postgres = await TestDatabase.Create(trial._folder, async (postgres, folder) =>
        {
            await using var services = new ServiceCollection().AddDb(new TelemedOptions { DataFolder = folder, Postgres = postgres }).BuildServiceProvider();
            await using var scope = services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<DatabaseSchema>().Migrate();
        });
        trial._services = new ServiceCollection().AddDb(new TelemedOptions { DataFolder = trial._folder, Postgres = trial._postgres }).BuildServiceProvider();
        trial._cast = await Cast.Enter(trial._services.GetRequiredService<IServiceScopeFactory>(), Now);
        for (var node = 0; node < trial.Nodes; node++)
        {
            await trial.StartNode(node);
        }

        return trial;
    }

    /// <summary>
    /// Books so many appointments, from another process than those that will send; each has one reminder that is due a moment after all of
    /// them are there, however long that took.
    /// </summary>
    public async Task Book(int appointments)
    {
        var due = Now + Duration.FromHours(1);
        for (var i = 0; i < appointments; i += Lead.All.Count)
        {
            await InTransaction(db => BookWithOne(db, i, Math.Min(Lead.All.Count, appointments - i), due));
        }

        await InTransaction(async db =>
        {
            var soon = Now + Ahead;
            foreach (var lead in Lead.All)
            {
                var (was, starts) = (due + lead.Before, soon + lead.Before);
                await db.Appointments.Where(a => a.StartsAt == was).ExecuteUpdateAsync(a => a.SetProperty(x => x.StartsAt, starts).SetProperty(x => x.EndsAt, starts + Length));
            }

            foreach (var was in await db.Deliveries.Where(d => d.DueAt != null).Select(d => d.DueAt).Distinct().OrderBy(d => d).ToListAsync())
            {
                var then = was!.Value - (due - soon);
                await db.Deliveries.Where(d => d.DueAt == was).ExecuteUpdateAsync(d => d.SetProperty(x => x.DueAt, then).SetProperty(x => x.NextTryAt, then));
            }
        });
    }

    /// <summary>Kills one server after the other in the middle of sending, until it was done so often; each is started again at once.</summary>
    public async Task Kill(int times, Random random)
    {
        while (Kills < times)
        {
            var (before, node) = (Received(), random.Next(Nodes));
            // One that sends has something to lose.
            await Until(async () => (Received() > before && _running.ContainsKey(node)) || await Left() == 0, "nothing was sent before a kill");
            await Task.Delay(random.Next(150));
            if (await Left() == 0)
            {
                return;
            }

            if (_running.TryRemove(node, out var server))
            {
                await server.DisposeAsync();
                Kills++;
                _starting.Add(StartNode(node));
            }
        }
    }

    /// <summary>Returns when no reminder is left that is due.</summary>
    public Task Settle() => Until(async () => await Left() == 0, "a reminder was never sent");

    /// <summary>What was lost, or sent twice without a kill that explains it. Empty: nothing.</summary>
    public async Task<IReadOnlyList<string>> Check()
    {
        await Task.WhenAll(_starting);
        Received();
        var (faults, rows) = (new List<string>(), await Due());
        foreach (var row in rows)
        {
            var count = _mails.GetValueOrDefault(row.Id.Value);
            faults.AddRange(row.SentAt is null || row.GivenUp is not null ? [$"{row.Kind} {row.Id} is not recorded as sent"] : []);
            faults.AddRange(count == 0 ? [$"{row.Kind} {row.Id} was lost"] : count > row.Tries ? [$"{row.Kind} {row.Id} came {count} times in {row.Tries} tries"] : []);
        }

        faults.AddRange(_mails.Keys.Except(rows.Select(r => r.Id.Value)).Select(id => $"mail {id} was never due"));
        if (Repeats > Kills * Outbox.Lanes)
        {
            faults.Add($"{Repeats} mails came again, after {Kills} kills");
        }

        return faults;
    }

    /// <summary>From when they were due to when the last was recorded as sent.</summary>
    public async Task<Duration> Slowest() => (await Due()).Max(d => d.SentAt!.Value - d.DueAt!.Value);

    private static Instant Now => Instant.FromUnixTimeMilliseconds(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_starting);
        foreach (var server in _running.Values)
        {
            await server.DisposeAsync();
        }

        await _mailServer.DisposeAsync();
        await _services.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartNode(int node)
    {
        var settings = new Dictionary<string, string>
        {
            ["Telemed__Smtp__Host"] = "127.0.0.1", ["Telemed__Smtp__Port"] = $"{_mailServer.Port}", ["Telemed__Smtp__Security"] = "none",
        };
        if (Nodes > 1)
        {
            (settings["Telemed__Cluster__Address"], settings["Telemed__Cluster__Port"]) = ("127.0.0.1", $"{_ports[node].Silo}");
        }

        _running[node] = await ServerProcess.Start(_folder, _postgres, _defect, port: _ports[node].Web, settings: settings);
    }

    /// <summary>One patient and one practitioner with an appointment for each lead.</summary>
    private static async Task BookWithOne(Db db, int number, int count, Instant due)
    {
        var doctor = await VisitScene.NewDoctor(db, Now);
        var patient = new Patient
        {
            TenantId = db.Tenant, Id = PatientId.New(), GivenName = "Paul", FamilyName = $"Petit {number}", FoldedGivenName = "PAUL", FoldedFamilyName = $"PETIT {number}",
            BirthDate = new LocalDate(1970, 1, 1), Sex = Sex.Male, Email = $"paul-{number}@telemed.test", Language = number % 8 == 0 ? "en" : "fr", CreatedAt = Now,
        };
        db.Patients.Add(patient);
        foreach (var lead in Lead.All.Take(count))
        {
            var starts = due + lead.Before;
            var appointment = new Appointment
            {
                TenantId = db.Tenant, Id = AppointmentId.New(), PatientId = patient.Id, PractitionerId = doctor.Practitioner!.Value, StartsAt = starts,
                EndsAt = starts + Length, Reason = "Suivi", Modality = Modality.Video, Status = AppointmentStatus.Booked, CreatedAt = Now, BookedBy = doctor.Account,
            };
            db.Appointments.Add(appointment);
            await db.SaveChangesAsync();
            await db.PlanVisit(doctor.Actor, appointment, Now);
            await db.RenewReminders(appointment, Now);
        }

        // What is told at once was told; this is about what is due later.
        foreach (var told in db.ChangeTracker.Entries<Delivery>().Where(d => d.Entity.DueAt is null))
        {
            told.Entity.SentAt = Now;
        }
    }

    private async Task InTransaction(Func<Db, Task> work)
    {
        await using var scope = _services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        db.Enter(_cast.North);
        await db.InTransaction(() => work(db));
    }

    private async Task Until(Func<Task<bool>> holds, string otherwise)
    {
        var clock = Stopwatch.StartNew();
        for (var seen = Received(); !await holds(); await Task.Delay(20))
        {
            if (Received() > seen)
            {
                (seen, clock) = (Received(), Stopwatch.StartNew());
            }

            Assert.True(clock.Elapsed < Patience, $"{otherwise}: {string.Join(Environment.NewLine, _running.Values.Select(s => s.Output))}");
        }
    }

    /// <summary>How many mails have come so far, all counted.</summary>
    private int Received()
    {
        while (_mailServer.TryNext(out var mail))
        {
            var id = Guid.Parse(mail.Message.MessageId!.Split('@')[0]);
            _mails[id] = _mails.GetValueOrDefault(id) + 1;
        }

        return _mails.Values.Sum();
    }

    private async Task<int> Left() => (await Due()).Count(d => d.SentAt is null && d.GivenUp is null);

    /// <summary>The reminders of the one moment; the later ones of the same appointments stay where they are.</summary>
    private async Task<List<Delivery>> Due()
    {
        await using var scope = _services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        db.Enter(_cast.North);
        var first = await db.Deliveries.MinAsync(d => d.DueAt);
        return await db.Deliveries.AsNoTracking().Where(d => d.DueAt == first).ToListAsync();
    }
}
