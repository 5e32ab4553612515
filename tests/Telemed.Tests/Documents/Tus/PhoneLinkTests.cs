using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Accounts;
using Telemed.Audit;
using Telemed.Documents;
using Telemed.Documents.Phones;
using Telemed.Platform;
using Telemed.Tests.People;

namespace Telemed.Tests.Documents.Tus;

/// <summary>"Add from your phone": what a phone may that has photographed the code, and for how long.</summary>
public sealed class PhoneLinkTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private static readonly byte[] Words = "Pression 12/8\n"u8.ToArray();

    [Fact]
    public async Task A_phone_adds_to_that_record_in_the_name_of_who_showed_the_code_and_sees_nothing_of_it()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var (id, token) = await Shown(alice);
        var phone = await Opened(token);
        var page = await phone.Page("/add");
        Assert.Contains("Ajouter au dossier : Bob Durand", page.QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Dr Alice Martin", page.Body!.TextContent, StringComparison.Ordinal);

        var answer = await Send(phone, "ordonnance.txt");
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var path = answer.Headers.Location!.PathAndQuery();
        Assert.StartsWith("/add/uploads/", path, StringComparison.Ordinal);
        var receipt = await new TusClient(phone).Receipt(path);
        Assert.Equal("filed", receipt.GetProperty("state").GetString());
        Assert.True(receipt.TryGetProperty("sha256", out var sum) && sum.ValueKind is JsonValueKind.String); // that it came, and nothing of what became of it
        Assert.False(receipt.TryGetProperty("document", out var read) && read.ValueKind is not JsonValueKind.Null);
        var document = await app.InClinic(app.Cast.North, db => db.Documents.SingleAsync(d => d.FileName == "ordonnance.txt"));
        Assert.Equal((app.Cast.Alice.Account, app.Cast.Bob.Patient), (document.AddedBy, (PatientId?)document.PatientId));
        var state = await (await alice.Ask(HttpMethod.Get, $"/api/phone-links/{id}")).Json();
        Assert.True(state.GetProperty("opened").GetBoolean());
        Assert.Equal("ordonnance.txt", Assert.Single(state.GetProperty("files").EnumerateArray()).GetProperty("document").GetProperty("fileName").GetString());

        // Nothing else opens to it: not the file that it sent, not the list, not an upload of the page.
        foreach (var other in (string[])[$"/documents/{document.Id}", $"/api/patients/{app.Cast.Bob.Patient}/documents", $"/api/uploads/{path.Split('/')[^1]}", $"/api/phone-links/{id}"])
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await phone.Ask(HttpMethod.Get, other)).StatusCode);
        }

        var mine = await new TusClient(alice).Begin(app.Cast.Bob, "page.txt", 100);
        Assert.Null(await new TusClient(phone).Offset(mine.Replace("/api/", "/add/", StringComparison.Ordinal)));
        Assert.Equal([AuditAction.PhoneLinkMade, AuditAction.PhoneLinkOpened], await app.InClinic(app.Cast.North, db => db.AuditEvents.Where(e => e.EntityId == id && e.Allowed).OrderBy(e => e.Id).Select(e => e.Action).ToListAsync()));
    }

    [Fact]
    public async Task A_phone_cannot_choose_another_record()
    {
        var (_, token) = await Shown(await app.Browser(app.Cast.Nora));
        var phone = await Opened(token);
        var sent = await Send(phone, "ailleurs.txt", app.Cast.Eva.Value);
        Assert.Equal("filed", (await new TusClient(phone).Receipt(sent.Headers.Location!.PathAndQuery())).GetProperty("state").GetString());
        Assert.Equal(app.Cast.Bob.Patient, await app.InClinic(app.Cast.North, db => db.Documents.Where(d => d.FileName == "ailleurs.txt").Select(d => (PatientId?)d.PatientId).SingleAsync()));
    }

    [Fact]
    public async Task A_code_opens_on_one_phone_within_five_minutes_and_a_second_code_ends_the_first()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var (_, token) = await Shown(alice);
        var phone = await Opened(token);
        await Gone(token); // a second phone
        await Gone("");
        await Gone(new string('A', 43));
        var (_, late) = await Shown(alice);
        Assert.Equal(HttpStatusCode.NotFound, (await Send(phone, "fini.txt")).StatusCode); // the second code ended the first one's phone
        app.Time.Advance((PhoneLink.ToOpen + Duration.FromSeconds(1)).ToTimeSpan());
        await Gone(late);
    }

    [Fact]
    public async Task A_phone_is_out_after_half_an_hour_when_it_is_disconnected_and_when_who_showed_the_code_may_no_more()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var phone = await Opened((await Shown(alice)).Token);
        app.Time.Advance((PhoneLink.ToAdd - Duration.FromMinutes(1)).ToTimeSpan());
        Assert.Equal(HttpStatusCode.Created, (await Send(phone, "juste.txt")).StatusCode);
        app.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(HttpStatusCode.NotFound, (await Send(phone, "trop-tard.txt")).StatusCode);

        alice = await app.Browser(app.Cast.Alice);
        var (id, token) = await Shown(alice);
        phone = await Opened(token);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.Browser(app.Cast.Dan)).Ask(HttpMethod.Delete, $"/api/phone-links/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await alice.Ask(HttpMethod.Delete, $"/api/phone-links/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Send(phone, "ferme.txt")).StatusCode);
        Assert.True(await app.InClinic(app.Cast.North, db => db.AuditEvents.AnyAsync(e => e.Action == AuditAction.PhoneLinkClosed && e.EntityId == id)));

        phone = await Opened((await Shown(alice)).Token);
        await app.InClinic(app.Cast.North, db => db.Accounts.Where(a => a.Id == app.Cast.Alice.Account).ExecuteUpdateAsync(a => a.SetProperty(x => x.DisabledAt, app.Now)));
        Assert.Equal(HttpStatusCode.NotFound, (await Send(phone, "parti.txt")).StatusCode);
        await app.InClinic(app.Cast.North, db => db.Accounts.Where(a => a.Id == app.Cast.Alice.Account).ExecuteUpdateAsync(a => a.SetProperty(x => x.DisabledAt, (Instant?)null)));
        Assert.Equal(HttpStatusCode.Created, (await Send(phone, "revenu.txt")).StatusCode);
    }

    [Fact]
    public async Task Nobody_makes_a_code_for_a_record_that_is_not_theirs_to_add_to()
    {
        foreach (var person in (Person[])[app.Cast.Dan, app.Cast.Charlie, app.Cast.Ada, app.Cast.Bob])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await (await app.Browser(person)).Ask(HttpMethod.Post, $"/api/patients/{app.Cast.Bob.Patient}/phone-links", Json())).StatusCode);
        }
    }

    private async Task<(Guid Id, string Token)> Shown(HttpClient browser)
    {
        var shown = await (await browser.Ask(HttpMethod.Post, $"/api/patients/{app.Cast.Bob.Patient}/phone-links", Json())).Json();
        var url = new Uri(shown.GetProperty("url").GetString()!);
        Assert.Equal(("/add", ""), (url.AbsolutePath, url.Query)); // the token is in no address that a server sees
        Assert.True(shown.GetProperty("qr").GetArrayLength() > 20);
        return (shown.GetProperty("id").GetGuid(), url.Fragment[1..]);
    }

    private async Task<HttpClient> Opened(string token)
    {
        var phone = app.Anonymous();
        Assert.Equal("/add", (await phone.Fill("/add", ("token", token))).Headers.Location!.PathAndQuery());
        Assert.NotNull((await phone.Page("/add")).QuerySelector("phone-upload"));
        return phone;
    }

    private async Task Gone(string token)
    {
        var phone = app.Anonymous();
        await phone.Fill("/add", ("token", token));
        Assert.Null((await phone.Page("/add")).QuerySelector("phone-upload"));
        Assert.Equal(HttpStatusCode.NotFound, (await Send(phone, "rien.txt")).StatusCode);
    }

    private Task<HttpResponseMessage> Send(HttpClient phone, string name, Guid? patient = null) =>
        new TusClient(phone, TusClient.Phone).Create(patient ?? app.Cast.Bob.Patient!.Value.Value, name, Words.Length, Words);

    private static StringContent Json() => new("{}", null, "application/json");
}
