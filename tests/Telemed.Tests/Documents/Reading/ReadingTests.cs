using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Telemed.Documents;
using Telemed.Documents.Blobs;
using Telemed.Documents.Reading;
using Telemed.People;
using Telemed.Platform;
using Telemed.Records.Searching;
using Telemed.Tests.People;

namespace Telemed.Tests.Documents.Reading;

/// <summary>Documents are found by the words that stand in them, and only by who may read them; the words lie nowhere in clear.</summary>
public sealed class ReadingTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_document_of_any_kind_with_text_is_found_by_a_word_in_it_and_the_word_is_shown_among_its_neighbours()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var mail = "From: labo@example.org\r\nTo: a@example.org\r\nSubject: Bilan\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<style>p { color: red }</style><p>Dosage de la <b>ferritine</b> demand&eacute;</p>\r\n";
        (string Name, byte[] Bytes, string Word, string Shown)[] files =
        [
            ("bilan.pdf", Scans.Pdf("Page de garde", "Une prostatite subfebrile est probable"), "subfebrile", "Une prostatite subfebrile est"),
            ("courrier.docx", Scans.Docx("Une périarthrite de l’épaule"), "periarthrite", "Une périarthrite de"),
            ("mail.eml", Encoding.UTF8.GetBytes(mail), "ferritine", "Dosage de la ferritine demandé"),
            ("texte.txt", Encoding.UTF8.GetBytes("Antécédent : une coqueluche."), "coqueluches", "une coqueluche"),
        ];
        foreach (var file in files)
        {
            var id = await Add(alice, file.Name, file.Bytes);
            Assert.DoesNotContain(await Found(file.Word), h => h.Subject == id.Value);
            await Read();
            var hit = Assert.Single(await Found(file.Word), h => h.Subject == id.Value);
            Assert.Contains(file.Shown, string.Join(' ', string.Concat(hit.Snippet.Select(p => p.Text)).Split(' ', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
            Assert.Contains(hit.Snippet, p => p.IsHit);
        }
    }

    [Fact]
    public async Task What_was_scanned_or_photographed_is_read_from_its_picture()
    {
        var alice = await app.Browser(app.Cast.Alice);
        (string Name, byte[] Bytes, string Word)[] scans =
        [
            ("scan.pdf", await Scans.ScannedPdf("Ordonnance de levothyroxine"), "levothyroxine"), ("photo.jpg", await Scans.Jpeg("Ordonnance de salbutamol"), "salbutamol"),
            ("de-cote.jpg", await Scans.SidewaysJpeg("Ordonnance de metformine"), "metformine"), ("iphone.heic", await Scans.Heic("Ordonnance de bisoprolol"), "bisoprolol"),
            ("telecopie.tif", await Scans.Tiff("Compte rendu", "Conclusion sarcoidose", "Page trois"), "sarcoidose"),
        ];
        foreach (var (name, bytes, word) in scans)
        {
            var id = await Add(alice, name, bytes);
            await Read();
            Assert.Contains(await Found(word), h => h.Subject == id.Value);
            Assert.Contains("reconnus dans l’image", (await alice.Page($"/documents/{id}/view")).Body!.TextContent, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Words_in_quotes_must_stand_in_it_in_this_order()
    {
        var id = await Add(await app.Browser(app.Cast.Alice), "ordre.txt", "Lithiase vésiculaire asymptomatique"u8.ToArray());
        await Read();
        Assert.Contains(await Found("\"lithiase vésiculaire\""), h => h.Subject == id.Value);
        Assert.DoesNotContain(await Found("\"vésiculaire lithiase\""), h => h.Subject == id.Value);
        Assert.Contains(await Found("ordre lithiase"), h => h.Subject == id.Value); // one word of its name, one of its text
        Assert.DoesNotContain(await Found("lithiase introuvable"), h => h.Subject == id.Value);
    }

    [Fact]
    public async Task Only_who_may_read_a_document_finds_it_by_its_words()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var id = await Add(alice, "reserve.txt", "Kératoconjonctivite"u8.ToArray());
        await Read();
        Assert.Contains(await Found("keratoconjonctivite"), h => h.Subject == id.Value);
        foreach (var other in (Person[])[app.Cast.Dan, app.Cast.Nora, app.Cast.Bob, app.Cast.Charlie])
        {
            Assert.Empty(await Found("keratoconjonctivite", other));
        }

        await alice.Ask(HttpMethod.Put, $"/api/documents/{id}/sharing");
        Assert.Contains(await Found("keratoconjonctivite", app.Cast.Bob), h => h.Subject == id.Value);
    }

    [Fact]
    public async Task Its_words_stay_when_it_is_named_anew_go_with_it_to_another_record_and_go_when_it_is_erased()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var id = await Add(alice, "vie.txt", "Acouphènes pulsatiles"u8.ToArray());
        await Read();
        var page = await alice.Page($"/documents/{id}/view");
        await alice.Send($"/documents/{id}/view", page, ("_handler", "describe"), ("title", "Compte rendu"), ("kind", "Report"), ("dated", ""), ("tags", ""), ("read", "0"));
        Assert.Equal("Compte rendu", string.Concat(Assert.Single(await Found("acouphenes"), h => h.Subject == id.Value).Title.Select(p => p.Text)));

        var eva = await Known();
        Assert.Equal(HttpStatusCode.Redirect, (await Press(alice, $"/documents/{id}/moving", ("patient", $"{eva}"))).StatusCode);
        Assert.Equal(eva, Assert.Single(await Found("acouphenes"), h => h.Subject == id.Value).Patient);

        await alice.Ask(HttpMethod.Delete, $"/api/documents/{id}");
        await app.DeletedFor(id, Erasing.Kept + Duration.FromMinutes(1));
        await app.Services.GetRequiredService<Sweeper>().Sweep(Cancel);
        Assert.False(await app.InClinic(app.Cast.North, async db => await db.DocumentReadings.AnyAsync(r => r.DocumentId == id, Cancel) || await db.SearchEntries.AnyAsync(e => e.Subject == id.Value, Cancel)));
    }

    [Fact]
    public async Task No_word_of_a_document_lies_in_the_database_in_clear()
    {
        var id = await Add(await app.Browser(app.Cast.Alice), "sans-mots.txt", "Porphyrie cutanée tardive, porphyrie aiguë"u8.ToArray());
        await Read();
        Assert.Contains(await Found("porphyrie"), h => h.Subject == id.Value);
        var known = await app.InClinic(app.Cast.North, async db =>
        {
            var (entry, reading) = (await db.SearchEntries.SingleAsync(e => e.Subject == id.Value, Cancel), await db.DocumentReadings.SingleAsync(r => r.DocumentId == id, Cancel));
            var words = await db.SearchWords.Select(w => w.Word).ToListAsync(Cancel);
            return $"{entry.Title} {entry.Text} {entry.Words} {entry.Terms} {entry.Contents} {Encoding.Latin1.GetString(reading.Words!)} {string.Join(' ', words)}";
        });
        Assert.Contains("sans-mots", known, StringComparison.Ordinal); // it looks where something is
        foreach (var word in (string[])["porphyrie", "porphyr", "cutan", "tardiv"])
        {
            Assert.DoesNotContain(word, known, StringComparison.OrdinalIgnoreCase);
        }

        foreach (var file in Directory.EnumerateFiles(app.DataFolder, "*", SearchOption.AllDirectories))
        {
            await using var bytes = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var text = new StreamReader(bytes, Encoding.Latin1);
            Assert.DoesNotContain("porphyr", await text.ReadToEndAsync(Cancel), StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task Words_are_found_after_the_keys_were_turned_and_the_old_one_taken_away()
    {
        var id = await Add(await app.Browser(app.Cast.Alice), "cle.txt", "Hémochromatose"u8.ToArray());
        await Read();
        var keys = app.Services.GetRequiredService<FileKeys>();
        var old = keys.Ids;
        Assert.Equal(0, await app.InScope(s => s.GetServices<Command>().Single(c => c.Name == "keys").Run(s, ["rotate"])));
        foreach (var key in old)
        {
            File.Delete(Path.Combine(keys.Folder, key + ".key"));
        }

        Assert.Contains(await Found("hemochromatose"), h => h.Subject == id.Value && h.Snippet.Any(p => p.IsHit));
    }

    [Fact]
    public async Task One_that_breaks_what_reads_it_is_tried_three_times_and_then_left_until_the_administrator_asks()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var id = await Add(alice, "casse.pdf", Samples.Pdf);
        for (var tries = 0; tries < DocumentReading.MostTries; tries++)
        {
            await Read();
            Assert.Equal((ReadingState.Waiting, tries + 1), await State(id));
            Assert.Equal(0, await Read()); // not at once again
            await app.InClinic(app.Cast.North, db => db.DocumentReadings.Where(r => r.DocumentId == id).ExecuteUpdateAsync(r => r.SetProperty(x => x.NextAt, app.Now), Cancel));
        }

        await Read();
        Assert.Equal(ReadingState.Failed, (await State(id)).State);
        Assert.Contains("a échoué", (await alice.Page($"/documents/{id}/view")).Body!.TextContent, StringComparison.Ordinal);
        var admin = await app.Browser(app.Cast.Ada);
        Assert.NotNull((await admin.Page("/clinic")).QuerySelector(".reading-health[data-tone=warning]"));
        await Press(admin, "/clinic/readings", ("again", "true"));
        Assert.Equal((ReadingState.Waiting, 0), await State(id));
    }

    [Fact]
    public async Task A_small_picture_is_shown_to_who_may_see_the_document_and_to_nobody_else()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var (pdf, photo) = (await Add(alice, "vignette.pdf", Scans.Pdf("Vignette")), await Add(alice, "vignette.jpg", await Scans.Jpeg("Vignette")));
        var (telephone, fax) = (await Add(alice, "vignette.heic", await Scans.Heic("Vignette")), await Add(alice, "vignette.tif", await Scans.Tiff("Vignette", "Page deux")));
        Assert.Equal(HttpStatusCode.NotFound, (await alice.Ask(HttpMethod.Get, $"/documents/{pdf}/thumbnail")).StatusCode);
        await Read();
        foreach (var id in (DocumentId[])[pdf, photo, telephone, fax])
        {
            var picture = await alice.Ask(HttpMethod.Get, $"/documents/{id}/thumbnail");
            Assert.Equal((HttpStatusCode.OK, "image/webp"), (picture.StatusCode, picture.Content.Headers.ContentType?.MediaType));
            var bytes = await picture.Content.ReadAsByteArrayAsync(Cancel);
            Assert.Equal("RIFF", Encoding.ASCII.GetString(bytes, 0, 4));
            Assert.InRange(bytes.Length, 100, 30_000);
            Assert.True(picture.Headers.CacheControl?.NoStore);
            foreach (var other in (Person[])[app.Cast.Dan, app.Cast.Nora, app.Cast.Bob, app.Cast.Charlie])
            {
                Assert.Equal(HttpStatusCode.NotFound, (await (await app.Browser(other)).Ask(HttpMethod.Get, $"/documents/{id}/thumbnail")).StatusCode);
            }

            Assert.NotNull((await alice.Page($"/patients/{app.Cast.Bob.Patient}/documents")).QuerySelector($"li[data-id='{id}'] img[src='/documents/{id}/thumbnail']"));
        }
    }

    [Fact]
    public async Task A_photo_of_a_telephone_is_shown_in_the_page_as_every_browser_shows_pictures_and_downloaded_as_it_is()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var id = await Add(alice, "peau.heic", await Scans.Heic("Peau"));
        Assert.NotNull((await alice.Page($"/documents/{id}/view")).QuerySelector($"picture-view img[src='/documents/{id}/picture']"));
        var picture = await alice.Ask(HttpMethod.Get, $"/documents/{id}/picture");
        Assert.Equal((HttpStatusCode.OK, "image/jpeg"), (picture.StatusCode, picture.Content.Headers.ContentType?.MediaType));
        using var shown = NetVips.Image.NewFromBuffer(await picture.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal((1240, 1755), (shown.Width, shown.Height));
        Assert.Equal("ftyp", Encoding.ASCII.GetString(await alice.GetByteArrayAsync(new Uri($"/documents/{id}", UriKind.Relative), Cancel), 4, 4));
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.Browser(app.Cast.Dan)).Ask(HttpMethod.Get, $"/documents/{id}/picture")).StatusCode);
    }

    private Task<(ReadingState State, int Tries)> State(DocumentId id) => app.InClinic(app.Cast.North, async db =>
        await db.DocumentReadings.AsNoTracking().SingleAsync(r => r.DocumentId == id, Cancel) is var reading ? (reading.State, reading.Tries) : default);

    /// <summary>Another patient, for whom Alice cares too.</summary>
    private Task<PatientId> Known() => app.InClinic(app.Cast.North, async db =>
    {
        db.CareRelations.Add(new CareRelation { TenantId = db.Tenant, Id = CareRelationId.New(), PatientId = app.Cast.Eva, PractitionerId = app.Cast.Alice.Practitioner!.Value, Since = app.Now });
        await db.SaveChangesAsync(Cancel);
        return app.Cast.Eva;
    });

    private static async Task<HttpResponseMessage> Press(HttpClient browser, string path, params (string Name, string Value)[] fields)
    {
        var page = await (await browser.Visit("/sessions")).Html();
        var token = page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var form = new FormUrlEncodedContent([new("__RequestVerificationToken", token), .. fields.Select(f => KeyValuePair.Create(f.Name, f.Value))]);
        return await browser.PostAsync(path, form, Cancel);
    }

    private Task<int> Read() => app.Services.GetRequiredService<Reader>().Round(Cancel);

    private async Task<IReadOnlyList<Hit>> Found(string words, Person? who = null) =>
        Assert.IsType<SearchOutcome.Found>(await app.InClinic((who ?? app.Cast.Alice).Clinic, db => db.Search(app.Contents, (who ?? app.Cast.Alice).Actor, new(words), app.Now))).Hits;

    private async Task<DocumentId> Add(HttpClient browser, string name, byte[] bytes) => new(await (await browser.Upload(app.Cast.Bob, name, bytes)).Id());
}
