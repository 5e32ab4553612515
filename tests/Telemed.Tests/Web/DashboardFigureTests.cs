using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.Consultations;
using Telemed.Consultations.Chatting;
using Telemed.Documents;
using Telemed.People;
using Telemed.Platform;
using Telemed.Records;
using Telemed.Scheduling;
using Telemed.Tests.Consultations;
using IDocument = AngleSharp.Dom.IDocument;
using IElement = AngleSharp.Dom.IElement;
using INode = AngleSharp.Dom.INode;

namespace Telemed.Tests.Web;

/// <summary>The administrator's overview: each figure against the rows of a clinic that has some of every kind, beside those that do not count.</summary>
public sealed class ClinicDashboardTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    [Fact]
    public async Task The_administrator_reads_the_clinics_true_figures_and_its_last_accesses()
    {
        await app.InClinic(app.Cast.North, Seed);
        using var browser = await app.Browser(app.Cast.Ada);
        var page = await browser.Page("/clinic");
        var figures = page.QuerySelectorAll(".health > li").Select(Rows.Lines).ToList();
        Assert.Equal("2 consultations en cours", figures[0][1]);
        Assert.Equal(["Rendez-vous", "3 aujourd’hui", "4 à venir"], figures[1]);
        Assert.Equal(["Consultations", "4 faites", "dont 3 ce mois-ci"], figures[2]);
        Assert.Equal(["Documents", "2 documents", "4,2 Mo"], figures[3]);
        Assert.Equal("Personnes 3 patients, 1 avec un compte", Rows.Text(page.QuerySelector("#people-title")!));
        Assert.Equal(
            ["Ada Rousseau|Administrateur|9:10", "Nora Kervella|Assistant|jamais", "Dr Alice Martin|Praticien|9:07", "Dr Dan Okafor|Praticien|jamais"],
            Rows.Table(page, "people-title"));
        Assert.Equal(
            ["Accès refusé|Dan Okafor|9:09", "Note lue|Alice Martin|9:08", "Document lu|Bob Durand|9:07", "Document lu|Bob Durand|9:06", "Document lu|Bob Durand|9:05",
                "Document lu|Bob Durand|9:04", "Document lu|Bob Durand|9:03", "Document lu|Bob Durand|9:02"],
            Rows.Table(page, "audit-title"));
    }

    private async Task<bool> Seed(Db db)
    {
        var now = app.Now;
        var (alice, bob) = (app.Cast.Alice, app.Cast.Bob.Patient!.Value);
        foreach (var (hours, status) in ((double, AppointmentStatus)[])
            [(-24, AppointmentStatus.Fulfilled), (-1, AppointmentStatus.NoShow), (1, AppointmentStatus.Booked), (2, AppointmentStatus.Arrived), (3, AppointmentStatus.Cancelled),
                (4, AppointmentStatus.EnteredInError), (24, AppointmentStatus.Pending), (48, AppointmentStatus.Booked), (49, AppointmentStatus.Cancelled)])
        {
            db.Add(Rows.Appointment(db, alice, bob, now + Duration.FromHours(hours), status));
        }

        db.AddRange(Rows.Visit(db, alice, bob, EncounterStatus.InProgress, now), Rows.Visit(db, alice, app.Cast.Eva, EncounterStatus.InProgress, now),
            Rows.Visit(db, alice, bob, EncounterStatus.Cancelled, now - Duration.FromDays(1)), Rows.Visit(db, alice, bob, EncounterStatus.Completed, now - Duration.FromDays(30)));
        for (var i = 0; i < 3; i++)
        {
            db.Add(Rows.Visit(db, alice, bob, EncounterStatus.Completed, now - Duration.FromDays(i)));
            db.Add(Rows.Document(db, alice, bob, $"{i}.pdf", 2_100_000, deleted: i is 2 ? now : null));
        }

        db.Add(Rows.Patient(db, now));
        await db.SaveChangesAsync();

        // Nine accesses: the page has room for eight. Sessions of Alice and, below, of Ada.
        for (var minute = 1; minute <= 9; minute++)
        {
            app.Time.Advance(TimeSpan.FromMinutes(1));
            var (who, action) = minute switch { 8 => (alice, AuditAction.NoteRead), 9 => (app.Cast.Dan, AuditAction.AccessRefused), _ => (app.Cast.Bob, AuditAction.DocumentRead) };
            db.Record(who.Actor, action, app.Now, allowed: minute is not 9);
            await db.SaveChangesAsync();
            if (minute is 7)
            {
                using var _ = await app.Browser(alice);
            }
        }

        app.Time.Advance(TimeSpan.FromMinutes(1));
        return true;
    }
}

