using System.Diagnostics;
using System.Text;
using NetVips;
using Telemed.Documents.Apart;
using Telemed.Tests.Documents.Content;

namespace Telemed.Tests.Documents.Reading;

/// <summary>Honest files of which something is changed, as a broken disk or an attacker would: what reads them answers plainly, or not at all.</summary>
[Trait("Trial", "yes"), Trait("Database", "either")]
public sealed class MutationTests
{
    private const int Seconds = 20;
    private const long Memory = 1_000_000_000;

    // Any 8 bits may stand in it.
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("small-picture", ".png"), InlineData("small-picture", ".jpg"), InlineData("small-picture", ".webp"), InlineData("small-picture", ".gif"), InlineData("small-picture", ".tif"), InlineData("small-picture", ".heic")]
    [InlineData("page-picture", ".tif"), InlineData("large-picture", ".heic"), InlineData("pdf-words", ".pdf"), InlineData("pdftoppm", ".pdf"), InlineData("word-words", ".docx"), InlineData("mail-parts", ".eml")]
    public async Task Whatever_is_changed_in_a_file_what_reads_it_ends_and_says_nothing_of_another_kind(string reader, string kind)
    {
        var (whole, count, answers, longest) = (await Sample(kind), Trial.Size(3, 60), 0, TimeSpan.Zero);
        Assert.NotNull(await Read(reader, kind, whole));
        for (var seed = 1; seed <= count; seed++)
        {
            var started = Stopwatch.GetTimestamp();
            var answer = await Read(reader, kind, Changed(whole, seed));
            longest = TimeSpan.FromTicks(Math.Max(longest.Ticks, Stopwatch.GetElapsedTime(started).Ticks));
            answers += answer is null ? 0 : 1;
            Assert.True(answer is null || IsPlain(reader, answer), $"seed {seed}");
        }

        Assert.InRange(longest.TotalSeconds, 0, (2 * Seconds) + 5);
        Trial.Report($"{count} changes to a {kind} by {reader}: {answers} answers, the longest took {longest.TotalSeconds:f1} s");
    }

    private static Task<byte[]?> Read(string reader, string kind, byte[] file)
    {
        // A change to the packed bytes says only that the packing is checked.
        var packed = kind == ".docx" ? Hostile.Zip(("word/document.xml", file)) : file;
        var task = reader == "pdftoppm" ? new ApartTask(reader, ["-f", "1", "-l", "1", "-scale-to", "640", "-singlefile", "-jpeg", "-"], Seconds, Memory, 10_000_000)
            : new ApartTask(ApartRun.Self, [ApartProgram.Word, reader], Seconds, Memory, 20_000_000);
        return ApartRun.Run(task, new MemoryStream(packed), Cancel);
    }

    private static bool IsPlain(string reader, byte[] answer) => reader switch
    {
        "small-picture" => Size(answer) is { Width: <= SmallPicture.Side, Height: <= SmallPicture.Side },
        "page-picture" or "large-picture" => Size(answer).Width > 0,
        "pdftoppm" => answer.Length == 0 || Size(answer).Width > 0,
        "mail-parts" => MailParts.Read(answer) is { From: not null },
        _ => Strict.GetString(answer) is not null,
    };

    private static (int Width, int Height) Size(byte[] picture)
    {
        using var image = Image.NewFromBuffer(picture);
        return (image.Width, image.Height);
    }

    private static async Task<byte[]> Sample(string kind) => kind switch
    {
        ".pdf" => Scans.Pdf("Une page", "Une autre"),
        ".heic" => await Scans.Heic("Une page"),
        ".docx" => Encoding.UTF8.GetBytes("<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r><w:t>Une &amp; une</w:t></w:r></w:p></w:body></w:document>"),
        ".eml" => "From: Labo <labo@example.org>\r\nTo: a@b.fr\r\nSubject: =?utf-8?B?UsOpc3VsdGF0cw==?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\n<p>Bon&eacute;</p>\r\n--x\r\nContent-Type: application/pdf; name*0=\"bil\"; name*1=\"an.pdf\"\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--x--\r\n"u8.ToArray(),
        _ => HostilePictures.Honest(kind),
    };

    /// <summary>Bits are turned, a stretch is cut out, is there twice, or is what numbers are that overflow.</summary>
    private static byte[] Changed(byte[] file, int seed)
    {
#pragma warning disable CA5394 // the same every time
        var random = new Random(seed);
        var (at, length) = (random.Next(4, file.Length - 1), random.Next(1, 40));
        var end = Math.Min(file.Length, at + length);
        return (seed % 5) switch
        {
            0 => HostilePictures.Flipped(file, seed, flips: random.Next(1, 30), from: 4),
            1 => file[..at],
            2 => [.. file[..at], .. file[end..]],
            3 => [.. file[..end], .. file[at..]],
            _ => [.. file[..at], .. Enumerable.Repeat((byte)(random.Next(2) * 255), end - at), .. file[end..]],
        };
#pragma warning restore CA5394
    }
}
