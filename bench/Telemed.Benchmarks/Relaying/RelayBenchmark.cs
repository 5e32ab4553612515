using System.Diagnostics;
using Telemed.Benchmarks.Running;
using Telemed.Consultations;
using Telemed.Platform;

namespace Telemed.Benchmarks.Relaying;

/// <summary>
/// A signal from one page to the other through the product's hub, with cookie, origin, room and limits, two connections a room and one
/// message a second each; beside a bare hub with as many. What connections and rooms cost in memory, and how rooms fill again after a crash.
/// </summary>
internal static class RelayBenchmark
{
    private const double Most = 2;

    /// <summary>The share of the rooms that is there before memory is first looked at: what the first ones cost is not the connections' own.</summary>
    private const int WarmShare = 10;

    /// <summary>Turns of each that are not counted: what a server that just started has yet to compile is measured by the start.</summary>
    private const int WarmTurns = 4;

    public static async Task Run(Settings settings, Findings findings)
    {
        using var scratch = new Scratch();
        var launch = new Launch(settings.Published, scratch["data"]);
        await PublishedServer.Migrate(launch);
        var visits = await new RoomClinic(launch.DataFolder).Visits(settings.RelayRooms);
        await using (var server = await PublishedServer.Start(launch))
        {
            await using var crowd = new Crowd([.. visits.Select((visit, i) => (PractitionerOf(server.Address, visit, i), PatientOf(server.Address, visit, i)))]);
            await Measure(settings, findings, server, crowd);
            await Restart(settings, findings, server, launch, crowd);
        }

        await IdleRooms.Measure(settings, findings);
    }

    private static async Task Measure(Settings settings, Findings findings, PublishedServer server, Crowd ours)
    {
        await using var bare = await BareHub.Start();
        await using var others = bare.Crowd(settings.RelayRooms);
        var floor = await PerConnection(bare.Child.Settled, others, settings.RelayRooms);
        var cost = await PerConnection(server.Settled, ours, settings.RelayRooms);
        findings.Add(new Finding("resident memory, each idle connection", $"{cost:0.0} KB", $"bare hub {floor:0.0} KB", cost / floor, "", null));
        var (mine, bares) = (new List<IReadOnlyList<double>>(), new List<IReadOnlyList<double>>());
        for (var i = -WarmTurns; i < settings.RelayRounds; i++)
        {
            foreach (var (crowd, takes, name) in ((Crowd, List<IReadOnlyList<double>>, string)[])[(ours, mine, "ours"), (others, bares, "bare")])
            {
                var delays = await crowd.Relay(TimeSpan.FromSeconds(settings.RelaySeconds));
                Console.WriteLine($"  {name,-5} p50 {delays.Median(),6:0.00}  p99 {delays.P99(),6:0.00} ms{(i < 0 ? "  (warming up)" : "")}");
                if (i >= 0)
                {
                    takes.Add(delays);
                }
            }
        }

        Tell("p50", Figures.Median, "", null);
        Tell("p99", Figures.P99, "≤ 2 × bare hub", Most);

        void Tell(string which, Func<IEnumerable<double>, double> figure, string aim, double? most)
        {
            var (own, its) = (mine.Select(figure).Median(), bares.Select(figure).Median());
            findings.Add(new Finding($"relay of a signal, {settings.RelayRooms} rooms, {which}", $"{own:0.00} ms", $"bare hub {its:0.00} ms", own / its, aim, most is { } limit ? own / its <= limit : null));
        }
    }

    /// <summary>In KB of resident memory, garbage collected: by how much it grows from the first rooms to all of them, two connections each.</summary>
    private static async Task<double> PerConnection(Func<Task<long>> settled, Crowd crowd, int rooms)
    {
        var warm = Math.Max(1, rooms / WarmShare);
        await crowd.Enter(0, warm);
        var before = await settled();
        await crowd.Enter(warm, rooms);
        return (await settled() - before) / 1024.0 / (2 * (rooms - warm));
    }

    /// <summary>Killed in mid-call and started again, while everybody tries to come back.</summary>
    private static async Task Restart(Settings settings, Findings findings, PublishedServer server, Launch launch, Crowd crowd)
    {
        await server.DisposeAsync();
        var back = crowd.ComeBack();
        await using var again = await PublishedServer.Start(launch, server.Address);
        var answered = Stopwatch.GetTimestamp();
        var seconds = (await back).Select(at => Math.Max(0, Stopwatch.GetElapsedTime(answered, at).TotalSeconds)).ToList();
        findings.Add(new Finding($"recovery after a crash, {settings.RelayRooms} rooms full again", $"{seconds.Max():0.0} s", "–", null, "", null));
        findings.Notes.Add(FormattableString.Invariant(
            $"Recovery: {2 * settings.RelayRooms} pages lose their line at once and try again after 0, 0.3, 1.2, 2.7, then every 2 s. It answered {again.Ready.TotalSeconds:0.0} s after it was started anew; from there on half of the rooms had both people again after {seconds.Median():0.0} s, 95 % after {seconds.P95():0.0} s, all after {seconds.Max():0.0} s."));
    }

    private static Caller PractitionerOf(Uri server, OpenVisit visit, int room) => NewCaller(server, visit.Practitioner, visit.PractitionerSecret, visit.Patient, 2 * room);

    private static Caller PatientOf(Uri server, OpenVisit visit, int room) => NewCaller(server, visit.Patient, visit.PatientSecret, visit.Practitioner, (2 * room) + 1);

    private static Caller NewCaller(Uri server, ParticipantId self, string secret, ParticipantId other, int number) => new(
        new UriBuilder(new Uri(server, $"{ConsultationHub.Path}?participant={self}")) { Scheme = "ws" }.Uri,
        new Dictionary<string, string>
        {
            ["Cookie"] = $"{Visitor.CookieName(self)}={secret}", ["Origin"] = server.GetLeftPart(UriPartial.Authority),
            ["X-Forwarded-For"] = $"10.3.{number / 250}.{1 + (number % 250)}",
        },
        attempt => $$"""
        "target":"Join","arguments":[{"tab":"tab","attempt":{{attempt}},"microphone":true,"camera":true}]
        """,
        // As the page does, which waits for an answer.
        time => $$"""
        "invocationId":"2","target":"Signal","arguments":[{"to":"{{other}}","kind":"candidate","sdp":null,"candidate":{{Signals.Candidate(time)}}}]
        """);
}
