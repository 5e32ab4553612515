using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NetVips;
using Telemed.Documents.Reading;
using Telemed.Platform;
using Telemed.Tests.Documents.Content;

namespace Telemed.Tests.Documents.Reading;

/// <summary>Files that are made to break what reads them: the document says plainly what became of it, and every other one is read.</summary>
[Trait("Database", "either")] // what reads them knows no database
public sealed class HostileReadingTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private static readonly (string Name, Func<byte[]> Make)[] Pictures =
    [
        ("a head of 50,000 by 50,000.png", () => Hostile.Png(50_000, 50_000)),
        ("a bomb.png", () => HostilePictures.PngBomb()),
        ("a large head and little behind.png", () => HostilePictures.PngBomb(lines: 10)),
        ("a text that unpacks.png", HostilePictures.PngWithTextBomb),
        ("cut off.png", () => HostilePictures.CutOff(".png")),
        ("cut off.jpg", () => HostilePictures.CutOff(".jpg")),
        ("cut off.webp", () => HostilePictures.CutOff(".webp")),
        ("cut off.tif", () => HostilePictures.CutOff(".tif")),
        ("twenty thousand pages.tif", () => HostilePictures.Tiff(20_000)),
        ("many pages.tif", () => HostilePictures.Tiff(Trial.Size(20, 200))),
        ("pages in a circle.tif", () => HostilePictures.Tiff(3, cyclic: true)),
        ("a size that is hidden.tif", HostilePictures.TiffThatLies),
        ("a picture of a telephone that is none.heic", () => Hostile.Noise(Hostile.Heic(4032, 3024), 50_000)),
    ];

    private static readonly (string Name, Func<byte[]> Make)[] Pdfs =
    [
        ("pages in a circle.pdf", HostilePdfs.CyclicTree),
        ("pages within pages.pdf", HostilePdfs.DeepTree),
        ("arrays within arrays.pdf", HostilePdfs.DeepArrays),
        ("an enormous page.pdf", () => HostilePdfs.Page("0 0 2000000000 2000000000")),
        ("a page like a thread.pdf", () => HostilePdfs.Page("0 0 0.001 2000000000")),
        ("two thousand million pages.pdf", HostilePdfs.MillionsOfPages),
        ("a form that draws itself.pdf", HostilePdfs.FormInItself),
        ("a hundred million steps.pdf", HostilePdfs.ContentBomb),
        ("a JPEG 2000 of two thousand million.pdf", () => HostilePdfs.Picture("JPXDecode", HostilePdfs.Jpeg2000())),
        ("a JBIG2 of 60,000.pdf", () => HostilePdfs.Picture("JBIG2Decode", HostilePdfs.Jbig2())),
    ];

    private static readonly (string Name, Func<byte[]> Make)[] Letters =
    [
        ("parts within parts.eml", () => HostileLetters.Nested(1_000)),
        ("fifty thousand parts within parts.eml", () => HostileLetters.Nested(50_000)),
        ("mails within mails.eml", () => HostileLetters.Forwarded(50_000)),
        ("a million parts.eml", () => HostileLetters.Parts(1_000_000)),
        ("a subject in pieces.eml", HostileLetters.Subject),
        ("a million brackets.eml", HostileLetters.Brackets),
        ("thirty megabytes of zeros.eml", HostileLetters.Base64),
        ("a page without end.eml", HostileLetters.Page),
        ("entities of entities.docx", HostileLetters.Entities),
        ("another file.docx", HostileLetters.Outside),
        ("sixty million letters.docx", HostileLetters.Long),
        ("elements within elements.docx", HostileLetters.Deep),
        ("a directory that lies.docx", HostileLetters.Lying),
    ];

    private static readonly Dictionary<string, Func<byte[]>> Files = Pictures.Concat(Pdfs).Concat(Letters).ToDictionary(f => f.Name, f => f.Make);

    private static readonly Dictionary<string, string> Refused = new([
        new("a head of 50,000 by 50,000.png", "bomb"), new("cut off.tif", "content-mismatch"), new("arrays within arrays.pdf", "active-content"),
    ]);

    // What reads them takes up to a minute of the processor: bin/trial waits for that.
    private static readonly string[] Slow = ["a JPEG 2000 of two thousand million.pdf", "a JBIG2 of 60,000.pdf", "a hundred million steps.pdf", "twenty thousand pages.tif"];

    public static TheoryData<string> Names { get; } = [.. Files.Keys.Where(f => Trial.IsFull || !Slow.Contains(f))];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Names)), Trait("Trial", "yes")]
    public async Task It_is_refused_or_its_reading_ends_plainly_and_the_next_document_is_read(string what)
    {
        var alice = await app.Browser(app.Cast.Alice);
        var upload = await alice.Upload(app.Cast.Bob, Path.GetRandomFileName() + Path.GetExtension(what), Files[what]());
        Assert.Equal(Refused.GetValueOrDefault(what), upload.StatusCode == HttpStatusCode.Created ? null : (await upload.Json()).GetProperty("code").GetString());
        if (Refused.ContainsKey(what))
        {
            return;
        }

        var (id, next) = (new DocumentId(await upload.Id()), new DocumentId(await (await alice.Upload(app.Cast.Bob, "suivant.txt", "Une otite"u8.ToArray())).Id()));
        Assert.Equal(2, await app.Services.GetRequiredService<Reader>().Round(Cancel));
        var (reading, words) = await Read(id);
        // Waiting: it broke off, and is tried three times.
        Assert.Contains(reading.State, (ReadingState[])[ReadingState.Read, ReadingState.Wordless, ReadingState.Waiting]);
        Assert.Equal(reading.State is ReadingState.Read, words.Length > 0);
        if (!what.EndsWith(".eml", StringComparison.Ordinal))
        {
            Assert.Contains(words, (string[])["", "Une page"]);
        }

        Assert.Equal((ReadingState.Read, "Une otite"), await Read(next) is var (of, its) ? (of.State, its) : default);
        await SmallPictureIsOne(alice, id, reading, mayBe: !what.StartsWith("cut off", StringComparison.Ordinal) && !what.Contains("little behind", StringComparison.Ordinal));
        Assert.NotNull((await alice.Page($"/documents/{id}/view")).QuerySelector(".document-steps"));
    }

    private static async Task SmallPictureIsOne(HttpClient alice, DocumentId id, DocumentReading reading, bool mayBe)
    {
        var answer = await alice.Ask(HttpMethod.Get, $"/documents/{id}/thumbnail");
        Assert.Equal(reading.Thumbnail is not null, answer.StatusCode == HttpStatusCode.OK);
        if (answer.StatusCode == HttpStatusCode.OK)
        {
            Assert.True(mayBe);
            using var picture = Image.NewFromBuffer(await answer.Content.ReadAsByteArrayAsync(Cancel));
            Assert.InRange(Math.Max(picture.Width, picture.Height), 1, 320);
        }
    }

    private Task<(DocumentReading Reading, string Words)> Read(DocumentId id) => app.InClinic(app.Cast.North, async db =>
        (await db.DocumentReadings.AsNoTracking().SingleAsync(r => r.DocumentId == id, Cancel), (await app.Contents.Of(db, [id])).GetValueOrDefault(id, "").Trim()));
}
