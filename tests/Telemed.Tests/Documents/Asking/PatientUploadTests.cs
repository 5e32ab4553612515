using System.Net;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Telemed.Audit;
using Telemed.Documents;
using Telemed.Documents.Asking;
using Telemed.Documents.Uploads;
using Telemed.Notifications;
using Telemed.People;
using Telemed.Platform;
using Telemed.Tests.Documents.Content;
using Telemed.Tests.Documents.Tus;
using Document = Telemed.Documents.Document;

namespace Telemed.Tests.Documents.Asking;

/// <summary>A patient sends documents from their own account, asked for or not.</summary>
public sealed class PatientUploadTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Guid Bob => app.Cast.Bob.Patient!.Value.Value;

    [Fact]
    public async Task What_a_patient_sends_lies_in_their_record_for_them_and_for_who_cares_for_them_and_nobody_takes_it_from_their_eyes()
    {
        var (alice, bob) = (await app.Browser(app.Cast.Alice), await app.Browser(app.Cast.Bob));
        var receipt = await new TusClient(bob).Sent(Bob, "carnet.pdf", Samples.Pdf, ("encounter", $"{Guid.CreateVersion7()}"));
        Assert.Equal(("filed", "Bob Durand"), (receipt.GetProperty("state").GetString(), receipt.GetProperty("patient").GetString()));
        var id = receipt.GetProperty("document").GetProperty("id").GetGuid();
        var row = await Row(id);
        Assert.Equal((DocumentSource.UploadByPatient, app.Cast.Bob.Account, app.Cast.Bob.Patient!.Value, null, null), (row.Source, row.AddedBy!.Value, row.PatientId, row.EncounterId, row.RequestId));
        Assert.Equal(Samples.Pdf, await (await bob.Ask(HttpMethod.Get, $"/documents/{id}")).Content.ReadAsByteArrayAsync(Cancel));
        Assert.NotNull((await bob.Page("/documents")).QuerySelector($"[data-documents=mine] li[data-id='{id}']"));
        Assert.Contains("Bob Durand (patient)", (await alice.Page($"/patients/{Bob}")).QuerySelector($"li[data-id='{id}']")!.TextContent, StringComparison.Ordinal);
        Assert.Null((await alice.Page($"/documents/{id}/view")).QuerySelector($"form[action='/documents/{id}/sharing']"));
        Assert.Equal(HttpStatusCode.NotFound, (await alice.Ask(HttpMethod.Delete, $"/api/documents/{id}/sharing")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await bob.Ask(HttpMethod.Get, $"/documents/{id}")).StatusCode);
        Assert.Equal(0, await app.InClinic(app.Cast.North, db => db.Deliveries.CountAsync(d => d.SubjectId == id, Cancel)));
        foreach (var other in (Person[])[app.Cast.Dan, app.Cast.Nora, app.Cast.Ada, app.Cast.Charlie])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await (await app.Browser(other)).Ask(HttpMethod.Get, $"/documents/{id}")).StatusCode);
        }
    }

    [Fact]
    public async Task What_nobody_asked_for_is_told_to_those_who_care_for_the_patient_once_until_they_have_read_it()
    {
        var (alice, sender) = (await app.Browser(app.Cast.Alice), await app.InClinic(app.Cast.North, db => Cast.Patient(db, "Lou", app.Now)));
        await app.InClinic(app.Cast.North, async db =>
        {
            await db.InTransaction(() => db.CareBegins(app.Cast.Alice.Practitioner!.Value, sender.Patient!.Value, app.Now));
            return true;
        });
        var (tus, file) = (new TusClient(await app.Browser(sender)), sender.Patient!.Value.Value);
        await tus.Sent(file, "radio 1.pdf", Samples.Pdf);
        await tus.Sent(file, "radio 2.pdf", Samples.Pdf);
        var told = Assert.Single(await Told(file));
        Assert.Equal(app.Cast.Alice.Account, told.AccountId);
        var bell = (await alice.Page("/notifications")).QuerySelector($"a[href='/patients/{file}/documents']")!.Closest("li")!;
        Assert.Contains("Lou Lefort a ajouté un document à son dossier.", bell.TextContent, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.NoContent, (await alice.Ask(HttpMethod.Post, "/api/notifications/read")).StatusCode);
        await tus.Sent(file, "radio 3.pdf", Samples.Pdf);
        Assert.Equal(2, (await Told(file)).Count);
        // What staff file, they know of.
        await alice.Upload(file, "lettre.txt", new ByteArrayContent(Samples.Text));
        Assert.Equal(2, (await Told(file)).Count);
    }

    private Task<List<Notification>> Told(Guid patient) =>
        app.InClinic(app.Cast.North, db => db.Notifications.AsNoTracking().Where(n => n.Kind == NotificationKind.DocumentSent && n.PatientId == patient).ToListAsync(Cancel));

    [Fact]
    public async Task A_patient_deletes_shares_and_describes_nothing()
    {
        var bob = await app.Browser(app.Cast.Bob);
        var id = (await new TusClient(bob).Sent(Bob, "à moi.pdf", Samples.Pdf)).GetProperty("document").GetProperty("id").GetGuid();
        foreach (var (method, path) in ((HttpMethod, string)[])[(HttpMethod.Delete, $"/api/documents/{id}"), (HttpMethod.Put, $"/api/documents/{id}/sharing"), (HttpMethod.Delete, $"/api/documents/{id}/sharing")])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await bob.Ask(method, path)).StatusCode);
        }

        var page = await bob.Page($"/documents/{id}/view");
        Assert.Null(page.QuerySelector("#title, #whom, form[action*='/deletion'], form[action*='/sharing']"));
        Assert.Null((await Row(id)).DeletedAt);
    }

    [Fact]
    public async Task A_request_is_answered_by_its_patient_and_who_asked_is_told_once_until_they_have_read_it()
    {
        var (alice, bob) = (await app.Browser(app.Cast.Alice), await app.Browser(app.Cast.Bob));
        var request = await app.Ask(alice, "Compte rendu du cardiologue", "Report");
        var tus = new TusClient(bob);
        var first = await tus.Sent(Bob, "page 1.pdf", Samples.Pdf, ("request", $"{request.Id}"), ("kind", "other"));
        Assert.Equal($"{request.Id}", first.GetProperty("request").GetString());
        Assert.Equal("report", first.GetProperty("document").GetProperty("kind").GetString());
        Assert.Equal("filed", (await tus.Sent(Bob, "page 2.txt", Samples.Text, ("request", $"{request.Id}"))).GetProperty("state").GetString());
        Assert.Equal(app.Now, (await app.Row(request.Id)).AnsweredAt);
        Assert.Equal(2, await app.InClinic(app.Cast.North, db => db.Documents.CountAsync(d => d.RequestId == request.Id, Cancel)));
        Assert.Equal([app.Cast.Bob.Account.Value, app.Cast.Bob.Account.Value], (await app.InClinic(app.Cast.North, db =>
            db.AuditEvents.Where(e => e.Action == AuditAction.DocumentRequestAnswered && e.EntityId == request.Id.Value).Select(e => e.AgentId).ToListAsync(Cancel))).OfType<Guid>());
        var told = await app.InClinic(app.Cast.North, db => db.Notifications.Where(n => n.Kind == NotificationKind.DocumentRequestAnswered && n.AccountId == app.Cast.Alice.Account).ToListAsync(Cancel));
        Assert.Equal(Bob, Assert.Single(told).PatientId);
        var bell = (await alice.Page("/notifications")).QuerySelector($"a[href='/patients/{Bob}/documents']")!.Closest("li")!;
        Assert.Contains("Bob Durand a envoyé un document que vous aviez demandé.", bell.TextContent, StringComparison.Ordinal);

        var asked = (await alice.Page($"/patients/{Bob}/documents")).QuerySelectorAll("[aria-labelledby=requests-title] li").Single(l => l.TextContent.Contains("cardiologue", StringComparison.Ordinal));
        Assert.Contains("Reçu le", asked.TextContent, StringComparison.Ordinal);
        Assert.Equal(["page 2.txt", "page 1.pdf"], asked.QuerySelectorAll("a").Select(a => a.TextContent).Order(StringComparer.Ordinal).Reverse());
        var own = (await bob.Page("/documents")).QuerySelector($"[data-documents='request-{request.Id}']")!;
        Assert.Contains("Envoyé", own.TextContent, StringComparison.Ordinal);
        Assert.Equal(2, own.QuerySelectorAll("a").Length);

        await app.Withdraw(alice, request); // too late: it stays answered
        Assert.Null((await app.Row(request.Id)).WithdrawnAt);
    }

    [Fact]
    public async Task Nothing_is_sent_into_a_record_or_a_request_of_somebody_else_nor_into_one_that_is_unknown_or_withdrawn()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var request = await app.Ask(alice, "Groupe sanguin");
        var (bob, paul) = (new TusClient(await app.Browser(app.Cast.Bob)), await app.InClinic(app.Cast.North, db => Cast.Patient(db, "Paul", app.Now)));
        var other = new TusClient(await app.Browser(paul));
        foreach (var stray in (HttpResponseMessage[])
        [
            await bob.Create(app.Cast.Eva.Value, "a.txt", 10), await bob.Create(paul.Patient!.Value.Value, "a.txt", 10), await bob.Create(Guid.CreateVersion7(), "a.txt", 10),
            await other.Create(Bob, "a.txt", 10, null, ("request", $"{request.Id}")), await other.Create(paul.Patient!.Value.Value, "a.txt", 10, null, ("request", $"{request.Id}")),
            await bob.Create(Bob, "a.txt", 10, null, ("request", $"{Guid.CreateVersion7()}")), await bob.Create(Bob, "a.txt", 10, null, ("request", "le premier")),
            await new TusClient(alice).Create(Bob, "a.txt", 10, null, ("request", $"{request.Id}")),
        ])
        {
            Assert.Equal(HttpStatusCode.NotFound, stray.StatusCode);
        }

        await app.Withdraw(alice, request);
        var late = await bob.Create(Bob, "a.txt", 10, null, ("request", $"{request.Id}"));
        Assert.Equal((HttpStatusCode.Gone, "request-over"), (late.StatusCode, (await late.Json()).GetProperty("code").GetString()));
        Assert.Equal(0, await app.InClinic(app.Cast.North, db => db.Uploads.CountAsync(u => u.RequestId == request.Id, Cancel)));
    }

    [Fact]
    public async Task A_request_that_is_withdrawn_while_the_file_is_on_its_way_takes_it_no_more_and_its_sender_is_told()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var request = await app.Ask(alice, "Mammographie", "Radiology");
        var bob = new TusClient(await app.Browser(app.Cast.Bob));
        var path = await bob.Begin(app.Cast.Bob, "radio.txt", TusClient.Long.Length, ("request", $"{request.Id}"));
        await bob.Patch(path, 0, TusClient.Long[..1000]);
        await app.Withdraw(alice, request);
        await bob.Patch(path, 1000, TusClient.Long[1000..]);
        var receipt = await bob.Receipt(path);
        Assert.Equal("refused", receipt.GetProperty("state").GetString());
        Assert.StartsWith("Cette demande a été retirée", receipt.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal((null, 0), ((await app.Row(request.Id)).AnsweredAt, await app.InClinic(app.Cast.North, db => db.Documents.CountAsync(d => d.FileName == "radio.txt", Cancel))));
        var upload = new UploadId(Guid.Parse(path[^36..]));
        Assert.Equal(0, await app.InClinic(app.Cast.North, db => db.UploadParts.CountAsync(p => p.UploadId == upload, Cancel)));
    }

    [Fact]
    public async Task A_file_that_would_do_harm_is_refused_with_its_reason_and_answers_nothing()
    {
        var request = await app.Ask(await app.Browser(app.Cast.Alice), "Attestation de mutuelle", "Other");
        var bob = new TusClient(await app.Browser(app.Cast.Bob));
        var receipt = await bob.Sent(Bob, "attestation.pdf", Hostile.Pdf("1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj"), ("request", $"{request.Id}"));
        Assert.Equal("refused", receipt.GetProperty("state").GetString());
        Assert.True(receipt.GetProperty("reason").GetString()!.Length > 20);
        Assert.True((await app.Row(request.Id)).IsOpen);
    }

    [Fact]
    public async Task What_was_sent_into_the_wrong_record_is_moved_and_its_sender_and_the_request_know_it_no_more()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var request = await app.Ask(alice, "Résultats de ma femme", "Other");
        var browser = await app.Browser(app.Cast.Bob);
        var id = (await new TusClient(browser).Sent(Bob, "femme.pdf", Samples.Pdf, ("request", $"{request.Id}"))).GetProperty("document").GetProperty("id").GetGuid();
        var wife = await app.InClinic(app.Cast.North, db => Cast.Patient(db, "Claire", app.Now));
        await Care(wife.Patient!.Value);
        Assert.True(await app.InScope(async services =>
        {
            services.GetRequiredService<Db>().Enter(app.Cast.North);
            return await services.GetRequiredService<Moving>().Move(app.Cast.Alice.Actor, new DocumentId(id), wife.Patient!.Value);
        }));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Ask(HttpMethod.Get, $"/documents/{id}")).StatusCode);
        Assert.Equal((null, null), ((await Row(id)).RequestId, (await Row(id)).SharedAt));
        Assert.Equal(HttpStatusCode.NoContent, (await alice.Ask(HttpMethod.Put, $"/api/documents/{id}/sharing")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await (await app.Browser(wife)).Ask(HttpMethod.Get, $"/documents/{id}")).StatusCode);
    }

    [Fact]
    public async Task What_was_asked_of_a_file_that_is_read_within_ones_own_is_answered_from_ones_account()
    {
        var other = PatientId.New();
        var request = DocumentRequestId.New();
        await app.InClinic(app.Cast.North, async db =>
        {
            db.Add(new Patient
            {
                TenantId = db.Tenant, Id = other, GivenName = "Robert", FamilyName = "Durand", FoldedGivenName = "ROBERT", FoldedFamilyName = "DURAND", BirthDate = new LocalDate(1972, 4, 4),
                Sex = Sex.Unknown, Language = "fr", CreatedAt = app.Now, MergedInto = app.Cast.Bob.Patient,
            });
            db.Add(new DocumentRequest { TenantId = db.Tenant, Id = request, PatientId = other, Kind = DocumentKind.Image, Wording = "Cliché dentaire", WantedBy = null, AskedBy = app.Cast.Alice.Account, AskedAt = app.Now });
            return await db.SaveChangesAsync(Cancel);
        });
        var bob = await app.Browser(app.Cast.Bob);
        Assert.Contains("Cliché dentaire", (await bob.Page("/documents")).Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal("filed", (await new TusClient(bob).Sent(Bob, "dent.txt", Samples.Text, ("request", $"{request}"))).GetProperty("state").GetString());
        Assert.NotNull((await app.Row(request)).AnsweredAt);
    }

    [Fact]
    public async Task An_upload_that_was_begun_for_a_request_is_found_again_with_it()
    {
        var request = await app.Ask(await app.Browser(app.Cast.Alice), "Échographie", "Image");
        var browser = await app.Browser(app.Cast.Bob);
        var bob = new TusClient(browser);
        var path = await bob.Begin(app.Cast.Bob, "echo.txt", 1000, ("request", $"{request.Id}"));
        await bob.Patch(path, 0, TusClient.Long[..500]);
        var begun = (await (await browser.Ask(HttpMethod.Get, $"/api/patients/{Bob}/uploads")).Json()).EnumerateArray().Single(u => u.GetProperty("name").GetString() == "echo.txt");
        Assert.Equal(($"{request.Id}", 500), (begun.GetProperty("request").GetString(), begun.GetProperty("arrived").GetInt32()));
    }

    private Task<Document> Row(Guid id) => app.InClinic(app.Cast.North, db => db.Documents.AsNoTracking().SingleAsync(d => d.Id == new DocumentId(id), Cancel));

    private Task<int> Care(PatientId patient) => app.InClinic(app.Cast.North, db =>
    {
        db.CareRelations.Add(new CareRelation { TenantId = db.Tenant, Id = CareRelationId.New(), PatientId = patient, PractitionerId = app.Cast.Alice.Practitioner!.Value, Since = app.Now });
        return db.SaveChangesAsync(Cancel);
    });
}
