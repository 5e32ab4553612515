using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Telemed.Audit;
using Telemed.Scheduling;
using Telemed.Tests.People;

namespace Telemed.Tests.Scheduling;

public sealed class VisitTypePagesTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private const string Page = "/clinic/visits";

    [Fact]
    public async Task A_new_type_stands_in_the_list_in_words_can_be_changed_and_is_no_longer_offered_when_retired()
    {
        var ada = await app.Browser(app.Cast.Ada);
        var answer = await ada.Fill(Page, ("name", "Première consultation"), ("minutes", "45"), ("before", "5"), ("after", "10"), ("modality", "audio"), ("patients", "true"), ("at-once", "true"));
        var page = await ada.Page(answer.Headers.Location!.PathAndQuery());
        Assert.Contains("enregistré", page.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        var line = Line(page, "Première consultation")!;
        Assert.Contains("45 min · 5 min libres avant · 10 min libres après · au son seul · réservé par les patients ou le cabinet · tient aussitôt", line.TextContent, StringComparison.Ordinal);

        var edit = line.QuerySelector("a")!.GetAttribute("href")!;
        Assert.Equal("45", (await ada.Page(edit)).QuerySelector("#minutes")!.GetAttribute("value"));
        await ada.Fill(edit, ("name", "Bilan annuel"), ("minutes", "60"), ("patients", ""));
        page = await ada.Page(Page);
        Assert.Null(Line(page, "Première consultation"));
        Assert.Contains("60 min", Line(page, "Bilan annuel")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("le cabinet seul", Line(page, "Bilan annuel")!.TextContent, StringComparison.Ordinal);

        var retired = await ada.Send(Page, page, ("retired", Line(page, "Bilan annuel")!.QuerySelector("button")!.GetAttribute("value")!));
        Assert.Null(Line(await ada.Page(retired.Headers.Location!.PathAndQuery()), "Bilan annuel"));
        Assert.Equal(HttpStatusCode.NotFound, (await ada.Visit(edit)).StatusCode);
        var id = Guid.Parse(edit[^36..]);
        Assert.Equal(["new", "changed", "retired"], await app.InClinic(app.Cast.North, db => db.AuditEvents.Where(a => a.Action == AuditAction.VisitTypeChanged
            && a.EntityId == id && a.AgentId == app.Cast.Ada.Account.Value).OrderBy(a => a.Id).Select(a => a.Detail).ToListAsync()));
    }

    [Theory]
    [InlineData("name", " ", "nom")]
    [InlineData("name", "LONG", "80")]
    [InlineData("name", "a\u202eb", "invisibles")]
    [InlineData("name", "Suivi", "déjà ce nom")]
    [InlineData("minutes", "4", "240")]
    [InlineData("minutes", "33", "240")]
    [InlineData("minutes", "99999999999", "240")]
    [InlineData("before", "61", "60")]
    [InlineData("after", "-1", "60")]
    [InlineData("modality", "2", "vidéo ou son")]
    public async Task A_bad_field_is_named_beside_it_what_was_typed_stays_and_nothing_changes(string field, string value, string says)
    {
        value = value == "LONG" ? new string('é', 81) : value;
        var nora = await app.Browser(app.Cast.Nora);
        await nora.Fill(Page, ("name", "Suivi"));
        var before = await Rows();
        (string, string)[] good = [("name", "Autre"), ("minutes", "20"), ("before", "0"), ("after", "15"), ("modality", "video")];
        var answer = await nora.Fill(Page, [.. good.Select(f => f.Item1 == field ? (field, value) : f)]);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var page = await answer.Html();
        Assert.Contains(says, page.QuerySelector($"#{field}-error")?.TextContent ?? "", StringComparison.Ordinal);
        Assert.Equal(field == "minutes" ? value : "20", page.QuerySelector("#minutes")!.GetAttribute("value"));
        Assert.Equal(before, await Rows());
    }

    [Fact]
    public async Task A_type_that_somebody_else_changed_meanwhile_is_not_changed_unread()
    {
        var type = await app.VisitType("Téléconseil", 20);
        var (ada, nora) = (await app.Browser(app.Cast.Ada), await app.Browser(app.Cast.Nora));
        var path = $"{Page}?edit={type}";
        var old = await ada.Page(path);
        await nora.Fill(path, ("name", "Téléconseil"), ("minutes", "25"));
        var refused = await (await ada.Send(path, old, ("name", "Téléconseil"), ("minutes", "50"))).Html();
        Assert.Contains("changé entre-temps", refused.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("50", refused.QuerySelector("#minutes")!.GetAttribute("value"));
        Assert.Contains("25 min", Line(refused, "Téléconseil")!.TextContent, StringComparison.Ordinal);
        await ada.Send(path, refused, ("name", "Téléconseil"), ("minutes", "50"));
        Assert.Contains("50 min", Line(await ada.Page(Page), "Téléconseil")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Assistants_and_administrators_keep_them_and_others_do_not_find_the_page()
    {
        foreach (var person in (Person[])[app.Cast.Alice, app.Cast.Bob, app.Cast.Charlie])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await (await app.Browser(person)).Visit(Page)).StatusCode);
        }

        var ada = await app.Browser(app.Cast.Ada);
        Assert.NotNull((await ada.Page("/clinic")).QuerySelector($".tabs a[href='{Page}']"));
        Assert.NotNull((await (await app.Browser(app.Cast.Nora)).Page("/hours")).QuerySelector($"a[href='{Page}']"));
        Assert.Null((await (await app.Browser(app.Cast.Alice)).Page("/hours")).QuerySelector($"a[href='{Page}']"));
        Assert.Equal(HttpStatusCode.NotFound, (await ada.Visit($"{Page}?edit={Guid.CreateVersion7()}")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await ada.Visit($"{Page}?edit=x&saved=x")).StatusCode);
    }

    private static IElement? Line(IHtmlDocument page, string name) => page.QuerySelectorAll("#types li").SingleOrDefault(l => l.QuerySelector(".person")!.TextContent == name);

    private Task<int> Rows() => app.InClinic(app.Cast.North, db => db.VisitTypes.CountAsync());
}
