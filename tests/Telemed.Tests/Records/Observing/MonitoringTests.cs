using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Telemed.Audit;
using Telemed.Notifications;
using Telemed.Notifications.Email;
using Telemed.Platform;
using Telemed.Records.Access;
using Telemed.Records.Observing;
using Telemed.Tests.Documents;

namespace Telemed.Tests.Records.Observing;

public sealed class MonitoringTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Page => $"/patients/{app.Cast.Bob.Patient}/measures";

    [Fact]
    public async Task A_value_from_home_outside_of_the_thresholds_is_told_once_by_bell_and_mail_and_the_mail_says_neither_whose_nor_what()
    {
        var (alice, bob) = (await app.Browser(app.Cast.Alice), await app.Browser(app.Cast.Bob));
        await Measure(bob, 170, 100);
        Assert.Empty(await Told());
        await Agrees(app);
        Assert.Equal(HttpStatusCode.Found, (await alice.Fill(Page, ("systolic-most", "140"), ("then", "on"))).StatusCode);
        await Measure(bob, 140, 90);
        await Measure(alice, 180, 110);
        Assert.Empty(await Told());
        await Measure(bob, 141, 80);
        await Measure(bob, 130, 91);
        await bob.Fill("/my-record/measures", ("glucose", "69"), ("weight", "300"));
        Assert.Equal(2, (await Told()).Count);
        await bob.Fill("/my-record/measures", ("glucose", "69"), ("weight", "70"));
        await bob.PostAsJsonAsync($"/api/patients/{app.Cast.Bob.Patient}/observations", new { code = "15074-8", unit = "mmol/L", value = 10.1, program = true }, Cancel);
        var told = await Told();
        Assert.Equal(4, told.Count);
        Assert.All(told, n => Assert.Equal(app.Cast.Bob.Patient!.Value.Value, n.PatientId));
        var deliveries = await app.InClinic(app.Cast.North, db => db.Deliveries.Where(d => d.Kind == NotificationKind.MeasureOutOfBand).ToListAsync());
        Assert.Equal(4, deliveries.Select(d => d.SubjectId).Distinct().Count());
        var mail = await app.Services.GetRequiredService<DevMailbox>().Expect("alice@telemed.test", Cancel, m => m.MessageId.StartsWith($"{deliveries[0].Id.Value:N}", StringComparison.Ordinal));
        Assert.DoesNotContain("Bob", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Durand", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("141", mail.Text, StringComparison.Ordinal);
        Assert.Contains("Bob Durand", (await alice.Page("/notifications")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("vous suit à distance", (await bob.Page("/my-record/measures")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Thresholds_are_changed_and_switched_off_and_impossible_ones_refused()
    {
        await using var own = new TelemedApp();
        await own.InitializeAsync();
        var (alice, page, bob) = (await own.Browser(own.Cast.Alice), $"/patients/{own.Cast.Bob.Patient}/measures", own.Cast.Bob.Patient!.Value);
        await Agrees(own);
        foreach (var (field, typed) in ((string, string)[])[("systolic-most", "60"), ("systolic-most", "x"), ("diastolic-most", "145"), ("glucose-least", "200"), ("glucose-most", "9999")])
        {
            Assert.NotNull((await (await alice.Fill(page, (field, typed), ("then", "on"))).Html()).QuerySelector("[role=alert]"));
        }

        await alice.Fill(page, ("systolic-most", "150"), ("then", "on"));
        await alice.Fill(page, ("systolic-most", "160"), ("then", "on"));
        var open = await own.InClinic(own.Cast.North, db => db.MonitoringOf(bob));
        Assert.Equal(new Thresholds(160, 90, 70, 180), open!.Thresholds);
        await alice.Fill(page, ("systolic-most", "160"), ("then", "off"));
        Assert.Null(await own.InClinic(own.Cast.North, db => db.MonitoringOf(bob)));
        Assert.Equal(2, await own.InClinic(own.Cast.North, db => db.Monitorings.CountAsync()));
        Assert.Equal(["on", "on", "off"], await own.InClinic(own.Cast.North, db => db.AuditEvents.Where(a => a.Action == AuditAction.MonitoringChanged).OrderBy(a => a.Id).Select(a => a.Detail!).ToListAsync()));
        Assert.Contains("Aucune alerte", (await alice.Page(page)).QuerySelector("aside")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Charlie_Dan_Nora_and_Bob_switch_nothing()
    {
        var form = await (await app.Browser(app.Cast.Alice)).Page(Page);
        var before = await app.InClinic(app.Cast.North, db => db.Monitorings.CountAsync());
        foreach (var person in (Person[])[app.Cast.Charlie, app.Cast.Dan, app.Cast.Nora, app.Cast.Bob])
        {
            Assert.NotEqual(HttpStatusCode.Found, (await (await app.Browser(person)).Send(Page, form, ("systolic-most", "150"), ("then", "on"))).StatusCode);
            Assert.Equal(MonitoringOutcome.NotFound, await app.InClinic(app.Cast.North, db => db.Monitor(person.Actor, app.Cast.Bob.Patient!.Value, Thresholds.Default, app.Now)));
        }

        Assert.Equal(before, await app.InClinic(app.Cast.North, db => db.Monitorings.CountAsync()));
    }

    [Fact]
    public async Task Nobody_is_followed_who_has_not_said_yes_and_a_no_ends_it()
    {
        await using var own = new TelemedApp();
        await own.InitializeAsync();
        var (alice, patient) = (await own.Browser(own.Cast.Alice), own.Cast.Bob.Patient!.Value);
        var (page, consents) = ($"/patients/{patient}/measures", $"/patients/{patient}/consents");
        var refused = await (await alice.Fill(page, ("systolic-most", "150"), ("then", "on"))).Html();
        Assert.NotNull(refused.QuerySelector($"[role=alert] a[href='{consents}']"));
        Assert.Null(await own.InClinic(own.Cast.North, db => db.MonitoringOf(patient)));
        await alice.Send(consents, await alice.Page(consents), ("_handler", "say-RemoteMonitoring"), ("purpose", "RemoteMonitoring"), ("means", "Paper"), ("given", "true"));
        Assert.Contains("sur papier", (await alice.Page(consents)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, (await alice.Fill(page, ("systolic-most", "150"), ("then", "on"))).StatusCode);
        var bob = await own.Browser(own.Cast.Bob);
        await bob.Send("/my-record/consents", await bob.Page("/my-record/consents"), ("_handler", "say-RemoteMonitoring"), ("purpose", "RemoteMonitoring"), ("given", "false"));
        Assert.Null(await own.InClinic(own.Cast.North, db => db.MonitoringOf(patient)));
        Assert.Equal(MonitoringOutcome.NoConsent, await own.InClinic(own.Cast.North, db => db.Monitor(own.Cast.Alice.Actor, patient, Thresholds.Default, own.Now)));
        Assert.Equal(["on", "off"], await own.InClinic(own.Cast.North, db => db.AuditEvents.Where(a => a.Action == AuditAction.MonitoringChanged).OrderBy(a => a.Id).Select(a => a.Detail!).ToListAsync()));
    }

    private static Task<bool> Agrees(TelemedApp app) => app.InClinic(app.Cast.North, db =>
        db.Say(app.Cast.Bob.Actor, app.Cast.Bob.Patient!.Value, ConsentPurpose.RemoteMonitoring, true, ConsentMeans.Account, app.Now));

    private async Task Measure(HttpClient browser, int systolic, int diastolic) => Assert.Equal(HttpStatusCode.Created,
        (await browser.PostAsJsonAsync($"/api/patients/{app.Cast.Bob.Patient}/observations", new { code = "85354-9", unit = "mm[Hg]", systolic, diastolic }, Cancel)).StatusCode);

    private Task<List<Notification>> Told() => app.InClinic(app.Cast.North, db =>
        db.Notifications.Where(n => n.AccountId == app.Cast.Alice.Account && n.Kind == NotificationKind.MeasureOutOfBand).ToListAsync());
}
