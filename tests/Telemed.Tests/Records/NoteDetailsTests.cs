using System.Net;
using System.Text.Json;
using AngleSharp.Dom;
using NodaTime;
using Telemed.People;
using Telemed.Platform;
using Telemed.Records;
using Telemed.Records.Searching;
using Telemed.Records.Timeline;

namespace Telemed.Tests.Records;

/// <summary>What a note is filed under: saved with the text, signed with it, found by it, and who may read a restricted one.</summary>
public sealed class NoteDetailsTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private static readonly NoteDetails Filed = new(NoteCategory.FollowUp, NotePriority.High, NoteConfidentiality.Normal, "asthme, école", 20, new LocalDate(2027, 3, 1));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Details_are_saved_signed_shown_and_found_by_their_tags()
    {
        var (_, note) = await Signed(Visits.Cough with { Details = Filed });
        foreach (var reader in (Person[])[app.Cast.Alice, app.Cast.Bob])
        {
            var chips = (await (await app.Browser(reader)).Page($"/notes/{note}")).QuerySelector(".chips")!.TextContent;
            Assert.All((string[])["Haute", "Suivi", "20 min", "1er mars 2027", "#asthme", "#école"], word => Assert.Contains(word, chips, StringComparison.Ordinal));
        }

        var found = Assert.IsType<SearchOutcome.Found>(await app.InClinic(app.Cast.North, db => db.Search(app.Contents, app.Cast.Alice.Actor, new("ecole"), app.Now)));
        Assert.Contains(found.Hits, h => h.Subject == note.Value);
        var (bob, alice) = (app.Cast.Bob.Patient!.Value, await app.Browser(app.Cast.Alice));
        Assert.NotNull((await alice.Page($"/patients/{bob}?tag=asthme")).QuerySelector($"a[href='/notes/{note}']"));
        Assert.Null((await alice.Page($"/patients/{bob}?tag=asth")).QuerySelector($"a[href='/notes/{note}']"));
        Assert.NotNull((await alice.Page($"/patients/{bob}")).QuerySelector("a.chip[href*='tag=%C3%A9cole']"));
    }

    [Theory]
    [InlineData("category", "unheard", "note-bad-choice"), InlineData("category", "2", "note-bad-choice"), InlineData("priority", "Urgent", "note-bad-choice")]
    [InlineData("minutes", "0", "note-bad-minutes"), InlineData("minutes", "480", "note-bad-minutes"), InlineData("minutes", "-5", "note-bad-minutes"), InlineData("minutes", "1e2", "note-bad-minutes")]
    [InlineData("followUp", "31/12/2027", "note-bad-follow-up"), InlineData("followUp", "2001-01-01", "note-bad-follow-up"), InlineData("followUp", "9999-12-31", "note-bad-follow-up")]
    [InlineData("tags", "a,b,c,d,e,f,g,h,i,j,k", "note-bad-tags"), InlineData("tags", "\u202eevil", "note-bad-tags")]
    public async Task Details_that_cannot_be_are_refused_with_a_reason_and_nothing_changes(string field, string value, string code)
    {
        var (visit, alice) = (await app.Visit(), await app.Browser(app.Cast.Alice));
        var begun = await alice.BeginNote(visit);
        var details = new Dictionary<string, string> { [field] = value };
        var answer = await System.Net.Http.Json.HttpClientJsonExtensions.PutAsJsonAsync(alice, Visits.Api(visit), new { version = begun.Version, plan = "Repos", details }, Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(code, JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel)).RootElement.GetProperty("code").GetString());
        var stands = await (await alice.GetAsync(Visits.Api(visit), Cancel)).Note();
        Assert.Equal((begun.Version, "", NoteDetails.Unsaid), (stands.Version, stands.Plan, stands.Text().Details));
    }

    [Fact]
    public async Task The_same_tag_written_twice_stands_once()
    {
        Assert.Equal("Asthme, école", TagLine.Clean(" #Asthme ;asthme, école\nECOLE,,"));
        Assert.Equal(["Asthme", "école"], TagLine.Of("Asthme, école"));
        var (visit, alice) = (await app.Visit(), await app.Browser(app.Cast.Alice));
        var note = await alice.BeginNote(visit);
        await alice.Fill($"/notes/{note.NoteId}", ("Input.Tags", "tension, Tension"), ("Input.Plan", "Repos"), ("Input.Then", "save"));
        Assert.Equal("tension", (await (await alice.GetAsync(Visits.Api(visit), Cancel)).Note()).Text().Details.Tags);
    }

    [Fact]
    public async Task An_amendment_of_the_details_alone_is_a_version_of_its_own_and_shown_as_a_difference()
    {
        var (_, note) = await Signed(Visits.Cough with { Details = Filed });
        var alice = await app.Browser(app.Cast.Alice);
        await alice.Fill($"/notes/{note}", ("Input.Reason", "Plus rien d’urgent"), ("Input.Priority", "normal"), ("Input.FollowUp", ""), ("Input.Then", "amend"));
        var page = await alice.Page($"/notes/{note}");
        Assert.Null(page.QuerySelector("[role=alert]"));
        var difference = Assert.Single(page.QuerySelectorAll(".difference"));
        Assert.Equal(["Haute", "1er mars 2027"], difference.QuerySelectorAll("del").Select(d => d.TextContent.Replace("retiré :", "", StringComparison.Ordinal).Trim()));
        Assert.DoesNotContain("Haute", page.QuerySelector(".chips")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_restricted_note_is_for_its_author_and_the_patient_and_for_others_in_an_emergency()
    {
        await app.Cares(app.Cast.Dan);
        var (bob, before) = (app.Cast.Bob.Patient!.Value, await Hidden());
        var (_, note) = await Signed(new NoteText("Confidence obstreperous", "", "", "") { Details = NoteDetails.Unsaid with { Confidentiality = NoteConfidentiality.Restricted } });
        foreach (var reader in (Person[])[app.Cast.Alice, app.Cast.Bob])
        {
            Assert.Equal(HttpStatusCode.OK, (await (await app.Browser(reader)).Visit($"/notes/{note}")).StatusCode);
        }

        var dan = await app.Browser(app.Cast.Dan);
        Assert.Equal(HttpStatusCode.NotFound, (await dan.Visit($"/notes/{note}")).StatusCode);
        Assert.Equal(before + 1, await Hidden());
        Assert.DoesNotContain("obstreperous", (await dan.Page($"/patients/{bob}")).Body!.TextContent, StringComparison.Ordinal);
        Assert.Empty(await Found());
        await dan.Fill($"/patients/{bob}/emergency", ("reason", "Malaise pendant la consultation"));
        Assert.Equal(HttpStatusCode.OK, (await dan.Visit($"/notes/{note}")).StatusCode);
        Assert.Equal(note.Value, Assert.Single(await Found()).Subject);
        app.Time.Advance(TimeSpan.FromHours(4));
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.Browser(app.Cast.Dan)).Visit($"/notes/{note}")).StatusCode);
    }

    private Task<int> Hidden() => app.InClinic(app.Cast.North, db => db.HiddenNotes(app.Cast.Dan.Actor, Telemed.People.Rights.FilesOf(db, app.Cast.Bob.Patient!.Value), Cancel));

    private async Task<IReadOnlyList<Hit>> Found() =>
        Assert.IsType<SearchOutcome.Found>(await app.InClinic(app.Cast.North, db => db.Search(app.Contents, app.Cast.Dan.Actor, new("obstreperous"), app.Now))).Hits;

    private async Task<(EncounterId Visit, SoapNoteId Note)> Signed(NoteText text)
    {
        var (visit, alice) = (await app.Visit(), await app.Browser(app.Cast.Alice));
        var note = await alice.BeginNote(visit);
        (await alice.Save(visit, note.Version, text)).EnsureSuccessStatusCode();
        (await alice.Sign(visit, note.Version + 1)).EnsureSuccessStatusCode();
        return (visit, note.NoteId);
    }
}
