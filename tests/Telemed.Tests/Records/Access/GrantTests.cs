using System.Net;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.Platform;
using Telemed.Records.Access;
using Telemed.Tests.People.Identity;
using Telemed.Tests.Scheduling;

namespace Telemed.Tests.Records.Access;

/// <summary>A record opened to a colleague: given, taken back, and what the patient has to say to it.</summary>
public sealed class GrantTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private PractitionerId Dan => app.Cast.Dan.Practitioner!.Value;

    [Fact]
    public async Task Access_that_was_given_is_taken_back_and_the_patient_sees_both()
    {
        var bob = app.Cast.Bob.Patient!.Value;
        var (alice, page) = (await app.Browser(app.Cast.Alice), $"/patients/{bob}/colleagues");
        await alice.Fill(page, ("colleague", Dan.ToString()));
        Assert.Contains("Accès donné par Dr Alice Martin", (await alice.Page(page)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await (await app.Browser(app.Cast.Dan)).Visit($"/patients/{bob}")).StatusCode);
        await alice.Send(page, await alice.Page(page), ("_handler", "withdraw"), ("from", Dan.ToString()));
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.Browser(app.Cast.Dan)).Visit($"/patients/{bob}")).StatusCode);
        Assert.DoesNotContain("Dan Okafor", (await alice.Page(page)).QuerySelector("ul")!.TextContent, StringComparison.Ordinal);
        var looked = (await (await app.Browser(app.Cast.Bob)).Page("/my-record/access")).QuerySelector("main")!.TextContent;
        Assert.Contains("a ouvert votre dossier à un confrère", looked, StringComparison.Ordinal);
        Assert.Contains("a retiré à un confrère", looked, StringComparison.Ordinal);
        Assert.True(await app.InClinic(app.Cast.North, db => db.AuditEvents.AnyAsync(a => a.Action == AuditAction.CareWithdrawn && a.PatientId == bob.Value)));
    }

    [Fact]
    public async Task Care_that_stands_by_a_visit_is_not_taken_back_even_when_it_was_given_before()
    {
        var patient = await app.OnFile("Morel", "Ana", new LocalDate(1988, 5, 6));
        await app.Booked(app.Cast.Nora, Bookers.Wanted(app, Duration.FromDays(13), with: app.Cast.Alice, patient: patient));
        Assert.Equal(AccessOutcome.Done, await app.InClinic(app.Cast.North, db => db.GrantCare(app.Cast.Alice.Actor, patient, Dan, app.Now)));
        await app.Booked(app.Cast.Nora, Bookers.Wanted(app, Duration.FromDays(14), with: app.Cast.Dan, patient: patient));
        Assert.Equal(AccessOutcome.NotFound, await Withdraw(app.Cast.Alice, patient));
        Assert.Equal(HttpStatusCode.OK, (await (await app.Browser(app.Cast.Dan)).Visit($"/patients/{patient}")).StatusCode);
    }

    [Fact]
    public async Task Who_does_not_care_for_the_patient_takes_nothing_back()
    {
        var patient = await app.OnFile("Girard", "Luc", new LocalDate(1979, 7, 8));
        await app.Booked(app.Cast.Nora, Bookers.Wanted(app, Duration.FromDays(15), with: app.Cast.Alice, patient: patient));
        await app.InClinic(app.Cast.North, db => db.GrantCare(app.Cast.Alice.Actor, patient, Dan, app.Now));
        foreach (var person in (Person[])[app.Cast.Nora, app.Cast.Ada, app.Cast.Bob])
        {
            Assert.Equal(AccessOutcome.NotFound, await Withdraw(person, patient));
        }

        Assert.Equal(AccessOutcome.NotFound, await app.InClinic(app.Cast.South, db => db.WithdrawCare(app.Cast.Charlie.Actor, patient, Dan, app.Now)));
        Assert.Equal(AccessOutcome.Done, await Withdraw(app.Cast.Dan, patient)); // one may go oneself
    }

    [Fact]
    public async Task A_patient_who_refuses_that_the_record_is_shared_is_asked_no_second_time()
    {
        var patient = await app.OnFile("Blanc", "Zoé", new LocalDate(1995, 9, 10));
        await app.Booked(app.Cast.Nora, Bookers.Wanted(app, Duration.FromDays(16), with: app.Cast.Alice, patient: patient));
        await app.InClinic(app.Cast.North, db => db.Say(app.Cast.Alice.Actor, patient, ConsentPurpose.Sharing, false, ConsentMeans.Spoken, app.Now));
        var alice = await app.Browser(app.Cast.Alice);
        var refused = await (await alice.Fill($"/patients/{patient}/colleagues", ("colleague", Dan.ToString()))).Html();
        Assert.Contains("refuse le partage", refused.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.Browser(app.Cast.Dan)).Visit($"/patients/{patient}")).StatusCode);
    }

    private Task<AccessOutcome> Withdraw(Person person, PatientId patient) => app.InClinic(app.Cast.North, db => db.WithdrawCare(person.Actor, patient, Dan, app.Now));
}
