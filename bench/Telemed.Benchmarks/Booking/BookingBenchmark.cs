using Telemed.Benchmarks.Running;

namespace Telemed.Benchmarks.Booking;

/// <summary>
/// Bookings a second through the product's own form, with session, rights, history, audit, visit and outbox in the transaction and the
/// outbox sending all the while; beside a bare ASP.NET create on the same engine. Eight clients each, in turns.
/// </summary>
internal static class BookingBenchmark
{
    private const int Clients = 8;
    private const double Least = 0.3;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);

    public static async Task Run(Settings settings, Findings findings)
    {
        using var scratch = new Scratch();
        await Measure(settings, findings, "SQLite", scratch["sqlite"], "", $"Data Source={scratch["bare.db"]}");
        await using var ours = await TestDatabase.Make(settings.Postgres, "bench_ours");
        await using var bare = await TestDatabase.Make(settings.Postgres, "bench_bare");
        await Measure(settings, findings, "PostgreSQL", scratch["postgres"], ours.Connection, bare.Connection);
    }

    private static async Task Measure(Settings settings, Findings findings, string engine, string folder, string postgres, string bareConnection)
    {
        using var mails = new MailSink();
        var launch = new Launch(settings.Published, folder) { Postgres = postgres, SmtpPort = mails.Port };
        await PublishedServer.Migrate(launch);
        var clinic = await LoadClinic.Write(folder, postgres, Clients);
        await using var server = await PublishedServer.Start(launch);
        await using var bare = await StartBare(postgres.Length == 0 ? "sqlite" : "postgres", bareConnection);
        var desks = new List<Desk>();
        var bookers = new List<Func<Task>>();
        for (var i = 0; i < Clients; i++)
        {
            desks.Add(await Desk.SignIn(server.Address, clinic.Emails[i], i));
            bookers.Add(await Load.Books(desks[i], clinic, i));
        }

        using var http = new HttpClient { BaseAddress = bare.Address };
        var rivals = (string[])["/sql", "/ef"];
        var loads = rivals.ToDictionary(path => path, path => Enumerable.Range(0, Clients).Select(c => Load.Creates(http, path, c)).ToList());
        loads["ours"] = bookers;
        var rates = await Turns(settings, loads);
        desks.ForEach(d => d.Dispose());
        var sent = mails.Taken;
        foreach (var (path, name, aim) in ((string, string, string)[])[("/sql", "bare create, plain SQL", "≥ 0.3 × bare"), ("/ef", "bare create, EF Core", "")])
        {
            var ratio = rates["ours"].Median() / rates[path].Median();
            findings.Add(new Finding($"bookings, {engine}", $"{rates["ours"].Median():0}/s", $"{name} {rates[path].Median():0}/s", ratio, aim, aim.Length > 0 ? ratio >= Least : null));
        }

        findings.Notes.Add($"Bookings on {engine}: {Clients} clients; {sent} mails left through the outbox meanwhile.");
    }

    private static async Task<Dictionary<string, List<double>>> Turns(Settings settings, Dictionary<string, List<Func<Task>>> loads)
    {
        var rates = loads.Keys.ToDictionary(name => name, _ => new List<double>());
        foreach (var load in loads.Values)
        {
            await Load.PerSecond(load, WarmUp);
        }

        for (var round = 0; round < settings.BookingRounds; round++)
        {
            foreach (var (name, load) in loads)
            {
                rates[name].Add(await Load.PerSecond(load, TimeSpan.FromSeconds(settings.BookingSeconds)));
                Console.WriteLine($"  {name,-5} {rates[name][^1],7:0}/s");
            }
        }

        return rates;
    }

    private static async Task<Bare> StartBare(string kind, string connection)
    {
        var address = new Uri($"http://127.0.0.1:{Child.FreePort()}");
        var child = Child.Start("dotnet", AppContext.BaseDirectory, [], typeof(BookingBenchmark).Assembly.Location, "bare", kind, address.ToString(), connection);
        await child.Answers(new Uri(address, "/health"));
        return new Bare(child, address);
    }

    private sealed record Bare(Child Child, Uri Address) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Child.DisposeAsync();
    }
}
