using System.Net.Http.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Telemed.Audit;
using Telemed.Consultations;
using Telemed.Notifications;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Tests.Consultations;
using Telemed.Tests.Documents;
using Telemed.Tests.Records;
using Telemed.Tests.Scheduling;
using Visits = Telemed.Tests.Records.Visits;

namespace Telemed.Tests.Audit;

/// <summary>
/// What cannot be written to the trail does not happen: with a database that refuses every audit row, each kind of act changes no row at
/// all and tells nobody that it did.
/// </summary>
public sealed class TrailOrNothingTests(TrailOrNothingTests.App app) : IClassFixture<TrailOrNothingTests.App>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Signing_in()
    {
        var browser = app.Anonymous();
        var form = await browser.Page("/sign-in");
        await DoesNothing(async () => Failed(await browser.Send("/sign-in", form, ("Typed.Email", "alice@telemed.test"), ("Typed.Password", Cast.Password))));
        Assert.False(await app.InScope(s => s.GetRequiredService<Db>().Set<Telemed.Accounts.Session>().AnyAsync(x => x.AccountId == app.Cast.Alice.Account && x.Device != "Test", Cancel)));
    }

    [Fact]
    public async Task Registering()
    {
        var browser = app.Anonymous();
        var form = await browser.Page("/register");
        await DoesNothing(async () => Failed(await browser.Send("/register", form, ("Typed.Email", "new@telemed.test"), ("Typed.GivenName", "A"), ("Typed.FamilyName", "B"), ("Typed.Password", "a long walk in rain"))));
    }

    [Fact]
    public async Task Ending_a_session()
    {
        var (one, other) = (await app.Browser(app.Cast.Nora), await app.Browser(app.Cast.Nora));
        var page = await one.Page("/sessions");
        await DoesNothing(async () => Failed(await one.Send("/sessions", page, ("Others", "true"))));
        await other.Page("/sessions");
    }

    [Fact]
    public async Task Putting_a_patient_on_file_reading_one_and_looking_one_up()
    {
        var nora = await app.Browser(app.Cast.Nora);
        var (search, fresh) = (await nora.Page("/patients"), await nora.Page("/patients/new"));
        await DoesNothing(async () => Failed(await nora.Send("/patients/new", fresh, ("family", "Neu"), ("given", "Ada"), ("birth", "1985-03-02"), ("sex", "Female"), ("email", "neu@telemed.test"))));
        await DoesNothing(async () => Failed(await nora.Send("/patients", search, ("birth", "1990-02-28"), ("letters", "pet"))));
        await DoesNothing(async () => Failed(await nora.Visit($"/patients/{app.Cast.Bob.Patient}")));
    }

    [Fact]
    public async Task Booking_moving_and_cancelling()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var path = $"/appointments/new?patient={app.Cast.Bob.Patient}";
        var form = await alice.Page(path);
        await DoesNothing(async () => Failed(await alice.Send(path, form, ("reason", "Suivi"), ("date", "2026-12-01"), ("time", "09:00"))));
        var booked = await app.Booked(app.Cast.Alice, Bookers.Wanted(app, Duration.FromDays(3)));
        foreach (var to in (AppointmentStatus[])[AppointmentStatus.Cancelled, AppointmentStatus.Arrived, AppointmentStatus.NoShow])
        {
            await DoesNothing(() => Assert.ThrowsAnyAsync<Exception>(() => app.Move(app.Cast.Alice, booked.Id, to)));
        }
    }

    [Fact]
    public async Task A_link_from_its_issue_to_its_end()
    {
        var visit = await VisitScene.Book(app);
        var token = await visit.Link(visit.Bob);
        await DoesNothing(() => Assert.ThrowsAnyAsync<Exception>(() => visit.Link(visit.Bob)));
        await DoesNothing(async () => Failed(await app.Anonymous().PostAsJsonAsync("/join/redeem", new { token, place = "home" }, Cancel)));
        await DoesNothing(() => Assert.ThrowsAnyAsync<Exception>(() => app.InClinic(app.Cast.North, async db =>
        {
            await db.CancelVisit(visit.Doctor.Actor, visit.Appointment!.Value, app.Now);
            return true;
        })));
    }

    [Fact]
    public async Task A_room_from_arrival_to_its_end()
    {
        var visit = await VisitScene.Book(app);
        await using var bob = await visit.Guest(visit.Bob);
        await DoesNothing(() => Assert.ThrowsAnyAsync<Exception>(() => bob.Join()));
        await bob.Join();
        await using var alice = await visit.SignedIn(visit.Doctor, visit.Alice);
        await DoesNothing(() => Assert.ThrowsAnyAsync<Exception>(() => alice.Join()));
        await alice.Join();
        await DoesNothing(() => Assert.ThrowsAnyAsync<Exception>(() => alice.Call("End", "byPractitioner")));
        Assert.Equal(EncounterStatus.InProgress, (await visit.Row()).Status);
    }

    [Fact]
    public async Task A_note_from_draft_to_signature()
    {
        var visit = await app.Visit(EncounterStatus.Completed);
        var alice = await app.Browser(app.Cast.Alice);
        using var nothing = JsonContent.Create(new { });
        await DoesNothing(async () => Failed(await alice.PostAsync(Visits.Api(visit), nothing, Cancel)));
        var note = await alice.BeginNote(visit);
        await DoesNothing(async () => Failed(await alice.Save(visit, note.Version, Visits.Cough)));
        (await alice.Save(visit, note.Version, Visits.Cough)).EnsureSuccessStatusCode();
        await DoesNothing(async () => Failed(await alice.Sign(visit, note.Version + 1)));
        await DoesNothing(async () => Failed(await alice.GetAsync(Visits.Api(visit), Cancel)));
    }

    [Fact]
    public async Task A_document_from_its_adding_to_its_deletion()
    {
        var alice = await app.Browser(app.Cast.Alice);
        await DoesNothing(async () => Failed(await alice.Upload(app.Cast.Bob, "a.pdf", Samples.Pdf)));
        var id = await (await alice.Upload(app.Cast.Bob, "b.pdf", Samples.Pdf)).Id();
        await DoesNothing(async () => Failed(await alice.Ask(HttpMethod.Put, $"/api/documents/{id}/sharing")));
        await DoesNothing(async () => Failed(await alice.Ask(HttpMethod.Get, $"/documents/{id}")));
        await DoesNothing(async () => Failed(await alice.Ask(HttpMethod.Delete, $"/api/documents/{id}")));
    }

    private static void Failed(HttpResponseMessage answer) => Assert.True((int)answer.StatusCode >= 500, $"answered {(int)answer.StatusCode} {answer.Headers.Location}");

    private async Task DoesNothing(Func<Task> act)
    {
        // What was booked to prepare this has mails on their way: their links are written first, and nothing else writes meanwhile.
        await app.Services.GetRequiredService<Outbox>().Drain(Cancel);
        await Break();
        string before, after;
        try
        {
            before = await app.Everything();
            await act();
            // Still broken: once the trail is whole again, mails that waited for it write their links.
            after = await app.Everything();
        }
        finally
        {
            await Mend();
        }

        Assert.Equal(before, after);
    }

    private Task<bool> Break() => Execute(TestDatabase.Server is null
        ? "CREATE TRIGGER IF NOT EXISTS no_trail BEFORE INSERT ON audit_events BEGIN SELECT RAISE(ABORT, 'no trail'); END"
        : """
          CREATE OR REPLACE FUNCTION no_trail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no trail'; END $$;
          CREATE TRIGGER no_trail BEFORE INSERT ON audit_events FOR EACH ROW EXECUTE FUNCTION no_trail();
          """);

    private Task<bool> Mend() => Execute(TestDatabase.Server is null ? "DROP TRIGGER no_trail" : "DROP TRIGGER no_trail ON audit_events");

    private Task<bool> Execute(string sql) => app.InScope(async services =>
    {
        var db = services.GetRequiredService<Db>();
        return await db.InTransaction(() => Command(db, sql), Cancel);
    });

    private static async Task<bool> Command(Db db, string sql)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction!.GetDbTransaction();
#pragma warning disable CA2100 // written above
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(Cancel);
        return true;
    }

    /// <summary>Every one of these fails on purpose: the log would show nothing else.</summary>
    public sealed class App : ManyAddresses
    {
        protected override void ConfigureWebHost(Microsoft.AspNetCore.Hosting.IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Logging:LogLevel:Default", "None");
            builder.UseSetting("Logging:LogLevel:Microsoft.AspNetCore", "None");
            builder.UseSetting("Logging:LogLevel:Microsoft.EntityFrameworkCore", "None");
        }
    }
}
