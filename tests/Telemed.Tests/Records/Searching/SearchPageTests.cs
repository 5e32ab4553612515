using System.Net;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Telemed.Consultations;
using Telemed.Platform;
using Telemed.Records;
using Telemed.Records.Searching;
using Telemed.Tests.Documents;

namespace Telemed.Tests.Records.Searching;

/// <summary>Who finds what, through the pages; and what is found from the moment that it is written.</summary>
public sealed class SearchPageTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private static readonly NoteText Text = new("Toux <b>sèche</b> & fièvre", "", "Coqueluche", "");

    [Fact]
    public async Task A_practitioner_finds_in_all_records_and_in_one_with_hits_marked_and_nothing_read_as_html()
    {
        var note = await Note("coqueluche");
        var alice = await app.Browser(app.Cast.Alice);
        foreach (var path in (string[])["/search", $"/patients/{app.Cast.Bob.Patient}/search"])
        {
            var page = await (await alice.Fill(path, ("q", "coqueluches"))).Html();
            Assert.NotNull(page.QuerySelector($"a[href='/notes/{note}']"));
            Assert.Contains("Coqueluche", page.QuerySelectorAll("mark").Select(m => m.TextContent));
            Assert.Null(page.QuerySelector(".line b"));
            Assert.Contains("<b>sèche</b> & fièvre", page.QuerySelector($".line:has(a[href='/notes/{note}']) .soft")!.TextContent, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_fields_of_the_other_pages_lead_to_the_search()
    {
        var note = await Note("coqueluche");
        var alice = await app.Browser(app.Cast.Alice);
        foreach (var path in (string[])["/patients", $"/patients/{app.Cast.Bob.Patient}"])
        {
            var page = await (await alice.Fill(path, ("q", "coqueluche"))).Html();
            Assert.NotNull(page.QuerySelector($"a[href='/notes/{note}']"));
        }

        Assert.NotNull((await alice.Page("/today")).QuerySelector("nav a[href='/search']"));
    }

    [Fact]
    public async Task What_bears_a_tag_is_found_by_it_among_the_others_by_the_team_alone()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var (tagged, plain) = (await (await alice.Upload(app.Cast.Bob, "oreillons-un.txt", Samples.Text)).Id(), await (await alice.Upload(app.Cast.Bob, "oreillons-deux.txt", Samples.Text)).Id());
        await alice.Fill($"/documents/{tagged}/view", ("title", "oreillons un"), ("tags", "À revoir, Diabète"));
        foreach (var path in (string[])["/search", $"/patients/{app.Cast.Bob.Patient}/search"])
        {
            Assert.Equal([tagged], Documents(await (await alice.Fill(path, ("q", "oreillons"), ("tag", " a revoir "))).Html()));
            Assert.Equivalent(new[] { plain, tagged }, Documents(await (await alice.Fill(path, ("q", "oreillons"), ("tag", ""))).Html()), strict: true);
            Assert.Empty(Documents(await (await alice.Fill(path, ("q", "oreillons"), ("tag", "revoir"))).Html()));
        }

        Assert.Null((await (await app.Browser(app.Cast.Bob)).Page("/my-record/search")).QuerySelector("[name=tag]"));
    }

    private static IEnumerable<Guid> Documents(IDocument page) =>
        page.QuerySelectorAll(".line a[href^='/documents/']").Select(a => Guid.Parse(a.GetAttribute("href")!.Split('/')[2])).Distinct();

    [Fact]
    public async Task What_cannot_be_searched_is_answered_with_a_sentence()
    {
        var alice = await app.Browser(app.Cast.Alice);
        foreach (var (typed, sentence) in ((string, string)[])[("", "au moins un mot"), ("\" ( *", "ni lettre ni chiffre"), (new string('a', 10_000), "trop long")])
        {
            var answer = await alice.Fill("/search", ("q", typed));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Contains(sentence, (await answer.Html()).QuerySelector(".field-error")!.TextContent, StringComparison.Ordinal);
        }

        foreach (var typed in (string[])["\" OR *", "NEAR(", "xyzzyplugh"])
        {
            var answer = await alice.Fill("/search", ("q", typed), ("year", "abcd"), ("kind", "7"), ("practitioner", "x"));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Contains("Rien trouvé", (await answer.Html()).QuerySelector("#found-title")!.TextContent, StringComparison.Ordinal);
        }

        // A form with a NUL in it reaches no page.
        Assert.Equal(HttpStatusCode.BadRequest, (await alice.Fill("/search", ("q", "to\0ux"))).StatusCode);
    }

    [Fact]
    public async Task A_draft_is_found_by_its_author_as_it_is_saved_and_what_was_changed_no_more()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var visit = await app.Visit();
        var note = await alice.BeginNote(visit);
        await alice.Save(visit, note.Version, Text with { Plan = "glossodynie" });
        await app.Cares(app.Cast.Dan);
        Assert.Equal([note.NoteId.Value], await Found(app.Cast.Alice, "glossodynie"));
        Assert.Empty(await Found(app.Cast.Dan, "glossodynie"));
        await alice.Save(visit, note.Version + 1, Text with { Plan = "xérostomie" });
        Assert.Empty(await Found(app.Cast.Alice, "glossodynie"));
        Assert.Equal([note.NoteId.Value], await Found(app.Cast.Alice, "xerostomie"));
        Assert.Empty(await Found(app.Cast.Bob, "xerostomie"));
        await alice.Sign(visit, note.Version + 2);
        Assert.Equal([note.NoteId.Value], await Found(app.Cast.Dan, "xerostomie"));
        Assert.Equal([note.NoteId.Value], await Found(app.Cast.Bob, "xerostomie"));
    }

    [Fact]
    public async Task An_amendment_is_found_in_place_of_what_it_amends_and_what_was_entered_in_error_not_at_all()
    {
        var note = await Note("rubéole");
        var alice = await app.Browser(app.Cast.Alice);
        await alice.Fill($"/notes/{note}", ("Input.Reason", "Sérologie"), ("Input.Plan", "parvovirose"), ("Input.Then", "amend"));
        Assert.Equal([note.Value], await Found(app.Cast.Alice, "parvovirose"));
        Assert.Empty(await Found(app.Cast.Alice, "rubeole"));
        await alice.Fill($"/notes/{note}", ("Input.Reason", "Mauvais patient"), ("Input.Then", "in-error"));
        Assert.Empty(await Found(app.Cast.Alice, "parvovirose"));
    }

    [Fact]
    public async Task A_document_is_found_by_its_name_by_the_patient_once_it_is_shared_and_by_nobody_once_it_is_deleted()
    {
        var alice = await app.Browser(app.Cast.Alice);
        (await alice.Upload(app.Cast.Bob, "Echographie_cardiaque-2026.pdf", Samples.Pdf)).EnsureSuccessStatusCode();
        var document = Assert.Single(await alice.Listed(app.Cast.Bob));
        Assert.Equal([document], await Found(app.Cast.Alice, "échographies"));
        Assert.Empty(await Found(app.Cast.Bob, "échographies"));
        await alice.Fill($"/patients/{app.Cast.Bob.Patient}", ("shared", "true"));
        Assert.Equal([document], await Found(app.Cast.Bob, "échographies"));
        await app.InClinic(app.Cast.North, db => Telemed.Documents.Keeping.Delete(db, app.Cast.Alice.Actor, new DocumentId(document), app.Now));
        Assert.Empty(await Found(app.Cast.Alice, "échographies"));
    }

    [Fact]
    public async Task What_was_written_before_there_was_a_search_is_indexed_at_the_next_start()
    {
        var note = await Note("brucellose");
        await app.InClinic(app.Cast.North, db => db.SearchEntries.ExecuteDeleteAsync());
        var catchUp = app.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<IndexCatchUp>().Single();
        while (await catchUp.Some(app.Cast.North, TestContext.Current.CancellationToken) > 0)
        {
        }

        Assert.Equal([note.Value], await Found(app.Cast.Alice, "brucellose"));
    }

    [Fact]
    public async Task Only_who_cares_finds_and_assistants_and_administrators_find_nothing()
    {
        var note = await Note("trichinose");
        Assert.Equal([note.Value], await Found(app.Cast.Alice, "trichinose"));
        foreach (var person in (Person[])[app.Cast.Nora, app.Cast.Ada, app.Cast.Charlie])
        {
            Assert.Empty(await Found(person, "trichinose"));
            Assert.Empty(await Found(person, "trichinsoe"));
        }

        foreach (var person in (Person[])[app.Cast.Nora, app.Cast.Ada, app.Cast.Bob])
        {
            Assert.False((await (await app.Browser(person)).Visit("/search")).IsSuccessStatusCode);
        }
    }

    [Fact]
    public async Task A_typing_error_brings_no_word_to_light_that_stands_in_a_record_of_others()
    {
        await Note("trypanosomiase");
        var alice = await (await (await app.Browser(app.Cast.Alice)).Fill("/search", ("q", "trypanosomiaze"))).Html();
        Assert.Contains("trypanosomiase", alice.Body!.TextContent, StringComparison.Ordinal);
        var dan = await (await (await app.Browser(app.Cast.Dan)).Fill("/search", ("q", "trypanosomiaze"))).Html();
        Assert.DoesNotContain("trypanosomiase", dan.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Charlie_sees_nothing()
    {
        await Note("leptospirose");
        var charlie = await app.Browser(app.Cast.Charlie);
        Assert.Equal(HttpStatusCode.NotFound, (await charlie.Visit($"/patients/{app.Cast.Bob.Patient}/search")).StatusCode);
        var page = await (await charlie.Fill("/search", ("q", "leptospirose"))).Html();
        Assert.Empty(page.QuerySelectorAll("mark"));
    }

    [Fact]
    public async Task Anonymous_sees_nothing()
    {
        foreach (var path in (string[])["/search", $"/patients/{app.Cast.Bob.Patient}/search"])
        {
            var answer = await app.Anonymous().Visit(path);
            Assert.StartsWith("/sign-in", answer.Headers.Location?.OriginalString, StringComparison.Ordinal);
        }
    }

    private async Task<SoapNoteId> Note(string plan)
    {
        var visit = await app.Visit();
        var alice = await app.Browser(app.Cast.Alice);
        var note = await alice.BeginNote(visit);
        await alice.Save(visit, note.Version, Text with { Plan = plan });
        (await alice.Sign(visit, note.Version + 1)).EnsureSuccessStatusCode();
        return note.NoteId;
    }

    private Task<List<Guid>> Found(Person who, string words) => app.InClinic(who.Clinic, async db =>
        Assert.IsType<SearchOutcome.Found>(await db.Search(app.Contents, who.Actor, new(words), app.Now)).Hits.Select(h => h.Subject).ToList());
}
