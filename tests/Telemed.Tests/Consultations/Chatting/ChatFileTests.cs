using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Telemed.Audit;
using Telemed.Consultations.Chatting;
using Telemed.Documents;
using Telemed.Documents.Blobs;
using Telemed.Notifications;
using Telemed.People;
using Telemed.Platform;
using Telemed.Tests.Documents;
using Telemed.Tests.Records;

namespace Telemed.Tests.Consultations.Chatting;

/// <summary>A file sent in the chat: who may, what becomes of it, and that a link opens no document.</summary>
public sealed class ChatFileTests(UploadTests.App app) : IClassFixture<UploadTests.App>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_patient_by_link_sends_a_file_which_the_practitioner_hears_of_opens_and_finds_in_the_record()
    {
        var visit = await VisitScene.Book(app);
        await app.Cares(visit.Doctor);
        await using var bob = await visit.Guest(visit.Bob);
        await bob.Join();
        await using var alice = await visit.SignedIn(visit.Doctor, visit.Alice);
        await alice.Join();
        var sent = await Send(Link(bob), visit.Bob, "Épaule.png", Samples.Png);
        Assert.Equal(HttpStatusCode.OK, sent.StatusCode);
        var heard = await alice.Hears<ChatLine>("Said");
        Assert.Equal(("Épaule.png", "image/png", Samples.Png.LongLength, visit.Bob), (heard.Text, heard.File!.ContentType, heard.File.Length, heard.From));
        Assert.Equal(heard.File, Assert.Single((await alice.Join()).Chat).File);

        var doctor = await app.Browser(visit.Doctor);
        Assert.Equal(Samples.Png, await (await doctor.Ask(HttpMethod.Get, $"/documents/{heard.File.DocumentId}")).Content.ReadAsByteArrayAsync(Cancel));
        var listed = await (await doctor.Ask(HttpMethod.Get, $"/api/patients/{app.Cast.Bob.Patient}/documents?encounter={visit.Encounter}")).Json();
        var line = Assert.Single(listed.EnumerateArray());
        Assert.Equal(("Bob Durand", "chatByPatient", false), (line.GetProperty("by").GetString(), line.GetProperty("source").GetString(), line.GetProperty("shared").GetBoolean()));
        doctor.DefaultRequestHeaders.AcceptLanguage.ParseAdd("fr");
        Assert.Contains("Bob Durand (patient), dans la messagerie de la consultation", (await (await doctor.Visit($"/patients/{app.Cast.Bob.Patient}")).Html()).Body!.TextContent, StringComparison.Ordinal);

        var row = await Document(heard.File.DocumentId);
        Assert.Equal(((AccountId?)null, DocumentSource.ChatByPatient, (EncounterId?)visit.Encounter, (NodaTime.Instant?)null), (row.AddedBy, row.Source, row.EncounterId, row.SharedAt));
        var added = Assert.Single(await Trail(heard.File.DocumentId), e => e.Action is AuditAction.DocumentAdded);
        Assert.Equal((AgentKind.Guest, (Guid?)visit.Bob.Value), (added.Agent, added.AgentId));
    }

    [Fact]
    public async Task A_file_that_goes_to_another_record_leaves_its_line_in_the_chat_and_neither_its_name_nor_a_way_to_it()
    {
        var visit = await VisitScene.Book(app);
        await app.Cares(visit.Doctor);
        await using var bob = await visit.Guest(visit.Bob);
        await bob.Join();
        var file = (await Line(await Send(Link(bob), visit.Bob, "Lettre pour Eva.txt", Samples.Text))).File!;
        await app.InClinic(app.Cast.North, db =>
        {
            db.CareRelations.Add(new CareRelation { TenantId = db.Tenant, Id = CareRelationId.New(), PatientId = app.Cast.Eva, PractitionerId = visit.Doctor.Practitioner!.Value, Since = app.Now });
            return db.SaveChangesAsync(Cancel);
        });
        Assert.True(await app.InScope(services =>
        {
            services.GetRequiredService<Db>().Enter(app.Cast.North);
            return services.GetRequiredService<Moving>().Move(visit.Doctor.Actor, file.DocumentId, app.Cast.Eva);
        }));
        var line = Assert.Single((await bob.Join()).Chat);
        Assert.Equal(("—", null), (line.Text, line.File));
    }

    [Fact]
    public async Task A_file_that_was_sent_in_error_has_no_name_in_the_chat_until_it_is_no_error()
    {
        var visit = await VisitScene.Book(app);
        await app.Cares(visit.Doctor);
        await using var bob = await visit.Guest(visit.Bob);
        await bob.Join();
        var file = (await Line(await Send(Link(bob), visit.Bob, "De quelqu’un d’autre.txt", Samples.Text))).File!;
        Assert.IsType<EnteredInError.Done>(await Erring(e => e.Enter(visit.Doctor.Actor, file.DocumentId, "Pas le sien")));
        var line = Assert.Single((await bob.Join()).Chat);
        Assert.Equal(("—", null), (line.Text, line.File));
        Assert.True(await Erring(e => e.TakeBack(visit.Doctor.Actor, file.DocumentId)));
        Assert.Equal("De quelqu’un d’autre.txt", Assert.Single((await bob.Join()).Chat).Text);
    }

    private Task<T> Erring<T>(Func<EnteringInError, Task<T>> what) => app.InScope(services =>
    {
        services.GetRequiredService<Db>().Enter(app.Cast.North);
        return what(services.GetRequiredService<EnteringInError>());
    });

    [Fact]
    public async Task What_the_practitioner_sends_is_shared_with_the_patient_who_is_told()
    {
        var visit = await VisitScene.Book(app);
        await app.Cares(visit.Doctor);
        await using var bob = await visit.Guest(visit.Bob);
        await bob.Join();
        var sent = await Send(await app.Browser(visit.Doctor), visit.Alice, "Conseils.pdf", Samples.Pdf);
        var file = (await Line(sent)).File!;
        Assert.Equal(file, (await bob.Hears<ChatLine>("Said")).File);
        var row = await Document(file.DocumentId);
        Assert.Equal((visit.Doctor.Account, DocumentSource.ChatByPractitioner, visit.Doctor.Account), (row.AddedBy, row.Source, row.SharedBy));
        Assert.Equal(Samples.Pdf, await (await (await app.Browser(app.Cast.Bob)).Ask(HttpMethod.Get, $"/documents/{file.DocumentId}")).Content.ReadAsByteArrayAsync(Cancel));
        var trail = (await Trail(file.DocumentId)).ConvertAll(e => e.Action);
        Assert.Contains(AuditAction.DocumentAdded, trail);
        Assert.Contains(AuditAction.DocumentShared, trail);
        Assert.True(await app.InClinic(app.Cast.North, db => db.Deliveries.AnyAsync(d => d.SubjectId == file.DocumentId.Value && d.Kind == NotificationKind.DocumentShared, Cancel)));
        Assert.Equal(HttpStatusCode.Unauthorized, (await Link(bob).Ask(HttpMethod.Get, $"/documents/{file.DocumentId}")).StatusCode);
    }

    [Fact]
    public async Task A_link_opens_no_document_not_even_the_own_and_lists_none()
    {
        var visit = await VisitScene.Book(app);
        await using var bob = await visit.Guest(visit.Bob);
        await bob.Join();
        var browser = Link(bob);
        var file = (await Line(await Send(browser, visit.Bob, "mien.pdf", Samples.Pdf))).File!;
        foreach (var path in (string[])[$"/documents/{file.DocumentId}", $"/api/patients/{app.Cast.Bob.Patient}/documents", $"/visit/{visit.Bob}/files"])
        {
            var answer = await browser.Ask(HttpMethod.Get, path);
            Assert.True(answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed, $"{path}: {answer.StatusCode}");
        }

        // With the account neither: the team has not shared it.
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.Browser(app.Cast.Bob)).Ask(HttpMethod.Get, $"/documents/{file.DocumentId}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.Browser(app.Cast.Charlie)).Ask(HttpMethod.Get, $"/documents/{file.DocumentId}")).StatusCode);
    }

    [Fact]
    public async Task Nobody_sends_who_is_not_this_participant_and_a_practitioner_only_with_the_account()
    {
        var (visit, other) = (await VisitScene.Book(app), await VisitScene.Book(app));
        await using var bob = await visit.Guest(visit.Bob);
        await using var strange = await other.Guest(other.Bob);
        await using var byLink = await visit.Guest(visit.Alice);
        var before = await app.Everything(app.Cast.North, "audit_events", "magic_links");
        foreach (var (who, browser, place) in (IEnumerable<(string, HttpClient, ParticipantId)>)
        [
            ("nobody", app.Anonymous(), visit.Bob), ("another room's cookie", Link(strange), visit.Bob), ("the patient in the practitioner's place", Link(bob), visit.Alice),
            ("Charlie", await app.Browser(app.Cast.Charlie), visit.Alice), ("Dan", await app.Browser(app.Cast.Dan), visit.Alice), ("Nora", await app.Browser(app.Cast.Nora), visit.Bob),
            ("a practitioner by link", Link(byLink), visit.Alice), ("into no room", Link(bob), ParticipantId.New()),
        ])
        {
            var answer = await Send(browser, place, "fremd.pdf", Samples.Pdf);
            Assert.True(answer.StatusCode is HttpStatusCode.NotFound, $"{who}: {answer.StatusCode}");
        }

        Assert.Equal(before, await app.Everything(app.Cast.North, "audit_events", "magic_links"));
    }

    [Fact]
    public async Task An_ended_visit_takes_no_more()
    {
        var visit = await VisitScene.Book(app);
        await app.Cares(visit.Doctor);
        await using var bob = await visit.Guest(visit.Bob);
        await bob.Join();
        await using var alice = await visit.SignedIn(visit.Doctor, visit.Alice);
        await alice.Join();
        await alice.Call("End", "byPractitioner");
        foreach (var (browser, place) in (IEnumerable<(HttpClient, ParticipantId)>)[(Link(bob), visit.Bob), (await app.Browser(visit.Doctor), visit.Alice)])
        {
            var answer = await Send(browser, place, "trop-tard.pdf", Samples.Pdf);
            Assert.Equal((HttpStatusCode.Conflict, "visit-over"), (answer.StatusCode, (await answer.Json()).GetProperty("code").GetString()));
        }

        Assert.Empty(await Named("trop-tard.pdf"));
    }

    [Theory]
    [InlineData("fr", "Le contenu du fichier ne correspond pas à son extension"), InlineData("en", "does not match")]
    public async Task A_script_named_pdf_is_refused_in_the_readers_language_and_leaves_no_line(string language, string sentence)
    {
        var visit = await VisitScene.Book(app);
        await using var bob = await visit.Guest(visit.Bob);
        var browser = Link(bob);
        browser.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        var answer = await Send(browser, visit.Bob, "script.pdf", Samples.Script);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        Assert.Contains(sentence, (await answer.Json()).GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Empty((await bob.Join()).Chat);
    }

    [Fact]
    public async Task The_same_file_under_the_same_id_is_one_document_and_one_line_one_after_the_other_and_at_once()
    {
        var visit = await VisitScene.Book(app);
        await using var bob = await visit.Guest(visit.Bob);
        await bob.Join();
        var (name, first) = ($"{Guid.CreateVersion7():N}.pdf", Guid.CreateVersion7());
        var one = await Line(await Send(Link(bob), visit.Bob, name, Samples.Pdf, first));
        Assert.Equal(one, await Line(await Send(Link(bob), visit.Bob, name, Samples.Pdf, first)));
        Assert.Single(await Named(name));

        var second = Guid.CreateVersion7();
        var many = await Task.WhenAll(Enumerable.Range(0, 3).Select(async _ => await Line(await Send(Link(bob), visit.Bob, name, Samples.Pdf, second))));
        Assert.Single(many.Select(l => l.Id).Distinct());
        Assert.Equal(2, (await Named(name)).Count);
        Assert.Equal(2, (await bob.Join()).Chat.Count);
    }

    [Fact]
    public async Task A_failure_between_the_bytes_and_the_rows_leaves_neither_document_nor_line()
    {
        var visit = await VisitScene.Book(app);
        await using var bob = await visit.Guest(visit.Bob);
        await bob.Join();
        app.Durability = new Durable(Durable.Disk.File, _ => throw new IOException("disk"));
        var answer = await Send(Link(bob), visit.Bob, "perdu.pdf", Samples.Pdf);
        app.Durability = Durable.Disk;
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Empty(await Named("perdu.pdf"));
        Assert.Empty((await bob.Join()).Chat);
    }

    [Fact]
    public async Task Too_many_files_at_once_wait_a_minute()
    {
        var visit = await VisitScene.Book(app);
        await using var bob = await visit.Guest(visit.Bob);
        var buckets = app.Services.GetRequiredService<Buckets>();
        while (buckets.Take(RateLimits.ChatFile, visit.Bob.ToString()))
        {
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await Send(Link(bob), visit.Bob, "un-de-plus.pdf", Samples.Pdf)).StatusCode);
        app.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.OK, (await Send(Link(bob), visit.Bob, "un-de-plus.pdf", Samples.Pdf)).StatusCode);
    }

    /// <summary>The browser of this page, which has its visit cookie and no session.</summary>
    private HttpClient Link(RoomPage page)
    {
        var cookies = new CookieContainer();
        cookies.SetCookies(new Uri(TelemedApp.Address), page.Cookies!.Replace("; ", ", ", StringComparison.Ordinal));
        return app.Browser(cookies);
    }

    private static Task<HttpResponseMessage> Send(HttpClient browser, ParticipantId place, string name, byte[] bytes, Guid? id = null)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return browser.Ask(HttpMethod.Put, $"/visit/{place}/files?id={id ?? Guid.CreateVersion7()}&name={Uri.EscapeDataString(name)}", content);
    }

    private static async Task<ChatLine> Line(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<ChatLine>(Wire.Options, Cancel))!;
    }

    private Task<Document> Document(DocumentId id) => app.InClinic(app.Cast.North, db => db.Documents.SingleAsync(d => d.Id == id, Cancel));

    private Task<List<Document>> Named(string name) => app.InClinic(app.Cast.North, db => db.Documents.Where(d => d.FileName == name).ToListAsync(Cancel));

    private Task<List<AuditEvent>> Trail(DocumentId id) => app.InClinic(app.Cast.North, db => db.AuditEvents.AsNoTracking().Where(a => a.EntityId == id.Value).ToListAsync(Cancel));
}
