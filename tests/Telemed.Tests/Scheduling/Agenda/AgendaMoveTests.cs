using System.Net;
using System.Text.Json;
using AngleSharp.Dom;
using NodaTime;
using Telemed.Scheduling;
using Telemed.Tests.Documents;
using static Telemed.Tests.Scheduling.Agenda.AgendaScene;

namespace Telemed.Tests.Scheduling.Agenda;

/// <summary>What the agenda's script asks when something was dropped.</summary>
public sealed class AgendaMoveTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private static readonly Duration Hour = Duration.FromHours(1);

    [Fact]
    public async Task A_move_is_written_and_the_same_way_back_undoes_it()
    {
        var booked = await app.Books(app.Cast.Alice, At(2026, 12, 1, 9), "Vertiges");
        var nora = await app.Browser(app.Cast.Nora);
        var moved = await Move(nora, booked, booked.StartsAt + Hour, booked.EndsAt + Hour + Duration.FromMinutes(15), booked.Version);
        Assert.Equal(HttpStatusCode.OK, moved.StatusCode);
        var version = (await moved.Json()).GetProperty("version").GetInt32();
        Assert.Equal((booked.StartsAt + Hour, version), ((await app.Row(booked.Id)).StartsAt, (await app.Row(booked.Id)).Version));
        Assert.Equal("10:00 Bob Durand Vertiges Réservé", (await nora.Page("/agenda?day=2026-12-01")).Entry(booked.Id.Value)!.Words());
        Assert.Equal(HttpStatusCode.OK, (await Move(nora, booked, booked.StartsAt, booked.EndsAt, version)).StatusCode);
        Assert.Equal((booked.StartsAt, booked.EndsAt), ((await app.Row(booked.Id)).StartsAt, (await app.Row(booked.Id)).EndsAt));
    }

    [Fact]
    public async Task A_refused_move_says_why_and_changes_nothing()
    {
        var (booked, other) = (await app.Books(app.Cast.Alice, At(2026, 12, 2, 9), "Vertiges"), await app.Books(app.Cast.Alice, At(2026, 12, 2, 11), "Autre", patient: app.Cast.Eva));
        await app.Books(app.Cast.Dan, At(2026, 12, 2, 15), "Ailleurs");
        var alice = await app.Browser(app.Cast.Alice);
        (Instant Starts, Instant Ends, int Version, string Code, HttpStatusCode Status)[] wishes =
        [
            (other.StartsAt, other.EndsAt, booked.Version, "taken", HttpStatusCode.Conflict),
            (At(2026, 12, 2, 15), At(2026, 12, 2, 15, 30), booked.Version, "patient-busy", HttpStatusCode.Conflict),
            (booked.StartsAt + Hour, booked.EndsAt + Hour, booked.Version + 7, "stale", HttpStatusCode.Conflict),
            (app.Now - Hour, app.Now - Duration.FromMinutes(30), booked.Version, "starts-past", HttpStatusCode.BadRequest),
            (booked.StartsAt, booked.StartsAt + (5 * Hour), booked.Version, "length-out-of-range", HttpStatusCode.BadRequest),
            (booked.StartsAt + Hour, booked.StartsAt, booked.Version, "length-out-of-range", HttpStatusCode.BadRequest),
        ];
        foreach (var wish in wishes)
        {
            var answer = await Move(alice, booked, wish.Starts, wish.Ends, wish.Version);
            var problem = await answer.Json();
            Assert.Equal((wish.Status, wish.Code), (answer.StatusCode, problem.GetProperty("code").GetString()));
            Assert.True(problem.GetProperty("detail").GetString()!.Contains(' ', StringComparison.Ordinal), wish.Code);
        }

        Assert.Equal((booked.StartsAt, booked.EndsAt, booked.Version), ((await app.Row(booked.Id)).StartsAt, (await app.Row(booked.Id)).EndsAt, (await app.Row(booked.Id)).Version));
        await app.Move(app.Cast.Alice, booked.Id, AppointmentStatus.Arrived);
        Assert.Equal("not-allowed", (await (await Move(alice, booked, booked.StartsAt + Hour, booked.EndsAt + Hour, booked.Version + 1)).Json()).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Nobody_moves_what_is_not_theirs()
    {
        var booked = await app.Books(app.Cast.Alice, At(2026, 12, 3, 9), "Vertiges");
        foreach (var person in (Person[])[app.Cast.Dan, app.Cast.Charlie])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await Move(await app.Browser(person), booked, booked.StartsAt + Hour, booked.EndsAt + Hour, booked.Version)).StatusCode);
        }

        Assert.Equal(booked.StartsAt, (await app.Row(booked.Id)).StartsAt);
    }

    [Theory]
    [InlineData("starts", "demain")]
    [InlineData("ends", "")]
    [InlineData("version", "")]
    public async Task What_cannot_be_read_is_refused_in_words(string field, string value)
    {
        var booked = await app.Books(app.Cast.Dan, At(2026, 12, 8, 9) + Duration.FromDays(field.Length), "Vertiges");
        var dan = await app.Browser(app.Cast.Dan);
        var fields = new Dictionary<string, string> { ["starts"] = $"{booked.StartsAt + Hour}", ["ends"] = $"{booked.EndsAt + Hour}", ["version"] = "0", [field] = value };
        var answer = await dan.PostForm($"/appointments/{booked.Id}/times", await dan.Page("/agenda"), [.. fields.Select(f => (f.Key, f.Value))]);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("unreadable", (await answer.Json()).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Without_the_pages_token_nothing_moves()
    {
        var booked = await app.Books(app.Cast.Alice, At(2026, 12, 4, 9), "Vertiges");
        using var content = new FormUrlEncodedContent([new("starts", $"{booked.StartsAt + Hour}"), new("ends", $"{booked.EndsAt + Hour}"), new("version", "0")]);
        var answer = await (await app.Browser(app.Cast.Alice)).PostAsync(new Uri($"/appointments/{booked.Id}/times", UriKind.Relative), content, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(booked.StartsAt, (await app.Row(booked.Id)).StartsAt);
    }

    private static async Task<HttpResponseMessage> Move(HttpClient browser, Appointment booked, Instant starts, Instant ends, int version) =>
        await browser.PostForm($"/appointments/{booked.Id}/times", await browser.Page("/agenda"), ("starts", $"{starts}"), ("ends", $"{ends}"), ("version", $"{version}"));
}
