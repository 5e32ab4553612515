using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Telemed.Notifications;
using Telemed.Audit;
using Telemed.Consultations;
using Telemed.Consultations.Links;
using Telemed.Platform;
using Telemed.Scheduling;

namespace Telemed.Tests.Consultations.Links;

public sealed class MagicLinkTests(ManyAddresses app) : IClassFixture<ManyAddresses>
{
    [Fact]
    public async Task Links_of_one_visit_differ_each_time_and_only_their_hash_is_stored()
    {
        var visit = await VisitScene.Book(app);
        var tokens = new[] { await visit.Link(visit.Alice), await visit.Link(visit.Bob), await visit.Link(visit.Bob) };
        Assert.Equal(3, tokens.Distinct().Count());
        Assert.All(tokens, token => Assert.Equal(43, token.Length));
        var url = MagicLinks.Url(app.Services.GetRequiredService<PublicAddress>(), tokens[0]);
        Assert.Equal($"{TelemedApp.Address}/join#{tokens[0]}", url);
        Assert.Equal("", new Uri(url).Query);
    }

    [Fact]
    public async Task The_first_look_says_who_is_expected_and_changes_nothing()
    {
        var visit = await VisitScene.Book(app);
        var token = await visit.Link(visit.Bob);
        var seen = await Post("/join/expected", new { token });
        Assert.Equal(("open", "Dr Alice Martin", "Bob Durand", "Clinique du Nord", "patient", "Europe/Paris"),
            (seen["state"], seen["who"], seen["you"], seen["clinic"], seen["role"], seen["zone"]));
        Assert.Null((await Rows(visit)).Single(l => Secret.Hash(token)!.SequenceEqual(l.TokenHash)).RedeemedAt);
    }

