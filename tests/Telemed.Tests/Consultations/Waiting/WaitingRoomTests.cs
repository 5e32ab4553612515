using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Telemed.Consultations;
using Telemed.Consultations.Chatting;
using Telemed.Consultations.Rooms;
using Telemed.Consultations.Waiting;
using Telemed.Notifications;
using Telemed.Notifications.Email;
using Telemed.Platform;
using Telemed.Tests.Documents;

namespace Telemed.Tests.Consultations.Waiting;

/// <summary>The waiting room as its patients see it: whose turn, when, what the practitioner writes, and a mail when it is near.</summary>
public sealed class WaitingRoomTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_patient_reads_their_own_place_and_hears_when_it_changes()
    {
        var first = await VisitScene.Book(app, Duration.FromMinutes(-2));
        await Lasted(first, 10, 10, 10);
        var second = await Instantly(first.Doctor, app.Cast.Eva);
        await using var bob = await first.Guest(first.Bob);
        await bob.Join();
        await using var eva = await second.Guest(second.Bob);
        await eva.Join();
        await bob.Hears("TurnChanged");
        Assert.Equal((0, null), await Turn(bob, first.Bob));
        Assert.Equal((1, null), await Turn(eva, second.Bob));

        await using var alice = await first.SignedIn(first.Doctor, first.Alice);
        await alice.Join();
        await eva.Hears("TurnChanged");
        app.Time.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal((0, app.Now + Duration.FromMinutes(6)), await Turn(eva, second.Bob));
        Assert.Null(await Turn(bob, first.Bob)); // in the call, not in line
    }

    [Fact]
    public async Task Who_loses_the_network_keeps_the_place_for_ten_minutes_and_is_told_when_it_is_lost()
    {
        var first = await VisitScene.Book(app, Duration.FromMinutes(-2));
        var second = await Instantly(first.Doctor, app.Cast.Eva);
        var bob = await first.Guest(first.Bob);
        await bob.Join();
        var since = app.Now;
        app.Time.Advance(TimeSpan.FromMinutes(1));
        await using var eva = await second.Guest(second.Bob);
        await eva.Join();
        await bob.DisposeAsync();
        await first.Until(RoomEventKind.Left, 1);
        var gone = app.Now;
        app.Time.Advance(TimeSpan.FromMinutes(2));
        using var desk = await app.Browser(first.Doctor);
        var rows = await Waiting(desk);
        Assert.Equal(["Bob Durand", "Éva Petit"], rows.Select(r => r.GetProperty("patient").GetString()));
        Assert.Equal((since, gone), (Instants(rows[0], "since"), Instants(rows[0], "goneSince")));
        Assert.Equal((1, null), await Turn(eva, second.Bob));

        await using (var back = await RoomPage.Open(app, first.Bob, bob.Cookies))
        {
            await back.Join();
            Assert.Equal((0, null), await Turn(back, first.Bob));
            Assert.Equal(since, Instants((await Waiting(desk))[0], "since"));
        }

        await first.Until(RoomEventKind.Left, 2);
        app.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(["Éva Petit"], (await Waiting(desk)).Select(r => r.GetProperty("patient").GetString()));
        await using var late = await RoomPage.Open(app, first.Bob, bob.Cookies);
        await late.Join();
        Assert.Equal((1, null), await Turn(late, first.Bob));
        Assert.True((await Ask(late, first.Bob)).GetProperty("placeLost").GetBoolean());
    }

    [Fact]
    public async Task What_the_practitioner_writes_is_heard_at_once_and_kept_once()
    {
        var first = await VisitScene.Book(app, Duration.FromMinutes(-2));
        var second = await Instantly(first.Doctor, app.Cast.Eva);
        await using var bob = await first.Guest(first.Bob);
        await bob.Join();
        await using var eva = await second.Guest(second.Bob);
        await eva.Join();
        using var desk = await app.Browser(first.Doctor);
        var toAll = new { clientId = Guid.CreateVersion7(), text = " J’ai 10 minutes de retard. " };
        Assert.Equal(2, (await (await Post(desk, "/api/waiting/messages", toAll)).Json()).GetProperty("told").GetInt32());
        Assert.Equal(HttpStatusCode.OK, (await Post(desk, "/api/waiting/messages", toAll)).StatusCode);
        foreach (var (page, scene) in ((RoomPage, VisitScene)[])[(bob, first), (eva, second)])
        {
            var said = await page.Hears<ChatLine>("Said");
            Assert.Equal(("J’ai 10 minutes de retard.", scene.Alice), (said.Text, said.From));
            Assert.DoesNotContain("Said", page.HeardSoFar());
        }

        await Post(desk, "/api/waiting/messages", new { clientId = Guid.CreateVersion7(), text = "À vous dans un instant", encounterId = second.Encounter });
        Assert.Equal("À vous dans un instant", (await eva.Hears<ChatLine>("Said")).Text);
        Assert.DoesNotContain("Said", bob.HeardSoFar());
        await using var again = await RoomPage.Open(app, first.Bob, bob.Cookies);
        Assert.Equal("J’ai 10 minutes de retard.", Assert.Single((await again.Join()).Chat).Text);
    }

    [Fact]
    public async Task Nobody_else_writes_admits_or_reads_a_turn()
    {
        var visit = await VisitScene.Book(app, Duration.FromMinutes(-2));
        await using var bob = await visit.Guest(visit.Bob);
        await bob.Join();
        var message = new { clientId = Guid.CreateVersion7(), text = "hello", encounterId = visit.Encounter };
        foreach (var person in (Person[])[app.Cast.Dan, app.Cast.Charlie, app.Cast.Nora, app.Cast.Bob])
        {
            using var browser = await app.Browser(person);
            Assert.Equal(HttpStatusCode.NotFound, (await Post(browser, "/api/waiting/messages", message)).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await Post(browser, $"/api/waiting/{visit.Encounter}/admission", new { })).StatusCode);
            if (person != app.Cast.Bob)
            {
                Assert.Equal(HttpStatusCode.NotFound, (await browser.Ask(HttpMethod.Get, $"/visit/{visit.Bob}/turn")).StatusCode);
            }
        }

        using var own = await app.Browser(visit.Doctor);
        Assert.Equal(HttpStatusCode.NotFound, (await own.Ask(HttpMethod.Get, $"/visit/{visit.Alice}/turn")).StatusCode);
        foreach (var text in (string?[])["", "  ", null, new('x', 2001)])
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await Post(own, "/api/waiting/messages", new { clientId = Guid.CreateVersion7(), text })).StatusCode);
        }

        Assert.DoesNotContain("Said", bob.HeardSoFar());
    }

    [Fact]
    public async Task Whoever_is_not_there_when_the_turn_comes_near_gets_one_mail_with_a_link_whichever_node_looks()
    {
        var first = await VisitScene.Book(app, Duration.FromMinutes(-2));
        await Lasted(first, 10, 10, 10);
        var second = await Instantly(first.Doctor, app.Cast.Eva);
        await using var bob = await first.Guest(first.Bob);
        await bob.Join();
        var eva = await second.Guest(second.Bob);
        await eva.Join();
        await using var alice = await first.SignedIn(first.Doctor, first.Alice);
        await alice.Join();
        await eva.DisposeAsync();
        await second.Until(RoomEventKind.Left, 1);
        await Watch().Look(Cancel);
        Assert.Equal(0, await Mails(second));

        app.Time.Advance(TimeSpan.FromMinutes(5)); // about five minutes of the call are left
        await Task.WhenAll(Watch().Look(Cancel), Watch().Look(Cancel), Watch().Look(Cancel));
        await Watch().Look(Cancel);
        Assert.Equal(1, await Mails(second));
        await app.Services.GetRequiredService<Outbox>().Drain(Cancel);
        var delivery = await app.InClinic(app.Cast.North, db => db.Deliveries.AsNoTracking().SingleAsync(d => d.Kind == NotificationKind.TurnNear && d.SubjectId == second.Bob.Value, Cancel));
        var mail = await app.Services.GetRequiredService<DevMailbox>().Expect(await EvasAddress(), Cancel, m => m.MessageId.StartsWith($"{delivery.Id.Value:N}", StringComparison.Ordinal));
        var token = mail.Link![(mail.Link!.IndexOf('#', StringComparison.Ordinal) + 1)..];
        using var phone = app.Anonymous();
        var looked = await (await Post(phone, "/join/expected", new { token })).Json();
        Assert.Equal(second.Bob.Value, looked.GetProperty("participantId").GetGuid());
    }

    [Fact]
    public async Task A_planned_patient_who_has_not_come_is_written_to_when_the_practitioner_will_soon_be_free()
    {
        var first = await VisitScene.Book(app, Duration.FromMinutes(-5));
        await Lasted(first, 10, 10, 10);
        var second = await VisitScene.Book(app, Duration.FromMinutes(26), first.Doctor, app.Cast.Eva);
        await using var bob = await first.Guest(first.Bob);
        await bob.Join();
        await using var alice = await first.Guest(first.Alice);
        await alice.Join();
        app.Time.Advance(TimeSpan.FromMinutes(20));
        await Watch().Look(Cancel);
        Assert.Equal(0, await Mails(second)); // free soon, but it is not yet the time
        app.Time.Advance(TimeSpan.FromMinutes(2));
        await Watch().Look(Cancel);
        Assert.Equal(1, await Mails(second));
    }

    [Fact]
    public async Task Nobody_is_written_to_who_is_there()
    {
        var first = await VisitScene.Book(app, Duration.FromMinutes(-2));
        await Lasted(first, 10, 10, 10);
        var second = await Instantly(first.Doctor, app.Cast.Eva);
        await using var bob = await first.Guest(first.Bob);
        await bob.Join();
        await using var eva = await second.Guest(second.Bob);
        await eva.Join();
        await using var alice = await first.SignedIn(first.Doctor, first.Alice);
        await alice.Join();
        app.Time.Advance(TimeSpan.FromMinutes(6));
        await Watch().Look(Cancel);
        Assert.Equal(0, await Mails(second));
        Assert.True((await Ask(eva, second.Bob)).GetProperty("near").GetBoolean());
    }

    [Fact]
    public async Task The_line_is_read_in_a_fixed_number_of_queries_however_many_wait()
    {
        var first = await VisitScene.Book(app, Duration.FromMinutes(-2));
        List<RoomPage> pages = [await first.Guest(first.Bob)];
        await pages[0].Join();
        var one = await Queries(first);
        foreach (var patient in (PatientId[])[app.Cast.Eva, app.Cast.Bob.Patient!.Value])
        {
            var next = await Instantly(first.Doctor, patient);
            pages.Add(await next.Guest(next.Bob));
            await pages[^1].Join();
        }

        using var desk = await app.Browser(first.Doctor);
        Assert.Equal(3, (await Waiting(desk)).Count);
        Assert.Equal(one, await Queries(first));
        Assert.True(one <= 9, $"{one} queries");
        foreach (var page in pages)
        {
            await page.DisposeAsync();
        }
    }

    /// <summary>How many statements a reading of the list sends, apart from what rooms know in memory.</summary>
    private Task<int> Queries(VisitScene visit) => app.InClinic(app.Cast.North, async db =>
    {
        var clock = app.Services.GetRequiredService<Clock>();
        var grains = app.Services.GetRequiredService<IGrainFactory>();
        await WaitingList.For(visit.Doctor.Actor, db, grains, clock); // every room is loaded
        using var count = new Statements();
        await WaitingList.For(visit.Doctor.Actor, db, grains, clock);
        return count.Seen;
    });

    private Task<VisitScene> Instantly(Person doctor, PatientId patient) => app.InClinic(app.Cast.North, async db =>
        await VisitScene.Of(app, doctor, db, (await db.StartInstant(doctor.Actor, patient, app.Services.GetRequiredService<Clock>()))!.Encounter));

    private TurnWatch Watch() => new(app.Services.GetRequiredService<IServiceScopeFactory>(), app.Services.GetRequiredService<Clock>(), NullLogger<TurnWatch>.Instance);

    private Task<int> Mails(VisitScene visit) => app.InClinic(app.Cast.North, db =>
        db.Deliveries.CountAsync(d => d.Kind == NotificationKind.TurnNear && d.SubjectId == visit.Bob.Value, Cancel));

    private Task<string> EvasAddress() => app.InClinic(app.Cast.North, async db =>
    {
        var eva = app.Cast.Eva;
        return (await db.Set<Telemed.People.Patient>().AsNoTracking().SingleAsync(p => p.Id == eva, Cancel)).Email!;
    });

    /// <summary>Visits of this reason that the doctor has held before, in minutes.</summary>
    private Task<bool> Lasted(VisitScene like, params int[] minutes) => app.InClinic(app.Cast.North, async db =>
    {
        var ended = app.Now - Duration.FromDays(1);
        foreach (var length in minutes)
        {
            ended -= Duration.FromHours(1);
            db.Encounters.Add(new Encounter
            {
                TenantId = db.Tenant, Id = EncounterId.New(), PatientId = app.Cast.Bob.Patient!.Value, PractitionerId = like.Doctor.Practitioner!.Value,
                Status = EncounterStatus.Completed, CreatedAt = ended, StartedAt = ended - Duration.FromMinutes(length), EndedAt = ended,
                EndedBecause = EndReason.ByPractitioner, DurationSeconds = length * 60,
            });
        }

        await db.SaveChangesAsync(Cancel);
        return true;
    });

    private async Task<(int Ahead, Instant? ExpectedAt)?> Turn(RoomPage page, ParticipantId who)
    {
        using var browser = BrowserOf(page);
        var answer = await browser.Ask(HttpMethod.Get, $"/visit/{who}/turn");
        if (answer.StatusCode is HttpStatusCode.NoContent)
        {
            return null;
        }

        var turn = await answer.Json();
        return (turn.GetProperty("ahead").GetInt32(), turn.TryGetProperty("expectedAt", out var at) && at.ValueKind is JsonValueKind.String ? Instants(turn, "expectedAt") : null);
    }

    private async Task<JsonElement> Ask(RoomPage page, ParticipantId who)
    {
        using var browser = BrowserOf(page);
        return await (await browser.Ask(HttpMethod.Get, $"/visit/{who}/turn")).Json();
    }

    private HttpClient BrowserOf(RoomPage page)
    {
        var browser = app.Anonymous();
        browser.DefaultRequestHeaders.Add("Cookie", page.Cookies);
        return browser;
    }

    private static Instant Instants(JsonElement row, string name) => NodaTime.Text.InstantPattern.ExtendedIso.Parse(row.GetProperty(name).GetString()!).Value;

    private static async Task<HttpResponseMessage> Post(HttpClient browser, string path, object body) =>
        await browser.Ask(HttpMethod.Post, path, JsonContent.Create(body, options: Wire.Options));

    private static async Task<List<JsonElement>> Waiting(HttpClient browser) =>
        [.. (await (await browser.Ask(HttpMethod.Get, "/api/waiting")).Json()).EnumerateArray()];

    /// <summary>Counts the statements that Entity Framework sends in this flow of calls, not those of others at the same moment.</summary>
    private sealed class Statements : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
    {
        private static readonly AsyncLocal<Statements?> Here = new();
        private readonly List<IDisposable> _subscriptions = [];
        private int _seen;

        public Statements()
        {
            Here.Value = this;
            _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
        }

        public int Seen => _seen;

        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == "Microsoft.EntityFrameworkCore")
            {
                _subscriptions.Add(value.Subscribe(this));
            }
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value.Key.EndsWith("CommandExecuted", StringComparison.Ordinal) && Here.Value == this)
            {
                Interlocked.Increment(ref _seen);
            }
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }

        public void Dispose()
        {
            Here.Value = null;
            _subscriptions.ForEach(s => s.Dispose());
        }
    }
}