/// <summary>A practitioner's day at nine o'clock.</summary>
public sealed class TodayDashboardTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    [Fact]
    public async Task A_practitioner_reads_her_own_day_what_is_done_and_what_is_to_be_finished()
    {
        var doctor = await app.InClinic(app.Cast.North, db => VisitScene.NewDoctor(db, app.Now));
        var soon = await VisitScene.Book(app, Duration.FromMinutes(30), doctor, app.Cast.Eva);
        await app.InClinic(app.Cast.North, db => Seed(db, doctor));
        using var browser = await app.Browser(doctor);
        var page = await browser.Page("/today");
        Assert.Equal("Lundi 23 novembre", Rows.Text(page.QuerySelector("h1")!));
        Assert.Equal("2 consultations faites", Rows.Text(page.QuerySelector("#agenda-title a")!));
        // Of three that are done the last is shown; a colleague's, tomorrow's and what was cancelled are not.
        Assert.Equal(["8:15 Bob Durand Suivi Terminé", "Maintenant : 9:00", "9:30 Éva Petit Suivi Réservé Ouvrir Éva Petit", "10:00 Libre Réserver 10:00", "11:00 Bob Durand Suivi À confirmer"],
            page.QuerySelectorAll("[aria-labelledby=agenda-title] li").Select(Rows.Text));
        Assert.Equal($"/visit/{soon.Alice}", page.QuerySelector(".agenda-end a")!.GetAttribute("href"));
        Assert.Equal(["1 note à signer Bob Durand", "2 consultations à clore Bob Durand, Bob Durand", "1 demande à confirmer Bob Durand, 11:00"],
            page.QuerySelectorAll("[aria-labelledby=todo-title] li").Select(Rows.Text));
        Assert.True(page.QuerySelector(".waiting")!.HasAttribute("hidden"));

        await using var eva = await soon.Guest(soon.Bob);
        await eva.Join();
        page = await browser.Page("/today");
        Assert.Equal(["Éva Petit"], page.QuerySelectorAll(".waiting-row .person").Select(Rows.Text));
        Assert.Contains("9:30 Éva Petit Suivi Arrivé Ouvrir Éva Petit", page.QuerySelectorAll("[aria-labelledby=agenda-title] li").Select(Rows.Text));
        Assert.Equal(["Éva Petit est en salle d’attente."], page.QuerySelectorAll("[aria-labelledby=news-title] li a").Select(Rows.Text));
        Assert.Equal("1 non lue, tout voir", Rows.Text(page.QuerySelector("#news-title a")!));
    }

    private async Task<bool> Seed(Db db, Person doctor)
    {
        var (now, bob) = (app.Now, app.Cast.Bob.Patient!.Value);
        var done = ((int[])[-120, -90, -45]).Select(m => Rows.Appointment(db, doctor, bob, now + Duration.FromMinutes(m), AppointmentStatus.Fulfilled)).ToList();
        var visits = done.Select(a => Rows.Visit(db, doctor, bob, EncounterStatus.Completed, a.StartsAt, a.Id)).ToList();
        (visits[0].ClosingOwedSince, visits[1].ClosingOwedSince) = (now, now);
        db.AddRange(done);
        db.AddRange(visits);
        db.AddRange(visits.Select(v => new Participant
        {
            TenantId = db.Tenant, Id = ParticipantId.New(), EncounterId = v.Id, Role = ParticipantRole.Practitioner, SeatNumber = 0, PractitionerId = doctor.Practitioner,
        }));
        db.Add(SoapNote.Draft(db.Tenant, visits[2].Id, bob, doctor.Practitioner!.Value, now));
        db.AddRange(Rows.Appointment(db, doctor, bob, now + Duration.FromHours(2), AppointmentStatus.Pending),
            Rows.Appointment(db, doctor, bob, now + Duration.FromHours(3), AppointmentStatus.Cancelled),
            Rows.Appointment(db, doctor, bob, now + Duration.FromHours(24), AppointmentStatus.Booked),
            Rows.Appointment(db, app.Cast.Dan, bob, now + Duration.FromHours(2), AppointmentStatus.Booked));
        await db.SaveChangesAsync();
        return true;
    }
}

