using System.Net;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.People;
using Telemed.People.Identity;
using Telemed.Platform;

namespace Telemed.Tests.People.Identity;

public sealed class IdentityPagesTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private static readonly (string Name, string Value)[] Good =
    [
        ("family", "Montgolfier-Delaunay"), ("given", "Anne-Sophie"), ("other-given", "Marie Louise"), ("used-family", "Vandenbroucke"), ("birth", "1972-04-04"),
        ("sex", "Female"), ("birth-place", "44109"), ("email", "annso@telemed.test"), ("language", "fr"), ("emergency", "Paul Vandenbroucke, époux"), ("emergency-phone", "06 12 34 56 78"),
        ("doctor", "Dr Hervé Le Goff"), ("doctor-number", "10005173140"), ("interpreter", "LSF"), ("zone", "America/Guadeloupe"), ("address", "3 rue des Tilleuls, 44000 Nantes"),
    ];

    [Fact]
    public async Task An_assistant_writes_down_who_a_patient_is_and_what_stood_before_stays()
    {
        var (nora, id) = await Somebody();
        var answer = await nora.Fill(Page(id), Good);
        Assert.Equal($"{Page(id)}?said=saved", answer.Headers.Location!.PathAndQuery());
        var page = await nora.Page(Page(id));
        Assert.Contains("VANDENBROUCKE Anne-Sophie", page.QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("MONTGOLFIER-DELAUNAY", page.QuerySelector(".identity-traits")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Anne-Sophie, Marie, Louise", page.QuerySelector(".identity-traits")!.TextContent, StringComparison.Ordinal);
        Assert.All(Good, field => Assert.Equal(field.Value, Value(page, field.Name)));
        var versions = await app.InClinic(app.Cast.North, db => db.IdentityVersionsOf(id).ToListAsync());
        Assert.Equal(["Montgolfier-Delaunay", "Lefèvre"], versions.Select(v => v.FamilyName));
        Assert.True(await Audited(AuditAction.IdentityChanged, id));
    }

    [Fact]
    public async Task The_used_name_finds_its_person_by_birth_date_and_letters()
    {
        var (nora, id) = await Somebody();
        await nora.Fill(Page(id), Good);
        var found = await (await nora.Fill("/patients", ("birth", "1972-04-04"), ("letters", "van"))).Html();
        Assert.Contains("Vandenbroucke Anne-Sophie", found.Body!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("family", "")]
    [InlineData("other-given", "a\u0007b")]
    [InlineData("used-family", "LONG")]
    [InlineData("birth", "2999-01-01")]
    [InlineData("birth-place", "Nantes")]
    [InlineData("birth-place", "4A109")]
    [InlineData("doctor-number", "10005173141")]
    [InlineData("emergency-phone", "call him")]
    [InlineData("zone", "Europe/Atlantis")]
    [InlineData("address", "LONG")]
    public async Task A_bad_field_is_named_beside_it_keeps_what_was_typed_and_changes_nothing(string field, string value)
    {
        value = value == "LONG" ? new string('x', 10_000) : value;
        var (nora, id) = await Somebody();
        var answer = await nora.Fill(Page(id), [.. Good.Select(f => f.Name == field ? (field, value) : f)]);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var page = await answer.Html();
        Assert.False(string.IsNullOrWhiteSpace(page.QuerySelector($"#{field}-error")?.TextContent), page.Body!.TextContent);
        Assert.Equal("LSF", Value(page, "interpreter"));
        Assert.Equal("Lefèvre", (await Row(id)).FamilyName);
    }

    [Fact]
    public async Task A_document_validates_an_identity_and_a_changed_trait_takes_that_back()
    {
        var (nora, id) = await Somebody();
        var refused = await (await nora.Fill(Page(id), ("proof", "Passport"), ("_handler", "validate"))).Html();
        Assert.Contains("sexe et le lieu", refused.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(IdentityStatus.Provisional, (await Row(id)).IdentityStatus);
        await nora.Fill(Page(id), Good);
        var answer = await nora.Fill(Page(id), ("proof", "Passport"), ("_handler", "validate"));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(IdentityStatus.Validated, (await Row(id)).IdentityStatus);
        Assert.Contains("passeport", (await nora.Page(Page(id))).Body!.TextContent, StringComparison.Ordinal);
        // Where they can be reached is no trait.
        await nora.Fill(Page(id), [.. Good.Where(f => f.Name != "address"), ("address", "Nantes")]);
        Assert.Equal(IdentityStatus.Validated, (await Row(id)).IdentityStatus);
        await nora.Fill(Page(id), [.. Good.Where(f => f.Name != "birth"), ("birth", "1972-04-05")]);
        Assert.Equal(IdentityStatus.Provisional, (await Row(id)).IdentityStatus);
        Assert.True(await Audited(AuditAction.IdentityValidated, id));
    }

    [Fact]
    public async Task Who_read_an_older_identity_changes_nothing()
    {
        var (nora, id) = await Somebody();
        var old = await nora.Page(Page(id));
        await nora.Fill(Page(id), Good);
        var answer = await nora.Send(Page(id), old, [.. Good.Where(f => f.Name != "family"), ("family", "Autre")]);
        Assert.Contains("Quelqu’un a modifié", (await answer.Html()).Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Montgolfier-Delaunay", (await Row(id)).FamilyName);
    }

    [Fact]
    public async Task Of_many_who_change_one_identity_at_once_one_does_and_the_others_are_told()
    {
        var (nora, id) = await Somebody();
        var page = await nora.Page(Page(id));
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => nora.Send(Page(id), page, [.. Good.Where(f => f.Name != "family"), ("family", $"Nom{(char)('a' + i)}")])));
        Assert.Single(answers, a => a.StatusCode is HttpStatusCode.Redirect);
        Assert.All(answers.Where(a => a.StatusCode is not HttpStatusCode.Redirect), a => Assert.Equal(HttpStatusCode.OK, a.StatusCode));
        Assert.Equal([2, 1], await app.InClinic(app.Cast.North, db => db.IdentityVersionsOf(id).Select(v => v.Number).ToListAsync()));
    }

    [Fact]
    public async Task Only_an_answer_of_the_national_service_gives_a_number_and_only_a_qualified_one_may_leave()
    {
        var (nora, id) = await Somebody();
        await nora.Fill(Page(id), Good);
        Assert.True(Ins.TryParse($"2720444109017{Ins.KeyOf("2720444109017"):00}", out var ins));
        var traits = (await Row(id)).Traits;
        Assert.IsType<IdentityOutcome.Incomplete>(await Answer(id, new InsiAnswer.None()));
        Assert.IsType<IdentityOutcome.Incomplete>(await Answer(id, new InsiAnswer.Several()));
        Assert.IsType<IdentityOutcome.Incomplete>(await Answer(id, new InsiAnswer.One(ins.Value, InsKind.Nir, traits with { BirthPlace = "44110" })));
        Assert.Equal((IdentityStatus.Provisional, null), await Standing(id));
        await Answer(id, new InsiAnswer.One(ins.Value, InsKind.Nir, traits));
        Assert.Equal((IdentityStatus.Retrieved, null), await Standing(id));
        await nora.Fill(Page(id), ("proof", "IdentityCard"), ("_handler", "validate"));
        Assert.Equal((IdentityStatus.Qualified, ins), await Standing(id));
        // Another trait, another person: the number goes.
        await nora.Fill(Page(id), [.. Good.Where(f => f.Name != "given"), ("given", "Anne")]);
        Assert.Equal((IdentityStatus.Provisional, null), await Standing(id));
    }

    [Fact]
    public async Task The_database_itself_refuses_a_qualified_identity_without_a_number()
    {
        var (_, id) = await Somebody();
        await Assert.ThrowsAnyAsync<Exception>(() => app.InClinic(app.Cast.North, db =>
            db.Patients.Where(p => p.Id == id).ExecuteUpdateAsync(p => p.SetProperty(x => x.IdentityStatus, IdentityStatus.Qualified))));
    }

    [Fact]
    public async Task A_practitioner_changes_who_her_own_patient_is_and_nobody_elses()
    {
        var alice = await app.Browser(app.Cast.Alice);
        Assert.NotNull((await alice.Page(Page(app.Cast.Bob.Patient!.Value))).QuerySelector("#birth-place"));
        Assert.Equal(HttpStatusCode.NotFound, (await alice.Visit(Page(app.Cast.Eva))).StatusCode);
    }

    [Fact]
    public async Task Charlie_sees_nothing()
    {
        var charlie = await app.Browser(app.Cast.Charlie);
        Assert.Equal(HttpStatusCode.NotFound, (await charlie.Visit(Page(app.Cast.Bob.Patient!.Value))).StatusCode);
    }

    [Fact]
    public async Task Anonymous_sees_nothing() =>
        Assert.StartsWith("/sign-in", (await app.Anonymous().Visit(Page(app.Cast.Bob.Patient!.Value))).Headers.Location!.PathAndQuery(), StringComparison.Ordinal);

    internal static string Page(PatientId id) => $"/patients/{id}/identity";

    private async Task<(HttpClient Nora, PatientId Id)> Somebody()
    {
        var id = await app.OnFile("Lefèvre", "Annie", new LocalDate(1972, 4, 3));
        return (await app.Browser(app.Cast.Nora), id);
    }

    private static string? Value(IHtmlDocument page, string name) => page.QuerySelector($"[name={name}]") switch
    {
        IHtmlSelectElement select => select.Value,
        { } input => input.GetAttribute("value"),
        null => null,
    };

    private Task<Patient> Row(PatientId id) => app.InClinic(app.Cast.North, db => db.Patients.AsNoTracking().SingleAsync(p => p.Id == id));

    private async Task<(IdentityStatus Status, Ins? ToSend)> Standing(PatientId id) => await Row(id) is var row ? (row.IdentityStatus, row.InsToSend) : default;

    private Task<IdentityOutcome> Answer(PatientId id, InsiAnswer answer) => app.InClinic(app.Cast.North, db => db.TakeInsi(app.Cast.Nora.Actor, id, answer, app.Now));

    private Task<bool> Audited(AuditAction action, PatientId id) => app.InClinic(app.Cast.North, db => db.AuditEvents.AnyAsync(a => a.Action == action && a.PatientId == id.Value));
}

internal static class Files
{
    /// <summary>One more patient of North.</summary>
    public static Task<PatientId> OnFile(this TelemedApp app, string family, string given, LocalDate birth, string? email = null) => app.InClinic(app.Cast.North, async db =>
    {
        var file = new Patient
        {
            TenantId = db.Tenant, Id = PatientId.New(), FamilyName = family, GivenName = given, FoldedFamilyName = Folding.Fold(family), FoldedGivenName = Folding.Fold(given),
            BirthDate = birth, Sex = Sex.Unknown, Email = email, Language = "fr", CreatedAt = app.Now,
        };
        db.Patients.Add(file);
        await db.SaveChangesAsync();
        return file.Id;
    });
}
