using System.Net;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.People;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Tests.Scheduling;

namespace Telemed.Tests.People;

public sealed class PatientPagesTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private static readonly (string, string)[] Good =
    [
        ("family", "Ünal-Œuvrard"), ("given", "Ayşe"), ("birth", "1985-03-02"), ("sex", "Female"), ("email", "ayse@telemed.test"),
        ("phone", "+33 6 12 34 56 78"), ("language", "fr"),
    ];

    [Theory]
    [InlineData("pet", true)]
    [InlineData("PÉT", true)]
    [InlineData("ev", true)]
    [InlineData("petit-jean", true)]
    [InlineData("", true)]
    [InlineData("dur", false)]
    public async Task A_patient_is_found_by_birth_date_and_first_letters_whatever_case_and_accents(string letters, bool found)
    {
        var nora = await app.Browser(app.Cast.Nora);
        var page = await (await nora.Fill("/patients", ("birth", "1990-02-28"), ("letters", letters))).Html();
        Assert.Equal(found, page.Body!.TextContent.Contains("Petit Éva", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_search_without_a_date_names_the_cure_and_a_search_is_audited_without_what_was_searched()
    {
        var nora = await app.Browser(app.Cast.Nora);
        var page = await (await nora.Fill("/patients", ("birth", "28/02"), ("letters", "zzz"))).Html();
        Assert.Contains("1972-04-04", page.QuerySelector("#birth-error")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("zzz", page.QuerySelector("#letters")!.GetAttribute("value"));
        await nora.Fill("/patients", ("birth", "1990-02-28"), ("letters", "qqq"));
        var searched = await app.InClinic(app.Cast.North, db => db.AuditEvents.OrderByDescending(a => a.Id).FirstAsync(a => a.Action == AuditAction.PatientSearched));
        Assert.Equal(("found-0", (Guid?)app.Cast.Nora.Account.Value), (searched.Detail, searched.AgentId));
    }

    [Fact]
    public async Task A_practitioner_opens_the_file_only_of_a_patient_of_hers()
    {
        var dan = await app.Browser(app.Cast.Dan);
        Assert.Equal(HttpStatusCode.NotFound, (await dan.Visit($"/patients/{app.Cast.Bob.Patient}")).StatusCode);
        Assert.True(await app.InClinic(app.Cast.North, db => db.AuditEvents.AnyAsync(a => a.Action == AuditAction.AccessRefused
            && a.EntityId == app.Cast.Bob.Patient!.Value.Value && a.AgentId == app.Cast.Dan.Account.Value)));
        await app.Booked(app.Cast.Dan, Bookers.Wanted(app, Duration.FromDays(1), with: app.Cast.Dan));
        var page = await dan.Page($"/patients/{app.Cast.Bob.Patient}");
        Assert.Contains("DURAND Bob", page.QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("54", page.QuerySelector(".identity-traits")!.TextContent, StringComparison.Ordinal);
        Assert.True(await app.InClinic(app.Cast.North, db => db.AuditEvents.AnyAsync(a => a.Action == AuditAction.PatientRead && a.AgentId == app.Cast.Dan.Account.Value)));
    }

    [Fact]
    public async Task An_assistant_puts_a_new_patient_on_file_and_sees_the_file()
    {
        var nora = await app.Browser(app.Cast.Nora);
        var answer = await nora.Fill("/patients/new", Good);
        Assert.StartsWith("/patients/", answer.Headers.Location!.PathAndQuery(), StringComparison.Ordinal);
        var page = await nora.Page(answer.Headers.Location!.PathAndQuery());
        Assert.Contains("ÜNAL-ŒUVRARD Ayşe", page.QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
        var row = await app.InClinic(app.Cast.North, db => db.Patients.SingleAsync(p => p.FoldedFamilyName == "UNALOEUVRARD"));
        Assert.True(await app.InClinic(app.Cast.North, db => db.AuditEvents.AnyAsync(a => a.Action == AuditAction.PatientCreated && a.PatientId == row.Id.Value)));
    }

    [Fact]
    public async Task A_practitioner_who_adds_a_patient_goes_on_to_book()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var answer = await alice.Fill("/patients/new", [.. Good.Where(f => f.Item1 != "family"), ("family", "Suivante")]);
        Assert.StartsWith("/appointments/new?patient=", answer.Headers.Location!.PathAndQuery(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_person_twice_is_pointed_out_and_another_of_that_name_is_still_possible()
    {
        var nora = await app.Browser(app.Cast.Nora);
        (string, string)[] twin = [("family", "PETIT"), ("given", "Eva"), ("birth", "1990-02-28"), ("sex", "Female"), ("language", "fr")];
        var page = await (await nora.Fill("/patients/new", twin)).Html();
        Assert.Contains($"/patients/{app.Cast.Eva}", page.QuerySelector("[role=alert] a")!.GetAttribute("href"), StringComparison.Ordinal);
        Assert.Equal("PETIT", page.QuerySelector("#family")!.GetAttribute("value"));
        var again = await nora.Send("/patients/new", page, [.. twin, ("anyway", "true")]);
        Assert.StartsWith("/patients/", again.Headers.Location!.PathAndQuery(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("family", "")]
    [InlineData("family", "   ")]
    [InlineData("family", "\U0001F600\U0001F600")]
    [InlineData("family", "Dur\u202eand")]
    [InlineData("given", "a\u0007b")]
    [InlineData("given", "LONG")]
    [InlineData("birth", "2026-11-24")]
    [InlineData("birth", "1899-12-31")]
    [InlineData("birth", "1990-02-30")]
    [InlineData("sex", "Other")]
    [InlineData("sex", "1")]
    [InlineData("email", "not an address")]
    [InlineData("email", "a@b")]
    [InlineData("phone", "call me")]
    [InlineData("phone", "12")]
    [InlineData("language", "de")]
    public async Task A_bad_field_is_named_beside_it_keeps_what_was_typed_and_changes_nothing(string field, string value)
    {
        value = value == "LONG" ? new string('x', 10_000) : value;
        var nora = await app.Browser(app.Cast.Nora);
        var before = await Count();
        var answer = await nora.Fill("/patients/new", [.. Good.Select(f => f.Item1 == field ? (field, value) : f)]);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var page = await answer.Html();
        Assert.False(string.IsNullOrWhiteSpace(page.QuerySelector($"#{field}-error")?.TextContent), page.Body!.TextContent);
        Assert.Equal("+33 6 12 34 56 78", field is "phone" ? "+33 6 12 34 56 78" : page.QuerySelector("#phone")!.GetAttribute("value"));
        Assert.Equal(before, await Count());
    }

    [Theory]
    [InlineData("\u0639\u0628\u062f \u0627\u0644\u0644\u0647", "\u0645\u062d\u0645\u062f")]
    [InlineData("Bob \U0001F600", "Zo\u00eb")]
    [InlineData("\u738b", "\U00020BB7\u91ce")]
    [InlineData("\ufdfa\ufdfa\ufdfa\ufdfa\ufdfa\ufdfa\ufdfa\ufdfa\ufdfa\ufdfa\ufdfa\ufdfa\ufdfa", "x")]
    public async Task Names_of_any_script_and_with_emoji_are_kept_as_written(string family, string given)
    {
        var nora = await app.Browser(app.Cast.Nora);
        var answer = await nora.Fill("/patients/new", [.. Good.Select(f => f.Item1 is "family" ? ("family", family) : f.Item1 is "given" ? ("given", given) : f)]);
        var page = await nora.Page(answer.Headers.Location!.PathAndQuery());
        Assert.Contains(given, page.QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/patients")]
    [InlineData("/patients/new")]
    [InlineData("/patients/{bob}")]
    public async Task Charlie_sees_nothing(string path)
    {
        var charlie = await app.Browser(app.Cast.Charlie);
        var answer = await charlie.Visit(path.Replace("{bob}", app.Cast.Bob.Patient!.Value.ToString(), StringComparison.Ordinal));
        Assert.DoesNotContain("Durand", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(path.Contains("{bob}", StringComparison.Ordinal) ? HttpStatusCode.NotFound : HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Charlies_search_finds_nobody_of_another_clinic()
    {
        var charlie = await app.Browser(app.Cast.Charlie);
        var page = await (await charlie.Fill("/patients", ("birth", "1972-04-04"), ("letters", "dur"))).Html();
        Assert.DoesNotContain("Durand", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Personne", page.QuerySelector(".state")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/patients")]
    [InlineData("/patients/new")]
    [InlineData("/patients/{bob}")]
    public async Task A_patient_opens_no_page_of_the_staff(string path)
    {
        var bob = await app.Browser(app.Cast.Bob);
        var answer = await bob.Visit(path.Replace("{bob}", app.Cast.Bob.Patient!.Value.ToString(), StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("/patients")]
    [InlineData("/patients/new")]
    [InlineData("/patients/{bob}")]
    public async Task Anonymous_sees_nothing(string path)
    {
        var answer = await app.Anonymous().Visit(path.Replace("{bob}", app.Cast.Bob.Patient!.Value.ToString(), StringComparison.Ordinal));
        Assert.StartsWith("/sign-in", answer.Headers.Location!.PathAndQuery(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_id_and_no_id_are_the_same_as_not_yours()
    {
        var alice = await app.Browser(app.Cast.Alice);
        Assert.Equal(HttpStatusCode.NotFound, (await alice.Visit($"/patients/{PatientId.New()}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await alice.Visit($"/patients/{app.Cast.Eva}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await alice.Visit("/patients/1")).StatusCode);
    }

    private Task<int> Count() => app.InClinic(app.Cast.North, db => db.Patients.CountAsync());
}

internal static class Locations
{
    public static string PathAndQuery(this Uri location) => location.IsAbsoluteUri ? location.PathAndQuery : location.OriginalString;
}
