using AngleSharp.Dom;
using Telemed.Records;

namespace Telemed.Tests.Records;

/// <summary>How written text is read: paragraphs, lists and bold words, and nothing else.</summary>
public sealed class ProseTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    [Fact]
    public async Task Paragraphs_lists_and_bold_words_are_shown_as_such_and_markup_from_elsewhere_as_text()
    {
        var (visit, alice) = (await app.Visit(), await app.Browser(app.Cast.Alice));
        var note = await alice.BeginNote(visit);
        const string hostile = "<img src=x onerror=alert(1)> <b>gras</b> [x](javascript:alert(1))";
        await alice.Save(visit, note.Version, new NoteText("Une ligne\net la suite\n\nUn **mot** gras", "- repos\n- **eau**\n\n3. trois\n4. quatre", hostile, "a ** b ** c"));
        (await alice.Sign(visit, note.Version + 1)).EnsureSuccessStatusCode();
        foreach (var reader in (Person[])[app.Cast.Alice, app.Cast.Bob])
        {
            var prose = (await (await app.Browser(reader)).Page($"/notes/{note.NoteId}")).QuerySelectorAll("dd .prose").Take(4).ToList();
            Assert.Equal(["Une ligne\net la suite", "Un mot gras"], prose[0].QuerySelectorAll("p").Select(p => p.TextContent));
            Assert.Equal("mot", Assert.Single(prose[0].QuerySelectorAll("strong")).TextContent);
            Assert.Equal(["repos", "eau"], prose[1].QuerySelectorAll("ul > li").Select(li => li.TextContent));
            Assert.Equal("3", prose[1].QuerySelector("ol")!.GetAttribute("start"));
            Assert.Equal(hostile, prose[2].TextContent.Trim());
            Assert.Empty(prose[2].QuerySelectorAll("img, b, a"));
            Assert.Equal("a ** b ** c", prose[3].TextContent.Trim());
        }
    }

    [Fact]
    public void A_megabyte_of_signs_is_read_in_a_moment()
    {
        foreach (var sign in (string[])["*", "**", "- ", "1. ", "**a", "\n- \n", " "])
        {
            Assert.NotNull(Prose.Read(string.Concat(Enumerable.Repeat(sign, NoteText.SectionLimit))));
        }
    }

    [Fact]
    public void An_excerpt_has_the_items_of_a_list_on_one_line() =>
        Assert.Equal("Revu le 3. · Repos · Ibuprofène 400 mg 1. Marche", Prose.Line("Revu le 3.\r\n\n- Repos\n* **Ibuprofène 400 mg**\n1. Marche\n"));
}