    [Fact]
    public async Task Everybody_of_one_address_gets_in_by_their_links_and_whoever_guesses_is_stopped()
    {
        await using var house = new TelemedApp();
        await house.InitializeAsync();
        var visit = await VisitScene.Book(house);
        for (var again = 0; again < 15; again++)
        {
            using var pharmacy = house.Anonymous();
            var joined = await pharmacy.PostAsJsonAsync("/join/redeem", new { token = await visit.Link(visit.Bob), place = "pharmacy" }, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, joined.StatusCode);
        }

        using var guesser = house.Anonymous();
        for (var guess = 0; guess < RateLimits.LinkRedemption.Burst; guess++)
        {
            Assert.Equal(HttpStatusCode.OK, (await Guess(guesser)).StatusCode);
        }

        var stopped = await Guess(guesser);
        Assert.Equal(HttpStatusCode.TooManyRequests, stopped.StatusCode);
        Assert.Contains("too-fast", await stopped.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> Guess(HttpClient guesser) =>
        guesser.PostAsJsonAsync("/join/redeem", new { token = Secret.New(), place = "home" }, TestContext.Current.CancellationToken);

    [Fact]
    [Trait("Trial", "yes")]
    public async Task Scanners_burn_nothing()
    {
        var visit = await VisitScene.Book(app);
        var token = await visit.Link(visit.Bob);
        var scans = Trial.Size(100, 1000);
        for (var i = 0; i < scans; i++)
        {
            using var scanner = app.Anonymous();
            using var asked = new HttpRequestMessage(i % 2 == 0 ? HttpMethod.Get : HttpMethod.Head, "/join");
            await scanner.SendAsync(asked, TestContext.Current.CancellationToken);
            await Post("/join/expected", new { token });
        }

        Assert.All(await Rows(visit), link => Assert.Null(link.RedeemedAt));
        Assert.Equal("joined", (await Post("/join/redeem", new { token, place = "home" }))["state"]);
        Trial.Report($"{scans} visits of a link by scanners: 0 burnt");
    }

    [Fact]
    public async Task Redeeming_binds_the_browser_which_may_come_back_and_no_other_may()
    {
        var visit = await VisitScene.Book(app);
        var token = await visit.Link(visit.Bob);
        using var phone = app.Anonymous();
        var answer = await phone.PostAsJsonAsync("/join/redeem", new { token, place = "pharmacy" }, TestContext.Current.CancellationToken);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith($"__Host-visit-{visit.Bob}=", cookie, StringComparison.Ordinal);
        Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("joined", (await Post("/join/redeem", new { token, place = "home" }, phone))["state"]);
        Assert.Equal("other-device", (await Post("/join/redeem", new { token, place = "home" }))["state"]);
        Assert.Equal("other-device", (await Post("/join/redeem", new { token = await visit.Link(visit.Bob) }))["state"]);
        Assert.Equal(HttpStatusCode.OK, (await phone.GetAsync($"/visit/{visit.Bob}/state", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    [Trait("Trial", "yes")]
    public async Task Of_64_browsers_at_the_same_moment_exactly_one_is_bound()
    {
        var rounds = Trial.Size(1, 20);
        for (var round = 0; round < rounds; round++)
        {
            var visit = await VisitScene.Book(app);
            var token = await visit.Link(visit.Bob);
            var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Post("/join/redeem", new { token, place = "home" })));
            Assert.Equal(1, answers.Count(a => a["state"] == "joined"));
            Assert.Equal(63, answers.Count(a => a["state"] == "other-device"));
            Assert.Equal(1, await app.InClinic(app.Cast.North, db => db.VisitBrowsers.CountAsync(b => b.ParticipantId == visit.Bob, TestContext.Current.CancellationToken)));
        }

        Trial.Report($"{rounds} × 64 browsers that redeem one link at once: exactly one bound each");
    }

    [Fact]
    public async Task A_token_changed_in_any_byte_is_unknown()
    {
        var visit = await VisitScene.Book(app);
        var token = await visit.Link(visit.Bob);
        for (var i = 0; i < token.Length; i++)
        {
            var other = token[i] == 'A' ? 'Q' : 'A';
            Assert.Equal("dead", (await Post("/join/redeem", new { token = token[..i] + other + token[(i + 1)..] }))["state"]);
        }

        foreach (var wrong in (string[])["", "invalid_token_123", token[..^1], token + "A", token + "=", " " + token, new('A', 100_000), "é" + token[1..]])
        {
            Assert.Equal("dead", (await Post("/join/redeem", new { token = wrong }))["state"]);
        }

        Assert.All(await Rows(visit), link => Assert.Null(link.RedeemedAt));
    }

    [Fact]
    public async Task Unknown_expired_and_revoked_are_one_answer()
    {
        var (revoked, expired) = (await VisitScene.Book(app), await VisitScene.Book(app, Duration.FromDays(-9)));
        string[] tokens = [Secret.New(), await revoked.Link(revoked.Bob), await expired.Link(expired.Bob)];
        await app.InClinic(app.Cast.North, async db =>
        {
            await db.CancelVisit(revoked.Doctor.Actor, revoked.Appointment!.Value, app.Now);
            return true;
        });
        foreach (var path in (string[])["/join/expected", "/join/redeem", "/join/continue"])
        {
            var bodies = new List<string>();
            foreach (var token in tokens)
            {
                using var browser = app.Anonymous();
                var answer = await browser.PostAsJsonAsync(path, new { token, code = "123456" }, TestContext.Current.CancellationToken);
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                bodies.Add(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            }

            Assert.Single(bodies.Distinct());
        }
    }

    [Fact]
    public async Task A_link_admits_from_half_an_hour_before_until_two_hours_after()
    {
        var visit = await VisitScene.Book(app, Duration.FromMinutes(31));
        var token = await visit.Link(visit.Bob);
        Assert.Equal("early", (await Post("/join/redeem", new { token }))["state"]);
        await Shift(visit, app.Now + Duration.FromMinutes(30));
        Assert.Equal("open", (await Post("/join/expected", new { token }))["state"]);
        await Shift(visit, app.Now - Duration.FromMinutes(149));
        Assert.Equal("open", (await Post("/join/expected", new { token }))["state"]);
        await Shift(visit, app.Now - Duration.FromMinutes(150));
        Assert.Equal("ended", (await Post("/join/redeem", new { token }))["state"]);
        await Shift(visit, app.Now - Duration.FromMinutes(150) - Duration.FromDays(7));
        Assert.Equal("dead", (await Post("/join/redeem", new { token }))["state"]);
    }

    [Fact]
    public async Task Cancelling_the_appointment_is_enough_to_close_its_links()
    {
        var visit = await VisitScene.Book(app);
        var token = await visit.Link(visit.Bob);
        await app.InClinic(app.Cast.North, db => db.Move(visit.Doctor.Actor, visit.Appointment!.Value, AppointmentStatus.Cancelled, app.Now));
        Assert.Equal("dead", (await Post("/join/redeem", new { token }))["state"]);
    }

    [Fact]
    public async Task With_the_code_sent_to_the_address_on_file_another_device_goes_on_and_the_first_steps_down()
    {
        var visit = await VisitScene.Book(app);
        var token = await visit.Link(visit.Bob);
        await using var phone = await visit.Guest(visit.Bob);
        await phone.Join();
        Assert.Equal("sent", (await Post("/join/code", new { token }))["state"]);
        var code = await CodeOf(visit);
        Assert.Equal("wrong-code", (await Post("/join/continue", new { token, code = code == "000000" ? "000001" : "000000" }))["state"]);
        using var laptop = app.Anonymous();
        Assert.Equal("joined", (await Post("/join/continue", new { token, code }, laptop))["state"]);
        await phone.Hears("TakenOver");
        Assert.Equal("not-found", await phone.Refusal("Join", new { tab = "tab", microphone = true, camera = true }));
        Assert.Equal(HttpStatusCode.OK, (await laptop.GetAsync($"/visit/{visit.Bob}/state", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal("wrong-code", (await Post("/join/continue", new { token, code }))["state"]);
    }

    [Fact]
    public async Task A_code_is_good_for_ten_minutes_from_its_sending_and_not_a_moment_longer()
    {
        foreach (var (after, answer) in ((TimeSpan, string)[])[(TimeSpan.FromMinutes(10) - TimeSpan.FromMilliseconds(1), "joined"), (TimeSpan.FromMinutes(10), "wrong-code")])
        {
            var visit = await VisitScene.Book(app);
            var token = await visit.Link(visit.Bob);
            await Post("/join/redeem", new { token });
            await Post("/join/code", new { token });
            var code = await CodeOf(visit);
            app.Time.Advance(after);
            Assert.Equal(answer, (await Post("/join/continue", new { token, code }))["state"]);
        }
    }

    [Fact]
    public async Task A_code_bears_five_tries()
    {
        var visit = await VisitScene.Book(app);
        var token = await visit.Link(visit.Bob);
        await Post("/join/redeem", new { token });
        await Post("/join/code", new { token });
        var code = await CodeOf(visit);
        for (var i = 0; i < Joining.MostTries; i++)
        {
            Assert.Equal("wrong-code", (await Post("/join/continue", new { token, code = code == "000000" ? "000001" : "000000" }))["state"]);
        }

        Assert.Equal("wrong-code", (await Post("/join/continue", new { token, code }))["state"]);
    }

    [Fact]
    public async Task A_renewed_link_moves_the_visit_once_and_a_forwarded_old_one_does_not()
    {
        var visit = await VisitScene.Book(app);
        await Post("/join/redeem", new { token = await visit.Link(visit.Bob) });
        var renewed = await visit.Link(visit.Bob, movesVisit: true);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Post("/join/redeem", new { token = renewed })));
        Assert.Equal(1, answers.Count(a => a["state"] == "joined"));
        Assert.Equal("other-device", (await Post("/join/redeem", new { token = await visit.Link(visit.Bob) }))["state"]);
    }

    [Fact]
    public async Task Asking_for_a_code_or_a_new_link_is_answered_alike_for_any_token()
    {
        var visit = await VisitScene.Book(app);
        foreach (var path in (string[])["/join/code", "/join/renew"])
        {
            var known = await Post(path, new { token = await visit.Link(visit.Bob) });
            Assert.Equal(known, await Post(path, new { token = Secret.New() }));
            Assert.Equal(known, await Post(path, new { token = "" }));
        }
    }

    [Fact]
    public async Task Issue_redemption_and_refusal_are_in_the_trail_and_unknown_tokens_are_counted()
    {
        var visit = await VisitScene.Book(app);
        var token = await visit.Link(visit.Bob);
        await Post("/join/redeem", new { token });
        await Post("/join/redeem", new { token });
        await Post("/join/redeem", new { token = Secret.New() });
        var ids = (await Rows(visit)).Select(l => (Guid?)l.Id.Value).ToList();
        var trail = await app.InClinic(app.Cast.North, db => db.AuditEvents.Where(a => ids.Contains(a.EntityId)).Select(a => a.Action).ToListAsync(TestContext.Current.CancellationToken));
        Assert.Equal([AuditAction.LinkIssued, AuditAction.LinkRedeemed, AuditAction.LinkRefused], trail.Distinct().Order());
        Assert.True(await app.InClinic(app.Cast.North, db => db.Refusals.AnyAsync(r => r.What == "link", TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task A_link_opens_one_place_of_one_visit_and_nothing_else()
    {
        var (visit, other) = (await VisitScene.Book(app), await VisitScene.Book(app, Duration.FromMinutes(50)));
        using var guest = app.Anonymous();
        Assert.Equal("joined", (await Post("/join/redeem", new { token = await visit.Link(visit.Bob) }, guest))["state"]);
        foreach (var foreign in (ParticipantId[])[visit.Alice, other.Bob, other.Alice, ParticipantId.New()])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await guest.GetAsync($"/visit/{foreign}/state", TestContext.Current.CancellationToken)).StatusCode);
        }

        Assert.Equal(HttpStatusCode.Unauthorized, (await guest.GetAsync("/api/waiting", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await guest.GetAsync($"/api/patients/{app.Cast.Bob.Patient}/documents", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task Charlie_sees_nothing()
    {
        var visit = await VisitScene.Book(app);
        using var charlie = await app.Browser(app.Cast.Charlie);
        foreach (var place in (ParticipantId[])[visit.Alice, visit.Bob])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await charlie.GetAsync($"/visit/{place}/state", TestContext.Current.CancellationToken)).StatusCode);
        }

        Assert.Equal("[]", await charlie.GetStringAsync("/api/waiting", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Anonymous_sees_nothing()
    {
        var visit = await VisitScene.Book(app);
        using var stranger = app.Anonymous();
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/visit/{visit.Bob}/state", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync("/api/waiting", TestContext.Current.CancellationToken)).StatusCode);
    }

    private async Task<Dictionary<string, string?>> Post(string path, object body, HttpClient? browser = null)
    {
        using var own = browser is null ? app.Anonymous() : null;
        var answer = await (browser ?? own!).PostAsJsonAsync(path, body, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        return json.EnumerateObject().Where(p => p.Value.ValueKind is not JsonValueKind.Object).ToDictionary(p => p.Name, p => (string?)p.Value.ToString());
    }

    private Task<List<MagicLink>> Rows(VisitScene visit) => app.InClinic(app.Cast.North, db =>
        db.MagicLinks.AsNoTracking().Where(l => l.ParticipantId == visit.Bob || l.ParticipantId == visit.Alice).ToListAsync(TestContext.Current.CancellationToken));

    private Task<int> Shift(VisitScene visit, Instant starts) => app.InClinic(app.Cast.North, db =>
    {
        var (id, ends) = (visit.Appointment, starts + Duration.FromMinutes(30));
        return db.InTransaction(() => db.Appointments.Where(a => a.Id == id)
            .ExecuteUpdateAsync(a => a.SetProperty(x => x.StartsAt, starts).SetProperty(x => x.EndsAt, ends)));
    });

    /// <summary>The code mailed to Bob of this very visit: other tests ask for codes of their own at the same address.</summary>
    private async Task<string> CodeOf(VisitScene visit)
    {
        var delivery = await Asked(visit.Bob);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        var mail = await app.Services.GetRequiredService<Telemed.Notifications.Email.DevMailbox>()
            .Expect("bob@telemed.test", patience.Token, m => m.MessageId.Contains(delivery.ToString("N"), StringComparison.OrdinalIgnoreCase));
        return CodeIn(mail.Text).Value.Replace(" ", "", StringComparison.Ordinal);
    }

    /// <summary>The delivery of the participant's code, once the desk has looked at the wish.</summary>
    private async Task<Guid> Asked(ParticipantId participant)
    {
        var patience = System.Diagnostics.Stopwatch.StartNew();
        while (patience.Elapsed < TimeSpan.FromSeconds(20))
        {
            var found = await app.InClinic(app.Cast.North, async db =>
            {
                var (codes, deliveries) = (db.ContinuationCodes, db.Deliveries);
                var code = await codes.Where(c => c.ParticipantId == participant).OrderByDescending(c => c.CreatedAt).Select(c => (ContinuationCodeId?)c.Id).FirstOrDefaultAsync();
                var subject = code?.Value ?? Guid.Empty;
                return await deliveries.Where(d => d.SubjectId == subject).Select(d => (DeliveryId?)d.Id).FirstOrDefaultAsync();
            });
            if (found is { } delivery)
            {
                return delivery.Value;
            }

            await Task.Yield();
        }

        throw new InvalidOperationException("No code was asked for.");
    }

    private static Match CodeIn(string text) => Regex.Match(text, @"\b\d{3} \d{3}\b");
}
