using System.Net;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Accounts;
using Telemed.Audit;
using Telemed.People;
using Telemed.People.Identity;
using Telemed.Platform;
using Telemed.Tests.Records;
using Telemed.Tests.Scheduling;

namespace Telemed.Tests.People.Identity;

public sealed class MergeTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private static readonly LocalDate Born = new(1981, 6, 7);

    [Fact]
    public async Task Files_of_one_person_are_proposed_when_a_patient_is_added_and_on_the_file_itself()
    {
        var id = await app.OnFile("Kowalczyk", "Zofia", Born);
        var nora = await app.Browser(app.Cast.Nora);
        (string, string)[] swapped = [("family", "Zofia"), ("given", "Kowalczyck"), ("birth", "1981-06-07"), ("sex", "Female"), ("language", "fr")];
        var page = await (await nora.Fill("/patients/new", swapped)).Html();
        Assert.Contains($"/patients/{id}", page.QuerySelector("[role=alert] a")!.GetAttribute("href"), StringComparison.Ordinal);
        var made = (await nora.Send("/patients/new", page, [.. swapped, ("anyway", "true")])).Headers.Location!.PathAndQuery();
        Assert.Contains($"{made}/merge/{id}", (await nora.Page(made)).Body!.InnerHtml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_files_joined_are_read_as_one_and_parted_they_are_what_they_were()
    {
        var (kept, other) = (await app.OnFile("Marchetti", "Lia", Born), await app.OnFile("Marchetti", "Lya", Born));
        await app.Booked(app.Cast.Alice, Bookers.Wanted(app, Duration.FromDays(3), patient: kept));
        await app.Booked(app.Cast.Dan, Bookers.Wanted(app, Duration.FromDays(4), with: app.Cast.Dan, patient: other));
        var (nora, alice, dan) = (await app.Browser(app.Cast.Nora), await app.Browser(app.Cast.Alice), await app.Browser(app.Cast.Dan));
        Assert.Equal(HttpStatusCode.NotFound, (await dan.Visit($"/patients/{kept}")).StatusCode);
        var answer = await nora.Fill($"/patients/{kept}/merge/{other}", ("reason", "Même carte d’identité"));
        Assert.Equal($"/patients/{kept}", answer.Headers.Location!.PathAndQuery());

        var page = await nora.Page($"/patients/{kept}");
        Assert.Contains("Dr Alice Martin", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Dr Dan Okafor", page.Body!.TextContent, StringComparison.Ordinal);
        // Who cared for either cares for the person.
        Assert.Equal(HttpStatusCode.OK, (await dan.Visit($"/patients/{kept}")).StatusCode);
        Assert.Contains($"/patients/{kept}", (await alice.Page($"/patients/{other}")).QuerySelector("[role=status] a")!.GetAttribute("href"), StringComparison.Ordinal);
        // Found once.
        var found = await (await nora.Fill("/patients", ("birth", "1981-06-07"), ("letters", "mar"))).Html();
        Assert.Single(found.QuerySelectorAll(".person"));

        await nora.Fill($"/patients/{other}/unmerge", ("reason", "Deux sœurs"));
        Assert.DoesNotContain("Dr Dan Okafor", (await nora.Page($"/patients/{kept}")).Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await dan.Visit($"/patients/{kept}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await alice.Visit($"/patients/{other}")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await dan.Visit($"/patients/{other}")).StatusCode);
        var merge = await app.InClinic(app.Cast.North, db => db.PatientMerges.SingleAsync(m => m.Other == other));
        Assert.Equal(("Même carte d’identité", "Deux sœurs"), (merge.Reason, merge.UndoneReason));
        Assert.Equal(2, await Audited(AuditAction.PatientsMerged, kept, other));
        Assert.Equal(2, await Audited(AuditAction.PatientsUnmerged, kept, other));
    }

    [Fact]
    public async Task Who_begins_to_care_while_two_files_are_one_cares_under_both_until_they_are_parted()
    {
        var (kept, other) = (await app.OnFile("Nowak", "Iga", Born), await app.OnFile("Nowak", "Igga", Born));
        Assert.Equal((MergeOutcome.Done, kept), await Merge(app.Cast.Nora, kept, other));
        await app.Booked(app.Cast.Alice, Bookers.Wanted(app, Duration.FromDays(5), patient: kept));
        Assert.Equal(2, await Cares(kept, other));
        Assert.Equal(MergeOutcome.Done, await app.InClinic(app.Cast.North, db => db.UnmergePatients(app.Cast.Nora.Actor, other, "Erreur", app.Now)));
        Assert.Equal(1, await Cares(kept, other));
    }

    [Fact]
    public async Task The_file_with_the_account_is_the_one_that_is_kept()
    {
        var bob = app.Cast.Bob.Patient!.Value;
        var other = await app.OnFile("Durand", "Bobby", new LocalDate(1972, 4, 4));
        var booked = await app.Booked(app.Cast.Nora, Bookers.Wanted(app, Duration.FromDays(6), patient: other));
        Assert.Equal((MergeOutcome.Done, bob), await Merge(app.Cast.Nora, other, bob));
        // The patient sees what stands in either file.
        Assert.True(await app.InClinic(app.Cast.North, db => Telemed.Scheduling.Agenda.AppointmentsFor(db, app.Cast.Bob.Actor).AnyAsync(a => a.Id == booked.Id)));
        await app.InClinic(app.Cast.North, db => db.UnmergePatients(app.Cast.Nora.Actor, other, "Fin de l’essai", app.Now));
        Assert.False(await app.InClinic(app.Cast.North, db => Telemed.Scheduling.Agenda.AppointmentsFor(db, app.Cast.Bob.Actor).AnyAsync(a => a.Id == booked.Id)));
    }

    [Fact]
    public async Task What_cannot_be_one_person_is_refused_and_nothing_changes()
    {
        var (one, two, three) = (await app.OnFile("Silva", "Ana", Born), await app.OnFile("Silva", "Anna", Born), await app.OnFile("Silva", "Hanna", Born));
        var eve = await app.InClinic(app.Cast.North, db => Cast.Patient(db, "Eve", app.Now));
        Assert.Equal(MergeOutcome.Same, (await Merge(app.Cast.Nora, one, one)).Outcome);
        Assert.Equal(MergeOutcome.NotFound, (await Merge(app.Cast.Nora, one, PatientId.New())).Outcome);
        Assert.Equal(MergeOutcome.NotFound, (await Merge(app.Cast.Alice, one, two)).Outcome);
        Assert.Equal(MergeOutcome.NotFound, (await Merge(app.Cast.Bob, one, two)).Outcome);
        Assert.Equal(MergeOutcome.ReasonMissing, (await Merge(app.Cast.Nora, one, two, " ")).Outcome);
        Assert.Equal(MergeOutcome.TwoAccounts, (await Merge(app.Cast.Nora, app.Cast.Bob.Patient!.Value, eve.Patient!.Value)).Outcome);
        await app.InClinic(app.Cast.North, db => db.Patients.Where(p => p.Id == one || p.Id == two).ExecuteUpdateAsync(p => p.SetProperty(x => x.IdentityStatus, IdentityStatus.Validated)));
        Assert.Equal(MergeOutcome.TwoIdentities, (await Merge(app.Cast.Nora, one, two)).Outcome);
        Assert.Equal(MergeOutcome.Done, (await Merge(app.Cast.Nora, one, three)).Outcome);
        Assert.Equal(MergeOutcome.Nested, (await Merge(app.Cast.Nora, app.Cast.Eva, one)).Outcome);
        Assert.Equal(MergeOutcome.NotFound, (await Merge(app.Cast.Nora, three, two)).Outcome);
        Assert.Equal(1, await app.InClinic(app.Cast.North, db => db.Patients.CountAsync(p => p.FoldedFamilyName == "SILVA" && p.MergedInto != null)));
    }

    [Fact]
    public async Task Of_many_who_join_two_files_either_way_round_one_does_and_one_file_is_left_to_open()
    {
        for (var round = 0; round < 3; round++)
        {
            var (one, two) = (await app.OnFile($"Weber {round}", "Emma", Born), await app.OnFile($"Weber {round}", "Ema", Born));
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => i % 2 is 0 ? Merge(app.Cast.Nora, one, two) : Merge(app.Cast.Ada, two, one)));
            Assert.Single(outcomes, o => o.Outcome is MergeOutcome.Done);
            Assert.Equal(1, await app.InClinic(app.Cast.North, db => db.Patients.CountAsync(p => (p.Id == one || p.Id == two) && p.MergedInto == null)));
        }
    }

    [Fact]
    public async Task What_was_written_in_either_file_is_found_in_the_one_that_is_kept()
    {
        var kept = await app.OnFile("Haas", "Jan", Born);
        var other = app.Cast.Bob.Patient!.Value;
        var (_, note) = await app.SignedNote();
        var account = await app.InClinic(app.Cast.North, db => db.Memberships.SingleAsync(m => m.PatientId == other));
        await app.InClinic(app.Cast.North, db => db.Memberships.Where(m => m.Id == account.Id).ExecuteUpdateAsync(m => m.SetProperty(x => x.EndedAt, app.Now)));
        Assert.Equal((MergeOutcome.Done, kept), await Merge(app.Cast.Nora, kept, other));
        var alice = await app.Browser(app.Cast.Alice);
        Assert.NotNull((await alice.Page($"/patients/{kept}")).QuerySelector($"a[href='/notes/{note}']"));
        Assert.NotNull((await (await alice.Fill($"/patients/{kept}/search", ("q", "toux"))).Html()).QuerySelector($"a[href='/notes/{note}']"));
        await app.InClinic(app.Cast.North, db => db.UnmergePatients(app.Cast.Nora.Actor, other, "Erreur", app.Now));
        await app.InClinic(app.Cast.North, db => db.Memberships.Where(m => m.Id == account.Id).ExecuteUpdateAsync(m => m.SetProperty(x => x.EndedAt, (Instant?)null)));
        Assert.Equal(HttpStatusCode.NotFound, (await alice.Visit($"/patients/{kept}")).StatusCode);
    }

    [Theory]
    [InlineData("/patients/{bob}/merge/{eva}")]
    [InlineData("/patients/{bob}/unmerge")]
    public async Task Charlie_sees_nothing(string path)
    {
        var charlie = await app.Browser(app.Cast.Charlie);
        Assert.Equal(HttpStatusCode.NotFound, (await charlie.Visit(Address(path))).StatusCode);
    }

    [Theory]
    [InlineData("/patients/{bob}/merge/{eva}")]
    [InlineData("/patients/{bob}/unmerge")]
    public async Task Anonymous_sees_nothing(string path) =>
        Assert.StartsWith("/sign-in", (await app.Anonymous().Visit(Address(path))).Headers.Location!.PathAndQuery(), StringComparison.Ordinal);

    private string Address(string path) => path.Replace("{bob}", app.Cast.Bob.Patient.ToString(), StringComparison.Ordinal).Replace("{eva}", app.Cast.Eva.ToString(), StringComparison.Ordinal);

    private Task<(MergeOutcome Outcome, PatientId Kept)> Merge(Person by, PatientId kept, PatientId other, string reason = "Même personne") =>
        app.InClinic(app.Cast.North, db => db.MergePatients(by.Actor, kept, other, reason, app.Now));

    private Task<int> Cares(params PatientId[] files) => app.InClinic(app.Cast.North, db => db.CareRelations.CountAsync(r => files.Contains(r.PatientId)));

    private Task<int> Audited(AuditAction action, params PatientId[] files)
    {
        var ids = files.Select(f => (Guid?)f.Value).ToList();
        return app.InClinic(app.Cast.North, db => db.AuditEvents.CountAsync(a => a.Action == action && ids.Contains(a.PatientId)));
    }
}
