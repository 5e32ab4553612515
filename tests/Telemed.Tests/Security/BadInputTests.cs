using System.Net;
using System.Net.WebSockets;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Telemed.Accounts;
using Telemed.Audit;
using Telemed.Consultations;
using Telemed.Platform;
using Telemed.Tests.Consultations;
using Telemed.Tests.Documents;
using Telemed.Tests.Records;

namespace Telemed.Tests.Security;

/// <summary>
/// One table of what comes in wrong: each is answered by a sentence in the reader's language, or dropped with a count, and changes nothing.
/// The finer cases stand with each page and endpoint.
/// </summary>
public sealed class BadInputTests(ManyAddresses app) : IClassFixture<ManyAddresses>
{
    private static readonly string Long = new('é', 10_000);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whatever_is_wrong_is_said_in_French_and_in_English_and_changes_nothing()
    {
        var visit = await app.Visit(EncounterStatus.Completed);
        await (await app.Browser(app.Cast.Alice)).BeginNote(visit);
        await Speak("fr");
        var (before, french) = (await Unchanged(), await Errors(visit));
        await Speak("en");
        var english = await Errors(visit);
        Assert.Equal(before.Replace("|fr|", "|en|", StringComparison.Ordinal), (await Unchanged()).Replace("|fr|", "|en|", StringComparison.Ordinal));
        foreach (var (what, said) in french)
        {
            Assert.False(string.IsNullOrWhiteSpace(said), $"{what}: nothing is said in French");
            Assert.False(string.IsNullOrWhiteSpace(english[what]), $"{what}: nothing is said in English");
            Assert.True(said != english[what], $"{what}: '{said}' in both languages");
            Assert.DoesNotContain("Exception", said + english[what], StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("not json", "hub-malformed")]
    [InlineData("{\"type\":1,\"target\":", "hub-malformed")]
    [InlineData("{\"type\":99}", null)]
    [InlineData("{\"type\":1,\"target\":\"NoSuchMethod\",\"arguments\":[]}", null)]
    [InlineData("MEGABYTE", "hub-malformed")]
    public async Task What_no_page_of_ours_sends_over_the_hub_is_dropped_and_counted_and_the_other_goes_on(string message, string? counted)
    {
        var visit = await VisitScene.Book(app);
        await using var bob = await visit.Guest(visit.Bob);
        await using var alice = await visit.SignedIn(visit.Doctor, visit.Alice);
        await alice.Join();
        var counts = await Counted(counted);
        var client = app.Server.CreateWebSocketClient();
        client.ConfigureRequest = request =>
        {
            request.Headers.Cookie = bob.Cookies;
            request.Headers.Origin = TelemedApp.Address;
        };
        using var socket = await client.ConnectAsync(new Uri($"wss://telemed.test{ConsultationHub.Path}?participant={visit.Bob}"), Cancel);
        await Send(socket, "{\"protocol\":\"json\",\"version\":1}");
        await Send(socket, message == "MEGABYTE" ? "{\"type\":1,\"target\":\"Signal\",\"arguments\":[{\"sdp\":\"" + new string('a', 1_000_000) + "\"}]}" : message);
        if (counted is not null)
        {
            var patience = System.Diagnostics.Stopwatch.StartNew();
            while (await Counted(counted) == counts)
            {
                Assert.True(patience.Elapsed < TimeSpan.FromSeconds(20), $"{counted} was never counted");
                await Task.Yield();
            }
        }

        await alice.Call("SetMedia", new { microphone = false, camera = true, screen = false });
        Assert.Equal(VisitStatus.Waiting, (await alice.Join()).Status);
    }

    private async Task<Dictionary<string, string?>> Errors(EncounterId visit)
    {
        var (alice, nora) = (await app.Browser(app.Cast.Alice), await app.Browser(app.Cast.Nora));
        var booking = $"/appointments/new?patient={app.Cast.Bob.Patient}";
        (string, string)[] plan = [("reason", "Suivi"), ("date", "2026-12-01"), ("time", "09:00"), ("length", "30")];
        (string, string)[] person = [("family", "Neu"), ("given", "Ada"), ("birth", "1985-03-02"), ("sex", "Female"), ("email", "")];
        return new Dictionary<string, string?>
        {
            ["a date in the past"] = await Field(alice, booking, "time", With(plan, "date", "2020-01-01")),
            ["an end before its start"] = await Field(alice, booking, "length", With(plan, "length", "-30")),
            ["a reason of 10,000 characters"] = await Field(alice, booking, "reason", With(plan, "reason", Long)),
            ["a name of 10,000 characters"] = await Field(nora, "/patients/new", "family", With(person, "family", Long)),
            ["a name that turns the direction of writing"] = await Field(nora, "/patients/new", "family", With(person, "family", "Dur\u202eand")),
            ["a birth date to come"] = await Field(nora, "/patients/new", "birth", With(person, "birth", "2030-01-01")),
            ["an unknown page"] = await Title(alice, "/no/such/page"),
            ["an unknown patient"] = await Title(alice, $"/patients/{PatientId.New()}"),
            ["a patient of another clinic"] = await Title(await Charlie(), $"/patients/{app.Cast.Bob.Patient}"),
            ["an unknown document"] = await Title(alice, $"/documents/{DocumentId.New()}"),
            ["an unknown note"] = await Title(alice, $"/notes/{SoapNoteId.New()}"),
            ["an empty file"] = await Refused(alice, "empty.pdf", []),
            ["a script that calls itself a PDF"] = await Refused(alice, "script.pdf", Samples.Script),
            ["a script behind a path"] = await Refused(alice, "../../../etc/passwd", Samples.Script),
            ["a name of nothing but dots"] = await Refused(alice, "../..", Samples.Pdf),
            ["a note of 1,000,000 characters"] = await Problem(await alice.Save(visit, 1, new Telemed.Records.NoteText(new string('x', 400_000), "", "", ""))),
        };
    }

    private async Task<HttpClient> Charlie() => await app.Browser(app.Cast.Charlie);

    private static (string, string)[] With((string Name, string Value)[] fields, string name, string value) =>
        [.. fields.Select(f => f.Name == name ? (name, value) : f)];

    private static async Task<string?> Field(HttpClient browser, string path, string field, (string, string)[] fields)
    {
        var answer = await browser.Fill(path, fields);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Html()).QuerySelector($"#{field}-error")?.TextContent.Trim();
    }

    private static async Task<string?> Title(HttpClient browser, string path)
    {
        var answer = await browser.Visit(path);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        return (await answer.Html()).QuerySelector("h1")?.TextContent;
    }

    private Task<string?> Refused(HttpClient browser, string name, byte[] bytes) => Problem(browser.Upload(app.Cast.Bob, name, bytes));

    private static async Task<string?> Problem(Task<HttpResponseMessage> asked) => await Problem(await asked);

    private static async Task<string?> Problem(HttpResponseMessage answer)
    {
        Assert.InRange((int)answer.StatusCode, 400, 499);
        var problem = await answer.Json();
        return (problem.TryGetProperty("detail", out var said) || problem.TryGetProperty("title", out said)) ? said.GetString() : null;
    }

    /// <summary>What may change is the trail, and the language that the test itself changes.</summary>
    private Task<string> Unchanged() => app.Everything(null, "audit_events");

    private Task<int> Speak(string language) => app.InClinic(app.Cast.North, db => db.InTransaction(() =>
        db.Accounts.ExecuteUpdateAsync(a => a.SetProperty(x => x.Language, language), Cancel)));

    private Task<int> Counted(string? what) => app.InClinic(app.Cast.North, async db =>
        what is null ? 0 : await db.Refusals.Where(r => r.What == what).SumAsync(r => r.Count, Cancel));

    private static Task Send(WebSocket socket, string message) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(message + "\u001e"), WebSocketMessageType.Text, true, Cancel);
}
