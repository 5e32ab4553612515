using System.Net;
using System.Reflection;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.SignalR;
using Telemed.Consultations;
using Telemed.Notifications;
using Telemed.Platform;
using Telemed.Tests.Consultations;
using Telemed.Tests.Documents;
using Telemed.Tests.Records;
using Telemed.Tests.Records.Lists;
using Telemed.Scheduling;
using Telemed.Tests.Scheduling;
using Telemed.Tests.Scheduling.Agenda;

namespace Telemed.Tests.Security;

/// <summary>
/// What AccessMatrixTests asks of routes, asked of forms and of hub methods: each form that a page of North shows to those who may is sent,
/// filled in and with North's real ids, by Charlie and by a stranger, each with a form token of their own; each hub method is called by Charlie.
/// Nobody hears anything of North, and no row of North changes.
/// </summary>
public sealed class FormAndHubMatrixTests(ManyAddresses app) : IClassFixture<ManyAddresses>
{
    private static readonly string[] Canaries = ["Durand", "canary-", "Clinique du Nord"];

    // They act on the sender's own session and account, wherever they stand.
    private static readonly string[] OfOneself = ["/sign-out", "/sessions", "/calendar", "/sign-in", "/register", "/choose-clinic"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_form_of_North_does_or_tells_anything_for_Charlie_or_a_stranger()
    {
        var forms = await FormsOfNorth();
        Assert.True(forms.Count >= 12, string.Join('\n', forms.Select(f => f.Path)));
        var before = await app.Everything(app.Cast.North, "audit_events");
        foreach (var (who, browser, tokenPage) in ((string, Func<Task<HttpClient>>, string)[])[("Charlie", () => app.Browser(app.Cast.Charlie), "/notifications"), ("a stranger", () => Task.FromResult(app.Anonymous()), "/sign-in")])
        {
            foreach (var (path, fields) in forms)
            {
                var sender = await browser();
                var own = (await sender.Page(tokenPage)).QuerySelector<IHtmlInputElement>("input[name=__RequestVerificationToken]")!.Value;
                using var form = new FormUrlEncodedContent(fields.Append(new("__RequestVerificationToken", own)));
                using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = form };
                request.Headers.Accept.ParseAdd("text/html");
                using var answer = await sender.SendAsync(request, Cancel);
                var said = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel));
                Assert.All(Canaries, canary => Assert.False(said.Contains(canary, StringComparison.Ordinal), $"POST {path} tells {who} '{canary}'"));
                Assert.True((int)answer.StatusCode < 500, $"POST {path} answered {who} {(int)answer.StatusCode}");
                var refused = who == "Charlie"
                    ? answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest || !Uuid(path) // 400: the page without the patient has no such form
                    : answer.StatusCode is HttpStatusCode.Unauthorized || (answer.StatusCode is HttpStatusCode.Found && answer.Headers.Location!.OriginalString.StartsWith("/sign-in", StringComparison.Ordinal));
                Assert.True(refused, $"POST {path} answered {who} {(int)answer.StatusCode} {answer.Headers.Location}");
            }
        }

        Assert.Equal(before, await app.Everything(app.Cast.North, "audit_events"));
    }

    [Fact]
    public async Task No_hub_method_does_anything_for_Charlie_or_a_stranger()
    {
        var north = await VisitScene.Book(app);
        await using var bob = await north.Guest(north.Bob);
        await bob.Join();
        await using var alice = await north.SignedIn(north.Doctor, north.Alice);
        await alice.Join();
        await bob.Hears("Started");
        bob.HeardSoFar();
        await using var charlie = await InOwnRoom();
        var before = await app.Everything(app.Cast.North, "audit_events");
        foreach (var (method, arguments) in Calls(north))
        {
            // From his own room, with ids of North's.
            var refusal = await Record.ExceptionAsync(() => charlie.Call(method, arguments));
            Assert.True(refusal is null or HubException, $"{method}: {refusal}");
            if (arguments.Any(a => a?.ToString()!.Contains(north.Bob.ToString(), StringComparison.Ordinal) == true))
            {
                Assert.True(refusal is HubException, $"{method} took an id of North's");
            }
        }

        foreach (var place in (ParticipantId[])[north.Alice, north.Bob])
        {
            await Assert.ThrowsAnyAsync<Exception>(() => north.SignedIn(app.Cast.Charlie, place));
            await Assert.ThrowsAnyAsync<Exception>(() => RoomPage.Open(app, place, null));
        }

        Assert.Empty(bob.HeardSoFar());
        Assert.Equal(before, await app.Everything(app.Cast.North, "audit_events"));
    }

    [Fact]
    public void Every_hub_method_is_among_them()
    {
        var none = new VisitScene(app, app.Cast.Alice, EncounterId.New(), null, ParticipantId.New(), ParticipantId.New());
        Assert.Equal(Methods(typeof(ConsultationHub)), Calls(none).Select(c => c.Method).Distinct().Order(StringComparer.Ordinal));
        Assert.Empty(Methods(typeof(LiveHub)));
    }

    private static IEnumerable<string> Methods(Type hub) => hub.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
        .Where(m => !m.IsVirtual && !m.IsSpecialName).Select(m => m.Name).Order(StringComparer.Ordinal);

    private static IEnumerable<(string Method, object?[] Arguments)> Calls(VisitScene north) =>
    [
        ("Signal", [new { to = north.Bob, kind = "offer", sdp = "v=0" }]),
        ("Signal", [new { to = north.Bob, kind = "candidate", candidate = new { candidate = "x", sdpMid = "0", sdpMLineIndex = 0, usernameFragment = "u" } }]),
        ("Admit", [north.Bob]),
        ("Say", [new { clientId = Guid.CreateVersion7(), text = "hello" }]),
        ("Heard", [new { lines = new[] { ChatMessageId.New() }, seen = true }]),
        ("SetMedia", [new { microphone = false, camera = false, screen = false }]),
        ("Remove", [north.Bob]),
        ("GuestLink", [north.Bob]),
        ("Invite", [new { name = "Paul", kind = "other" }]),
        ("HoldOther", []),
        ("Pause", []),
        ("Resume", []),
        ("Relay", []),
        ("ReportQuality", [new { loss = 0, roundTrip = 40, jitter = 5, fps = 30, sentKbps = 900, receivedKbps = 900, freezes = 0, relayed = false }]),
        ("ReportIncident", [new { clientId = Guid.CreateVersion7(), kind = "audioOnly", code = "byChoice", over = false }]),
        ("Incidents", []),
        ("Join", [new { tab = "again", microphone = true, camera = true }]),
        ("End", ["byPractitioner"]),
        ("Leave", []),
    ];

    /// <summary>Charlie, at home in a room of South.</summary>
    private async Task<RoomPage> InOwnRoom()
    {
        var place = await app.InClinic(app.Cast.South, async db =>
        {
            var patient = new Telemed.People.Patient
            {
                TenantId = db.Tenant, Id = PatientId.New(), GivenName = "Paul", FamilyName = "Sud", FoldedGivenName = "PAUL", FoldedFamilyName = "SUD",
                BirthDate = new NodaTime.LocalDate(1970, 1, 1), Sex = Telemed.People.Sex.Male, Language = "fr", CreatedAt = app.Now,
            };
            db.Add(patient);
            await db.SaveChangesAsync(Cancel);
            return (await db.StartInstant(app.Cast.Charlie.Actor, patient.Id, new Clock(app.Time)))!.Practitioner;
        });
        var page = await RoomPage.Open(app, place, await app.SessionCookie(app.Cast.Charlie));
        await page.Join();
        return page;
    }

    /// <summary>Every form that somebody of North is shown, filled in: address and fields without the form token.</summary>
    private async Task<List<(string Path, List<KeyValuePair<string, string>> Fields)>> FormsOfNorth()
    {
        await app.Booked(app.Cast.Nora, Bookers.Wanted(app, NodaTime.Duration.FromDays(1)) with { Reason = "canary-reason" });
        var booked = await app.Booked(app.Cast.Alice, Bookers.Wanted(app, NodaTime.Duration.FromDays(2)) with { Reason = "canary-reason" });
        var (_, signed) = await app.SignedNote();
        var draft = await (await app.Browser(app.Cast.Alice)).BeginNote(await app.Visit());
        await (await app.Browser(app.Cast.Alice)).Upload(app.Cast.Bob, "canary-file.pdf", Samples.Pdf);
        var instant = (await app.InClinic(app.Cast.North, db => db.StartInstant(app.Cast.Alice.Actor, app.Cast.Bob.Patient!.Value, new Clock(app.Time))))!;
        var block = Assert.IsType<BlockOutcome.Blocked>(await app.Blocks(app.Cast.Alice, app.Cast.Alice, app.Now + NodaTime.Duration.FromDays(3), app.Now + NodaTime.Duration.FromDays(3) + NodaTime.Duration.FromHours(1), "canary-block")).Time;
        var entry = await app.Recorded(app.Cast.Bob.Patient!.Value, Entries.Hypertension with { Text = "canary-entry" });
        string[] pages =
        [
            $"/entries/{entry}", $"/patients/{app.Cast.Bob.Patient}/allergies", $"/patients/{app.Cast.Bob.Patient}/problems", $"/patients/{app.Cast.Bob.Patient}/treatments", $"/patients/{app.Cast.Bob.Patient}/measures", "/my-record/measures",
            "/", "/today", "/patients", "/patients/new", $"/patients/{app.Cast.Bob.Patient}", $"/patients/{app.Cast.Bob.Patient}/account", $"/patients/{app.Cast.Eva}/account",
            $"/patients/{app.Cast.Bob.Patient}/identity", $"/patients/{app.Cast.Bob.Patient}/merge/{app.Cast.Eva}",
            $"/patients/{app.Cast.Eva}/emergency", $"/patients/{app.Cast.Bob.Patient}/colleagues", "/my-record/consents",
            "/appointments?period=all", "/agenda", $"/agenda?block={block.Id}", $"/appointments/{booked.Id}", $"/appointments/{booked.Id}/move", "/calendar", $"/appointments/new?patient={app.Cast.Bob.Patient}", "/instant", $"/instant/{instant.Encounter.Id}", "/clinic", "/clinic/audit", "/hours", "/clinic/visits", "/clinic/online",
            "/notifications", "/documents", $"/notes/{signed}", $"/notes/{draft.NoteId}", "/link-account", "/welcome", "/sessions", "/reminders",
        ];
        var forms = new Dictionary<string, (string, List<KeyValuePair<string, string>>)>(StringComparer.Ordinal);
        foreach (var person in (Person[])[app.Cast.Alice, app.Cast.Nora, app.Cast.Ada, app.Cast.Bob])
        {
            var browser = await app.Browser(person);
            foreach (var path in pages)
            {
                var answer = await browser.Visit(path);
                if (answer.StatusCode is HttpStatusCode.OK)
                {
                    Collect(forms, path, await answer.Html());
                }
            }
        }

        return [.. forms.Values];
    }

    private void Collect(Dictionary<string, (string, List<KeyValuePair<string, string>>)> forms, string path, IHtmlDocument page)
    {
        foreach (var form in page.QuerySelectorAll<IHtmlFormElement>("form[method=post]"))
        {
            var to = form.GetAttribute("action") is { Length: > 0 } action ? action : path;
            if (OfOneself.Any(own => to.StartsWith(own, StringComparison.Ordinal)))
            {
                continue;
            }

            var fields = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var field in form.QuerySelectorAll("input[name], textarea[name], select[name], button[name]"))
            {
                var value = field switch { IHtmlSelectElement select => select.Value, IHtmlTextAreaElement text => text.Value, _ => field.GetAttribute("value") };
                fields.TryAdd(field.GetAttribute("name")!, string.IsNullOrEmpty(value) ? Likely(field.GetAttribute("name")!) : value);
            }

            fields.Remove("__RequestVerificationToken");
            forms.TryAdd($"{to} {fields.GetValueOrDefault("_handler")} {fields.GetValueOrDefault("to")}", (to, [.. fields]));
        }
    }

    /// <summary>What somebody who knows North would type.</summary>
    private string Likely(string field) => field switch
    {
        "birth" or "BirthDate" => "1972-04-04",
        "letters" => "dur",
        "patient" => app.Cast.Bob.Patient.ToString()!,
        "practitioner" => app.Cast.Alice.Practitioner.ToString()!,
        "date" => "2026-12-01",
        "time" => "10:00",
        "Email" or "new-email" => "bob@telemed.test",
        "new-birth" => "1972-04-04",
        _ => "x",
    };

    private static bool Uuid(string path) => path.Split('/', '?', '=').Any(part => Guid.TryParse(part, out _));
}