/// <summary>A patient's first page.</summary>
public sealed class PatientDashboardTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    [Fact]
    public async Task A_patient_reads_the_next_appointment_whose_join_appears_with_its_window_and_what_was_shared()
    {
        var (alice, bob) = (app.Cast.Alice, app.Cast.Bob.Patient!.Value);
        var next = await VisitScene.Book(app, Duration.FromHours(30)); // tomorrow, 15:00
        await app.InClinic(app.Cast.North, async db =>
        {
            var shared = Rows.Document(db, alice, bob, "partagé.pdf", 1);
            (shared.SharedAt, shared.SharedBy) = (app.Now, alice.Account);
            db.AddRange(shared, Rows.Document(db, alice, bob, "interne.pdf", 1),
                Rows.Appointment(db, alice, bob, app.Now + Duration.FromHours(1), AppointmentStatus.Cancelled),
                Rows.Appointment(db, alice, bob, app.Now + Duration.FromHours(72), AppointmentStatus.Pending),
                Rows.Appointment(db, alice, app.Cast.Eva, app.Now + Duration.FromHours(2), AppointmentStatus.Booked));
            return await db.SaveChangesAsync();
        });
        using var browser = await app.Browser(app.Cast.Bob);
        var (page, join) = await Home(browser);
        Assert.Equal("Demain à 15 h", Rows.Text(page.QuerySelector("h1")!));
        Assert.Equal("Dr Alice Martin Suivi, en vidéo, heure de Paris Déplacer ou annuler", string.Join(' ', page.QuerySelectorAll("section.card > p").Select(Rows.Text)));
        Assert.Contains("1 autre rendez-vous à venir", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["partagé.pdf"], page.QuerySelectorAll(".documents .document-name").Select(Rows.Text));
        Assert.Contains("Votre accès à la consultation", Rows.Text(page.QuerySelector("[aria-labelledby=news-title] li")!), StringComparison.Ordinal);

        foreach (var (wait, open) in ((TimeSpan, bool)[])[(TimeSpan.Zero, false), (TimeSpan.FromHours(29.5) - TimeSpan.FromMilliseconds(1), false), (TimeSpan.FromMilliseconds(1), true)])
        {
            app.Time.Advance(wait);
            (page, join) = await Home(browser);
            Assert.Equal(($"/visit/{next.Bob}", open), (join.GetAttribute("href"), !join.HasAttribute("hidden")));
            Assert.Equal(open, page.QuerySelector("appear-at .note")!.HasAttribute("hidden"));
        }

        Assert.NotNull((await browser.Page(join.GetAttribute("href")!)).QuerySelector("visit-room[data-visit]"));
    }

    private static async Task<(IDocument Page, IElement Join)> Home(HttpClient browser)
    {
        var page = await browser.Page("/");
        return (page, page.QuerySelector("appear-at a.primary")!);
    }
}

/// <summary>Rows of every sort, and how a page reads.</summary>
internal static class Rows
{
    public static Appointment Appointment(Db db, Person with, PatientId patient, Instant at, AppointmentStatus status) => new()
    {
        TenantId = db.Tenant, Id = AppointmentId.New(), PatientId = patient, PractitionerId = with.Practitioner!.Value, StartsAt = at, EndsAt = at + Duration.FromMinutes(30),
        Reason = "Suivi", Modality = Modality.Video, Status = status, CreatedAt = at, BookedBy = with.Account,
    };

    /// <summary>Ended, unless it goes on.</summary>
    public static Encounter Visit(Db db, Person with, PatientId patient, EncounterStatus status, Instant at, AppointmentId? appointment = null) => new()
    {
        TenantId = db.Tenant, Id = EncounterId.New(), AppointmentId = appointment, PatientId = patient, PractitionerId = with.Practitioner!.Value, Status = status, CreatedAt = at,
        StartedAt = status is EncounterStatus.Cancelled ? null : at, EndedAt = status is EncounterStatus.InProgress ? null : at,
    };

    public static Document Document(Db db, Person by, PatientId patient, string name, long length, Instant? deleted = null) => new()
    {
        TenantId = db.Tenant, Id = DocumentId.New(), PatientId = patient, Kind = DocumentKind.Report, FileName = name, ContentType = "application/pdf", Length = length,
        Sha256 = new byte[32], Blob = Secret.New(), Source = DocumentSource.Upload, AddedBy = by.Account, AddedAt = TelemedApp.Start, DeletedAt = deleted,
        DeletedBy = deleted is null ? null : by.Account,
    };

    public static Patient Patient(Db db, Instant now) => new()
    {
        TenantId = db.Tenant, Id = PatientId.New(), GivenName = "Yan", FamilyName = "Le Goff", FoldedGivenName = "YAN", FoldedFamilyName = "LE GOFF",
        BirthDate = new LocalDate(1950, 1, 1), Sex = Sex.Unknown, Language = "fr", CreatedAt = now,
    };

    /// <summary>The words of an element, one space between.</summary>
    public static string Text(IElement element) => string.Join(' ', Texts(element).SelectMany(t => t.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));

    private static IEnumerable<string> Texts(INode node) => node.HasChildNodes ? node.ChildNodes.SelectMany(Texts) : [node.TextContent];

    public static List<string> Lines(IElement element) => [.. element.Children.Select(Text)];

    public static IEnumerable<string> Table(IDocument page, string labelledBy) =>
        page.QuerySelectorAll($"[aria-labelledby={labelledBy}] tbody tr").Select(r => string.Join('|', r.Children.Select(Text)));
}
