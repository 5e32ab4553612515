using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Telemed.Audit;
using Telemed.Platform;
using Telemed.Records.Lists;
using Telemed.Tests.Consultations;

namespace Telemed.Tests.Records.Lists;

public sealed class ListPagesTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private static readonly string[] Pages = ["allergies", "problems", "treatments", "vaccinations", "family-history"];

    [Fact]
    public async Task Of_a_patient_of_whom_nothing_is_recorded_everything_is_said_not_to_have_been_asked()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var patient = await app.NewPatient();
        var page = await alice.Page($"/patients/{patient}");
        Assert.Equal(["unasked", "unasked", "unasked"], page.QuerySelectorAll(".allergies > li").Select(l => l.GetAttribute("data-value")));
        Assert.Equal(4, page.QuerySelectorAll("aside section p.soft").Count(p => p.TextContent == "Non demandé"));
        Assert.DoesNotContain("Aucun", page.QuerySelector("aside")!.TextContent + page.QuerySelector(".allergies")!.TextContent, StringComparison.Ordinal);
        foreach (var list in Pages)
        {
            Assert.Contains("Non demandé", (await alice.Page($"/patients/{patient}/{list}")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_problem_is_recorded_corrected_and_ended_and_all_that_it_said_stays()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var patient = await app.NewPatient();
        var added = await alice.Fill($"/patients/{patient}/problems", ("text", "Migraine"), ("since", "03/1998"), ("source", "Patient"));
        Assert.Equal(HttpStatusCode.Found, added.StatusCode);
        var entry = Assert.Single(await app.EntriesOf(patient));
        Assert.Contains("Migraine", (await alice.Page($"/patients/{patient}")).QuerySelector("aside")!.TextContent, StringComparison.Ordinal);
        await alice.Fill($"/entries/{entry.Id}", ("reason", "Précisé"), ("text", "Migraine sans aura"));
        await alice.Fill($"/entries/{entry.Id}", ("end", "2024"));
        var versions = await app.Versions(entry.Id);
        Assert.Equal(["1 Recorded Migraine", "2 Corrected Migraine sans aura", "3 Ended Migraine sans aura"], versions.Select(v => $"{v.Number} {v.Act} {v.Text}"));
        Assert.Equal(["1998-03", "1998-03", "1998-03"], versions.Select(v => v.Since.ToString()));
        Assert.Equal("2024", versions[^1].Until.ToString());
        Assert.All(versions, v => Assert.Equal((app.Cast.Alice.Account, ListSource.Patient), (v.By, v.Source)));
        var page = await alice.Page($"/entries/{entry.Id}");
        Assert.Equal(3, page.QuerySelectorAll("ol[reversed] > li").Length);
        Assert.Contains("Précisé", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("depuis mars 1998", page.Body.TextContent, StringComparison.Ordinal);
        var record = await alice.Page($"/patients/{patient}");
        Assert.DoesNotContain("Migraine", record.QuerySelector("aside")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Rien d’actif", record.QuerySelector("aside")!.TextContent, StringComparison.Ordinal);
        Assert.Equal([AuditAction.ListEntryAdded, AuditAction.ListEntryCorrected, AuditAction.ListEntryEnded], (await Audited(entry.Id)).Where(a => a is not AuditAction.RecordRead));
    }

    [Fact]
    public async Task An_allergy_is_known_or_known_to_be_none_or_was_not_asked_category_by_category()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var patient = await app.NewPatient();
        var path = $"/patients/{patient}/allergies";
        Assert.Equal(HttpStatusCode.Found, (await alice.Fill(path, ("none", "true"), ("category", "Food"), ("source", "Patient"))).StatusCode);
        Assert.Equal(HttpStatusCode.Found, (await alice.Fill(path, ("none", "true"), ("category", "Medicines"), ("source", "Document"))).StatusCode);
        await alice.Fill(path, ("text", "Pénicilline"), ("category", "Medicines"), ("detail", "Œdème de Quincke en 2011"), ("source", "Patient"));
        var strip = (await alice.Page($"/patients/{patient}")).QuerySelectorAll(".allergies > li").ToList();
        Assert.Equal(["Medicines known", "Food none", "Other unasked"], strip.Select(l => $"{l.GetAttribute("data-category")} {l.GetAttribute("data-value")}"));
        Assert.Matches("Recueilli par Dr Alice Martin le 2[0-9] novembre 2026, dit par le patient", strip[1].TextContent);
        // What had been said of medicines has ended; it does not stand beside the allergy, nor come back when that is an error.
        var refused = await (await alice.Fill(path, ("none", "true"), ("category", "Medicines"), ("source", "Patient"))).Html();
        Assert.Contains("est notée", refused.QuerySelector("#none-category-error")!.TextContent, StringComparison.Ordinal);
        var known = (await app.EntriesOf(patient)).Single(e => e.Kind is ListKind.Allergy);
        await alice.Fill($"/entries/{known.Id}", ("error", "Autre patient"));
        strip = [.. (await alice.Page($"/patients/{patient}")).QuerySelectorAll(".allergies > li")];
        Assert.Equal(["Medicines unasked", "Food none", "Other unasked"], strip.Select(l => $"{l.GetAttribute("data-category")} {l.GetAttribute("data-value")}"));
        Assert.Equal("Autre patient", (await app.Versions(known.Id))[^1].Reason);
        Assert.Contains(AuditAction.ListEntryEnteredInError, await Audited(known.Id));
    }

    [Fact]
    public async Task Treatments_vaccinations_and_family_history_hold_what_each_needs()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var patient = await app.NewPatient();
        await alice.Fill($"/patients/{patient}/treatments", ("text", "Amoxicilline 1 g"), ("detail", "trois par jour"), ("since", "2026-11-20"), ("until", "27/11/2026"), ("source", "Practitioner"));
        await alice.Fill($"/patients/{patient}/vaccinations", ("text", "DTP"), ("detail", "AB123"), ("since", "2024-05"), ("source", "Document"));
        await alice.Fill($"/patients/{patient}/family-history", ("text", "Infarctus"), ("detail", "Père"), ("source", "Patient"));
        var aside = (await alice.Page($"/patients/{patient}")).QuerySelector("aside")!.TextContent;
        Assert.All((string[])["trois par jour, depuis 20 novembre 2026, jusqu’à 27 novembre 2026", "lot AB123, en mai 2024", "Infarctus", "Père"],
            words => Assert.Contains(words, aside, StringComparison.Ordinal));
        app.Time.Advance(TimeSpan.FromDays(5));
        Assert.DoesNotContain("Amoxicilline", (await (await app.Browser(app.Cast.Alice)).Page($"/patients/{patient}")).QuerySelector("aside")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_diagnosis_code_must_be_in_the_imported_file_and_a_word_proposes_codes()
    {
        Assert.Equal(0, await app.ImportCodes("I10\tHypertension essentielle (primitive)\r\nG43.0;Migraine sans aura [migraine commune]\n\n"));
        Assert.Equal(0, await app.ImportCodes("I10\tHypertension artérielle essentielle\n"));
        var alice = await app.Browser(app.Cast.Alice);
        var patient = await app.NewPatient();
        var asked = await (await alice.Fill($"/patients/{patient}/problems", ("text", "Migraine"), ("code", "migràine"), ("source", "Patient"))).Html();
        Assert.Contains("G43.0", asked.QuerySelector("[aria-label='Codes proposés']")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Migraine", asked.QuerySelector<IHtmlInputElement>("#text")!.Value);
        Assert.Empty(await app.EntriesOf(patient));
        await alice.Fill($"/patients/{patient}/problems", ("text", "Migraine"), ("code", "g430"), ("source", "Patient"));
        await alice.Fill($"/patients/{patient}/problems", ("text", "HTA"), ("code", "i10"), ("source", "Patient"));
        var entries = await app.EntriesOf(patient);
        Assert.Equal("G43.0 Migraine sans aura [migraine commune]", (await app.Versions(entries[0].Id)).Select(v => $"{v.Code} {v.CodeLabel}").Single());
        Assert.Equal("I10 Hypertension artérielle essentielle", (await app.Versions(entries[1].Id)).Select(v => $"{v.Code} {v.CodeLabel}").Single());
    }

    [Theory]
    [InlineData("I10\n"), InlineData("10I;x\n"), InlineData("I10;\n"), InlineData("J00;Rhume\nnonsense\n"), InlineData("I10;a\u0007b\n")]
    public async Task A_file_with_a_line_that_is_no_code_is_refused_as_a_whole(string lines)
    {
        Assert.Equal(1, await app.ImportCodes(lines));
        Assert.False(await app.InClinic(app.Cast.North, db => db.DiagnosisCodes.AnyAsync(c => c.Code == "J00")));
    }

    [Fact]
    public async Task What_cannot_be_is_refused_at_its_field_and_nothing_changes()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var patient = await app.NewPatient();
        var ill = $"/patients/{patient}/problems";
        (string Path, string Field, (string, string)[] Typed)[] wrong =
        [
            (ill, "text", [("text", " "), ("source", "Patient")]), (ill, "text", [("text", new string('x', 10_000)), ("source", "Patient")]),
            (ill, "text", [("text", "Dur\u202eand"), ("source", "Patient")]), (ill, "source", [("text", "Toux"), ("source", "")]), (ill, "source", [("text", "Toux"), ("source", "1")]),
            (ill, "code", [("text", "Toux"), ("code", "ZZZ99"), ("source", "Patient")]), (ill, "code", [("text", "Toux"), ("code", new string('Z', 10_000)), ("source", "Patient")]),
            (ill, "since", [("text", "Toux"), ("since", "2027"), ("source", "Patient")]), (ill, "since", [("text", "Toux"), ("since", "31/02/2020"), ("source", "Patient")]),
            (ill, "since", [("text", "Toux"), ("since", "1950"), ("source", "Patient")]), (ill, "until", [("text", "Toux"), ("since", "2020"), ("until", "2019"), ("source", "Patient")]),
            ($"/patients/{patient}/allergies", "category", [("text", "Latex"), ("category", "Cats"), ("source", "Patient")]),
            ($"/patients/{patient}/vaccinations", "since", [("text", "DTP"), ("source", "Patient")]),
            ($"/patients/{patient}/family-history", "detail", [("text", "Infarctus"), ("source", "Patient")]),
            ($"/patients/{patient}/treatments", "detail", [("text", "Dose"), ("detail", new string('é', 10_000)), ("source", "Patient")]),
        ];
        foreach (var (path, field, typed) in wrong)
        {
            var answer = await alice.Fill(path, typed);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.False(string.IsNullOrWhiteSpace((await answer.Html()).QuerySelector($"#{field}-error")?.TextContent), $"{path} {field}: nothing is said");
        }

        Assert.Empty(await app.EntriesOf(patient));
    }

    [Fact]
    public async Task Of_two_who_change_an_entry_the_second_is_told_and_an_error_is_changed_no_more()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var entry = await app.Recorded(await app.NewPatient(), Entries.Hypertension);
        var page = await alice.Page($"/entries/{entry}");
        await alice.Send($"/entries/{entry}", page, ("reason", ""), ("text", "HTA"));
        var late = await (await alice.Send($"/entries/{entry}", page, ("reason", ""), ("text", "autre"))).Html();
        Assert.Contains("entre-temps", late.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("autre", late.QuerySelector<IHtmlInputElement>("#text")!.Value);
        var unreasoned = await (await alice.Fill($"/entries/{entry}", ("error", ""))).Html();
        Assert.Contains("motif", unreasoned.QuerySelector("#error-error")!.TextContent, StringComparison.Ordinal);
        await alice.Fill($"/entries/{entry}", ("error", "Mauvais patient"));
        Assert.Null((await alice.Page($"/entries/{entry}")).QuerySelector("[name=text]"));
        Assert.Equal([ListAct.Recorded, ListAct.Corrected, ListAct.EnteredInError], (await app.Versions(entry)).Select(v => v.Act));
    }

    [Fact]
    public async Task Of_an_allergy_and_of_none_known_written_at_once_both_never_stand()
    {
        for (var round = 0; round < 5; round++)
        {
            var patient = await app.NewPatient();
            var none = new ListInput(ListKind.NoAllergyKnown, null, null, null, AllergyCategory.Medicines, null, null, ListSource.Patient);
            await Task.WhenAll(((ListInput[])[Entries.Penicillin, none, none, Entries.Penicillin]).Select(wanted =>
                app.InClinic(app.Cast.North, db => db.AddToList(app.Cast.Alice.Actor, patient, wanted, app.Now))));
            var lists = await app.InClinic(app.Cast.North, db => db.ReadLists(app.Cast.Alice.Actor, patient, app.Now));
            Assert.Empty(lists!.Of(ListKind.NoAllergyKnown));
            Assert.Equal(2, lists.Allergies(AllergyCategory.Medicines).Known.Count);
        }
    }

    [Fact]
    public async Task What_an_entry_said_cannot_be_changed_in_the_database_nor_the_entry_deleted()
    {
        var entry = await app.Recorded(await app.NewPatient(), Entries.Hypertension);
        await Refuses(db => db.ListEntryVersions.Where(v => v.ListEntryId == entry).ExecuteUpdateAsync(v => v.SetProperty(x => x.Text, "autre")));
        await Refuses(db => db.ListEntryVersions.Where(v => v.ListEntryId == entry).ExecuteDeleteAsync());
        await Refuses(db => db.ListEntries.Where(e => e.Id == entry).ExecuteDeleteAsync());
        await Refuses(db => db.ListEntries.Where(e => e.Id == entry).ExecuteUpdateAsync(e => e.SetProperty(x => x.Kind, ListKind.Allergy)));
    }

    [Fact]
    public async Task In_the_call_the_practitioner_is_warned_of_a_known_allergy_and_the_patient_page_is_not_told()
    {
        var visit = await VisitScene.Book(app);
        await app.Cares(visit.Doctor);
        var alice = await app.Browser(visit.Doctor);
        Assert.Null((await alice.Page($"/visit/{visit.Alice}")).QuerySelector("[data-allergies]"));
        await app.Recorded(app.Cast.Bob.Patient!.Value, Entries.Penicillin);
        var alert = (await alice.Page($"/visit/{visit.Alice}")).QuerySelector(".call-panel [data-allergies]")!;
        Assert.Contains("Allergie : Pénicilline.", alert.TextContent, StringComparison.Ordinal);
        var bob = await app.Browser(app.Cast.Bob);
        Assert.Null((await bob.Page($"/visit/{visit.Bob}")).QuerySelector("[data-allergies]"));
    }

    [Fact]
    public async Task Patients_read_their_own_lists_and_who_read_them_is_in_the_trail()
    {
        var bob = app.Cast.Bob;
        var entry = await app.Recorded(bob.Patient!.Value, Entries.Hypertension);
        var page = await (await app.Browser(bob)).Page("/my-record");
        Assert.Contains("Hypertension artérielle", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Dr Alice Martin", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("main a[href^='/entries'], main form[method=post]"));
        await (await app.Browser(app.Cast.Alice)).Page($"/entries/{entry}");
        Assert.Equal([(bob.Account.Value, "lists"), (bob.Account.Value, "timeline")], (await Reads(bob.Account)).Order());
        Assert.Contains((app.Cast.Alice.Account.Value, "list-entry"), await Reads(app.Cast.Alice.Account));
    }

    [Fact]
    public async Task Charlie_sees_nothing() => await SeesNothing(app.Cast.Charlie);

    [Fact]
    public async Task Nora_Ada_Bob_and_Dan_see_nothing_of_a_patient_who_is_not_theirs_to_read()
    {
        foreach (var person in (Person[])[app.Cast.Nora, app.Cast.Ada, app.Cast.Bob, app.Cast.Dan])
        {
            await SeesNothing(person);
        }

        var page = await (await app.Browser(app.Cast.Nora)).Page($"/patients/{app.Cast.Bob.Patient}");
        Assert.Null(page.QuerySelector(".allergies"));
        Assert.Null(page.QuerySelector("aside"));
    }

    [Fact]
    public async Task Anonymous_sees_nothing()
    {
        var patient = await app.NewPatient();
        var entry = await app.Recorded(patient, Entries.Penicillin);
        foreach (var path in Pages.Select(p => $"/patients/{patient}/{p}").Append($"/entries/{entry}").Append("/my-record"))
        {
            Assert.StartsWith("/sign-in", (await app.Anonymous().Visit(path)).Headers.Location?.OriginalString, StringComparison.Ordinal);
        }
    }

    private async Task SeesNothing(Person person)
    {
        var patient = await app.NewPatient();
        var entry = await app.Recorded(patient, Entries.Penicillin);
        var (browser, alice) = (await app.Browser(person), await app.Browser(app.Cast.Alice));
        foreach (var path in Pages.Select(p => $"/patients/{patient}/{p}").Append($"/entries/{entry}"))
        {
            var answer = await browser.Visit(path);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.DoesNotContain("Pénicilline", WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)), StringComparison.Ordinal);
            var form = await alice.Page(path);
            Assert.False((await browser.Send(path, form, ("source", "Patient"), ("text", "canary"), ("detail", "x"), ("since", "2020"), ("category", "Food"))).StatusCode is HttpStatusCode.Found);
        }

        Assert.Single(await app.EntriesOf(patient));
        Assert.Single(await app.Versions(entry));
    }

    private async Task Refuses(Func<Db, Task<int>> change) =>
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => app.InClinic(app.Cast.North, change));

    private Task<List<AuditAction>> Audited(ListEntryId entry) => app.InClinic(app.Cast.North, db => db.AuditEvents
        .Where(a => a.EntityId == entry.Value).OrderBy(a => a.Id).Select(a => a.Action).ToListAsync());

    private async Task<List<(Guid, string)>> Reads(AccountId by) => [.. (await app.InClinic(app.Cast.North, db => db.AuditEvents
        .Where(a => a.Action == AuditAction.RecordRead && a.AgentId == by.Value).Select(a => new { a.AgentId, a.Detail }).ToListAsync())).Select(a => (a.AgentId!.Value, a.Detail!))];
}
