using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Telemed.Audit;
using Telemed.Documents;
using Telemed.Notifications;
using Telemed.Notifications.Email;
using Telemed.Platform;

namespace Telemed.Tests.Documents;

public sealed class DocumentRightsTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_patient_sees_a_document_only_while_it_is_shared()
    {
        var (alice, bob) = (await app.Browser(app.Cast.Alice), await app.Browser(app.Cast.Bob));
        var id = await (await alice.Upload(app.Cast.Bob, "compte rendu.pdf", Samples.Pdf)).Id();
        Assert.Equal(HttpStatusCode.NotFound, (await bob.Ask(HttpMethod.Get, $"/documents/{id}")).StatusCode);
        Assert.DoesNotContain(id, await bob.Listed(app.Cast.Bob));

        Assert.Equal(HttpStatusCode.NoContent, (await alice.Ask(HttpMethod.Put, $"/api/documents/{id}/sharing")).StatusCode);
        var file = await bob.Ask(HttpMethod.Get, $"/documents/{id}");
        Assert.Equal(Samples.Pdf, await file.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Contains(id, await bob.Listed(app.Cast.Bob));
        var page = await (await bob.Ask(HttpMethod.Get, "/documents")).Content.ReadAsStringAsync(Cancel);
        Assert.Contains("compte rendu.pdf", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/sharing", page, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.NoContent, (await alice.Ask(HttpMethod.Delete, $"/api/documents/{id}/sharing")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await bob.Ask(HttpMethod.Get, $"/documents/{id}")).StatusCode);
        Assert.Equal([AuditAction.DocumentAdded, AuditAction.AccessRefused, AuditAction.DocumentShared, AuditAction.DocumentRead, AuditAction.DocumentUnshared,
            AuditAction.AccessRefused], await Trail(id));
    }

    [Fact]
    public async Task Sharing_tells_the_patient_once_by_bell_and_mail_however_often_it_is_asked()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var id = await (await alice.Upload(app.Cast.Bob, "ordonnance secrète.pdf", Samples.Pdf)).Id();
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => alice.Ask(HttpMethod.Put, $"/api/documents/{id}/sharing")));
        var told = await app.InClinic(app.Cast.North, db => db.Notifications.Where(n => n.DocumentId == id).ToListAsync(Cancel));
        Assert.Equal(app.Cast.Bob.Account, Assert.Single(told).AccountId);
        await app.Services.GetRequiredService<Outbox>().Drain(Cancel);
        var delivery = await app.InClinic(app.Cast.North, db => db.Deliveries.SingleAsync(d => d.SubjectId == id, Cancel));
        Assert.NotNull(delivery.SentAt);
        var mail = await app.Services.GetRequiredService<DevMailbox>().Expect("bob@telemed.test", Cancel, m => m.MessageId.StartsWith($"{delivery.Id.Value:N}", StringComparison.Ordinal));
        Assert.Equal("Clinique du Nord a partagé un document avec vous", mail.Letter.Subject);
        Assert.Equal($"{TelemedApp.Address}/documents", mail.Link);
        Assert.DoesNotContain("ordonnance", mail.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task What_is_hidden_again_before_the_mail_leaves_is_not_told()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var id = await (await alice.Upload(app.Cast.Bob, "hidden.pdf", Samples.Pdf)).Id();
        var late = await app.InClinic(app.Cast.North, db => db.InTransaction(() =>
        {
            db.Mail(app.Cast.Bob.Patient!.Value, NotificationKind.DocumentShared, id, app.Now);
            return Task.FromResult(db.ChangeTracker.Entries<Delivery>().Single().Entity.Id);
        }));
        await app.Services.GetRequiredService<Outbox>().Drain(Cancel);
        Assert.Equal("subject-gone", (await app.InClinic(app.Cast.North, db => db.Deliveries.SingleAsync(d => d.Id == late, Cancel))).GivenUp);
    }

    [Fact]
    public async Task A_deleted_document_is_gone_for_everybody_and_its_row_says_who_and_when()
    {
        var (alice, bob) = (await app.Browser(app.Cast.Alice), await app.Browser(app.Cast.Bob));
        var id = await (await alice.Upload(app.Cast.Bob, "gone.pdf", Samples.Pdf)).Id();
        await alice.Ask(HttpMethod.Put, $"/api/documents/{id}/sharing");
        Assert.Equal(HttpStatusCode.NoContent, (await alice.Ask(HttpMethod.Delete, $"/api/documents/{id}")).StatusCode);
        foreach (var browser in (HttpClient[])[alice, bob])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await browser.Ask(HttpMethod.Get, $"/documents/{id}")).StatusCode);
            Assert.DoesNotContain(id, await browser.Listed(app.Cast.Bob));
        }

        Assert.Equal(HttpStatusCode.NotFound, (await alice.Ask(HttpMethod.Delete, $"/api/documents/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await alice.Ask(HttpMethod.Put, $"/api/documents/{id}/sharing")).StatusCode);
        var row = await app.InClinic(app.Cast.North, db => db.Documents.SingleAsync(d => d.Id == new DocumentId(id), Cancel));
        Assert.Equal((app.Cast.Alice.Account, app.Now), (row.DeletedBy!.Value, row.DeletedAt!.Value));
        Assert.Contains(AuditAction.DocumentDeleted, await Trail(id));
    }

    [Fact]
    public async Task An_assistant_adds_for_any_patient_and_sees_only_what_she_added()
    {
        var (alice, nora) = (await app.Browser(app.Cast.Alice), await app.Browser(app.Cast.Nora));
        var hers = await (await nora.Upload(app.Cast.Bob, "courrier.pdf", Samples.Pdf)).Id();
        var other = await (await alice.Upload(app.Cast.Bob, "note.pdf", Samples.Pdf)).Id();
        var seen = await nora.Listed(app.Cast.Bob);
        Assert.Contains(hers, seen);
        Assert.DoesNotContain(other, seen);
        Assert.Contains(hers, await alice.Listed(app.Cast.Bob));
        Assert.Equal(HttpStatusCode.OK, (await nora.Ask(HttpMethod.Get, $"/documents/{hers}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await nora.Ask(HttpMethod.Get, $"/documents/{other}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await nora.Ask(HttpMethod.Put, $"/api/documents/{hers}/sharing")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await nora.Ask(HttpMethod.Delete, $"/api/documents/{other}")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await nora.Ask(HttpMethod.Delete, $"/api/documents/{hers}")).StatusCode);
    }

    [Fact]
    public async Task Administrators_patients_and_practitioners_without_a_care_relation_add_and_see_nothing()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var id = await (await alice.Upload(app.Cast.Bob, "mine.pdf", Samples.Pdf)).Id();
        foreach (var person in (Person[])[app.Cast.Ada, app.Cast.Dan])
        {
            var browser = await app.Browser(person);
            await SeesNothing(browser, id, HttpStatusCode.NotFound);
        }

        var bob = await app.Browser(app.Cast.Bob);
        Assert.Equal(HttpStatusCode.NotFound, (await bob.Upload(app.Cast.Bob, "own.pdf", Samples.Pdf)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await bob.Ask(HttpMethod.Get, $"/api/patients/{app.Cast.Eva}/documents")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await alice.Ask(HttpMethod.Get, $"/api/patients/{app.Cast.Eva}/documents")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await alice.Upload(app.Cast.Eva.Value, "eva.pdf", new ByteArrayContent(Samples.Pdf))).StatusCode);
    }

    [Fact]
    public async Task Uploads_are_limited_by_account()
    {
        var nora = await app.Browser(app.Cast.Nora);
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i <= RateLimits.Upload.Burst; i++)
        {
            statuses.Add((await nora.Upload(app.Cast.Bob, "x.exe", Samples.Pdf)).StatusCode);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, statuses[^1]);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await (await app.Browser(app.Cast.Alice)).Upload(app.Cast.Bob, "x.exe", Samples.Pdf)).StatusCode);
        app.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await nora.Upload(app.Cast.Bob, "x.exe", Samples.Pdf)).StatusCode);
    }

    [Fact]
    public async Task Charlie_sees_nothing()
    {
        var id = await (await (await app.Browser(app.Cast.Alice)).Upload(app.Cast.Bob, "north.pdf", Samples.Pdf)).Id();
        await SeesNothing(await app.Browser(app.Cast.Charlie), id, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Anonymous_sees_nothing()
    {
        var id = await (await (await app.Browser(app.Cast.Alice)).Upload(app.Cast.Bob, "north.pdf", Samples.Pdf)).Id();
        await SeesNothing(app.Anonymous(), id, HttpStatusCode.Unauthorized);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Anonymous().Ask(HttpMethod.Get, "/documents")).StatusCode);
    }

    private async Task SeesNothing(HttpClient browser, Guid id, HttpStatusCode answer)
    {
        Assert.Equal(answer, (await browser.Ask(HttpMethod.Get, $"/documents/{id}")).StatusCode);
        Assert.Equal(answer, (await browser.Ask(HttpMethod.Get, $"/api/patients/{app.Cast.Bob.Patient}/documents")).StatusCode);
        Assert.Equal(answer, (await browser.Upload(app.Cast.Bob, "intruder.pdf", Samples.Pdf)).StatusCode);
        Assert.Equal(answer, (await browser.Ask(HttpMethod.Delete, $"/api/documents/{id}")).StatusCode);
        Assert.Equal(answer, (await browser.Ask(HttpMethod.Put, $"/api/documents/{id}/sharing")).StatusCode);
        Assert.Equal(answer, (await browser.Ask(HttpMethod.Delete, $"/api/documents/{id}/sharing")).StatusCode);
        var row = await app.InClinic(app.Cast.North, db => db.Documents.SingleAsync(d => d.Id == new DocumentId(id), Cancel));
        Assert.Null(row.SharedAt ?? row.DeletedAt);
        Assert.False(await app.InClinic(app.Cast.North, db => db.Documents.AnyAsync(d => d.FileName == "intruder.pdf", Cancel)));
    }

    private Task<List<AuditAction>> Trail(Guid id) => app.InClinic(app.Cast.North, db =>
        db.AuditEvents.Where(a => a.EntityId == id).OrderBy(a => a.Id).Select(a => a.Action).ToListAsync(Cancel));
}
