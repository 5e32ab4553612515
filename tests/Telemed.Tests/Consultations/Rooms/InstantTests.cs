using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Telemed.Consultations;
using Telemed.People;
using Telemed.Platform;
using Telemed.Tenancy;
using Telemed.Tests.People;

namespace Telemed.Tests.Consultations.Rooms;

/// <summary>A consultation that begins at a press: one room for however many presses, another for each next one.</summary>
public sealed class InstantTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_press_makes_a_room_with_a_place_and_a_link_for_each_and_the_patients_mail()
    {
        var doctor = await Doctor();
        var visit = (await Start(doctor))!;
        Assert.Equal((EncounterStatus.Planned, (AppointmentId?)null, app.Cast.Bob.Patient!.Value), (visit.Encounter.Status, visit.Encounter.AppointmentId, visit.Encounter.PatientId));
        Assert.NotEqual(visit.Practitioner, visit.Patient);
        var scene = await app.InClinic(app.Cast.North, db => VisitScene.Of(app, doctor, db, visit.Encounter));
        var links = new[] { await scene.Link(visit.Practitioner), await scene.Link(visit.Patient), await scene.Link(visit.Patient) };
        Assert.Equal(3, links.Distinct(StringComparer.Ordinal).Count());
        await app.InClinic(app.Cast.North, async db =>
        {
            var told = visit.Patient.Value;
            Assert.Equal(1, await db.Set<Telemed.Notifications.Delivery>().CountAsync(d => d.SubjectId == told && d.Kind == Telemed.Notifications.NotificationKind.LinkReady, Cancel));
            var bell = await db.Set<Telemed.Notifications.Notification>().SingleAsync(n => n.EncounterId == visit.Encounter.Id.Value, Cancel);
            Assert.Equal((Telemed.Notifications.NotificationKind.LinkReady, app.Cast.Bob.Account), (bell.Kind, bell.AccountId));
            Assert.True(await db.CareRelations.AnyAsync(c => c.PractitionerId == doctor.Practitioner && c.PatientId == app.Cast.Bob.Patient, Cancel));
            return true;
        });
        await using var bob = await scene.Guest(visit.Patient);
        Assert.Equal(VisitStatus.Waiting, (await bob.Join()).Status);
        await using var alice = await scene.SignedIn(doctor, visit.Practitioner);
        Assert.Equal(VisitStatus.Active, (await alice.Join()).Status);
    }

    [Fact]
    public async Task Of_64_presses_at_once_all_find_the_same_room()
    {
        var doctor = await Doctor();
        var visits = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(() => Start(doctor), Cancel)));
        Assert.Single(visits.Select(v => v!.Encounter.Id).Distinct());
        Assert.Single(visits.Select(v => v!.Patient).Distinct());
        Assert.Equal(1, await app.InClinic(app.Cast.North, db => db.Encounters.CountAsync(e => e.PractitionerId == doctor.Practitioner, Cancel)));
        var patient = visits[0]!.Patient.Value;
        var room = visits[0]!.Encounter.Id.Value;
        Assert.Equal(1, await app.InClinic(app.Cast.North, db => db.Set<Telemed.Notifications.Delivery>().CountAsync(d => d.SubjectId == patient, Cancel)));
        Assert.Equal(1, await app.InClinic(app.Cast.North, db => db.Set<Telemed.Notifications.Notification>().CountAsync(n => n.EncounterId == room, Cancel)));
    }

    [Fact]
    public async Task Rooms_are_unique_for_each_patient_each_practitioner_and_each_time()
    {
        var (one, other) = (await Doctor(), await Doctor());
        var first = (await Start(one))!;
        var rooms = new List<EncounterId> { first.Encounter.Id, (await Start(one, app.Cast.Eva))!.Encounter.Id, (await Start(other))!.Encounter.Id };
        var scene = await app.InClinic(app.Cast.North, db => VisitScene.Of(app, one, db, first.Encounter));
        await using (var bob = await scene.Guest(first.Patient))
        {
            await bob.Join();
            await using var alice = await scene.SignedIn(one, first.Practitioner);
            await alice.Join();
            await alice.Call("End", "byPractitioner");
            Assert.Equal("not-allowed", await bob.Refusal("Say", new { clientId = Guid.CreateVersion7(), text = "?" }));
        }

        rooms.Add((await Start(one))!.Encounter.Id);
        Assert.Equal(4, rooms.Distinct().Count());
        Assert.Equal(EncounterStatus.Completed, (await scene.Row()).Status);
    }

    [Fact]
    public async Task Nobody_starts_a_room_who_is_no_practitioner_nor_for_a_patient_of_another_clinic()
    {
        var before = await Rooms();
        foreach (var person in (Person[])[app.Cast.Bob, app.Cast.Nora, app.Cast.Ada])
        {
            Assert.Null(await Start(person));
            Assert.Equal(HttpStatusCode.NotFound, (await (await app.Browser(person)).Visit("/instant")).StatusCode);
        }

        Assert.Null(await Start(app.Cast.Charlie));
        Assert.Null(await Start(app.Cast.Alice, PatientId.New()));
        var charlie = await app.Browser(app.Cast.Charlie);
        var answer = await charlie.Send("/instant", await charlie.Page("/instant"), ("birth", "1972-04-04"), ("letters", "dur"));
        Assert.DoesNotContain("Durand", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Equal(before, await Rooms());
    }

    [Theory]
    [InlineData("1 OR 1=1")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("")]
    public async Task A_press_for_nobody_starts_nothing(string patient)
    {
        var before = await Rooms();
        var alice = await app.Browser(app.Cast.Alice);
        var found = await (await alice.Fill("/instant", ("birth", "1990-02-28"), ("letters", "pet"))).Html();
        var answer = await alice.Send("/instant", found, ("patient", patient));
        Assert.True((int)answer.StatusCode < 500);
        Assert.Equal(before, await Rooms());
    }

    [Fact]
    public async Task Somebody_like_one_on_file_is_pointed_out_and_another_person_is_still_seen_at_once()
    {
        var alice = await app.Browser(app.Cast.Alice);
        (string, string)[] twin = [("new-given", "Eva"), ("new-family", "Petit"), ("new-birth", "1990-02-28"), ("new-email", "twin@patients.test")];
        var page = await (await alice.Fill("/instant", [.. twin, ("_handler", "new")])).Html();
        Assert.NotNull(page.QuerySelector($"button[name=patient][value='{app.Cast.Eva}']"));
        var answer = await alice.Send("/instant", page, [.. twin, ("anyway", "true"), ("_handler", "new")]);
        Assert.StartsWith("/instant/", answer.Headers.Location!.PathAndQuery(), StringComparison.Ordinal);
    }

    private Task<int> Rooms() => app.InScope(s => s.GetRequiredService<Db>().AcrossTenants<Encounter>("a test counts the rooms of every clinic").CountAsync(Cancel));

    private Task<Person> Doctor() => app.InClinic(app.Cast.North, db => VisitScene.NewDoctor(db, app.Now));

    private Task<InstantVisit?> Start(Person by, PatientId? patient = null) => app.InScope(services =>
    {
        var db = services.GetRequiredService<Db>();
        db.Enter(by.Clinic);
        return db.StartInstant(by.Actor, patient ?? app.Cast.Bob.Patient!.Value, services.GetRequiredService<Clock>());
    });
}
