using System.Diagnostics;
using System.Text;
using Telemed.Documents.Apart;

namespace Telemed.Documents.Reading;

/// <summary>What reading a document brought.</summary>
/// <param name="Words">With <see cref="ReadingState.Read"/>.</param>
internal sealed record WordsFound(ReadingState State, string Words = "", bool Recognised = false)
{
    /// <summary>In UTF-16 units; what stands after is not found.</summary>
    public const int Most = 200_000;

    private const long Memory = 1_000_000_000;
    private const int Seconds = 60;

    // A page with fewer letters may well be a picture with a stamp on it.
    private const int FewLetters = 16;

    /// <param name="open">The content, from its beginning; asked for more than once.</param>
    public static async Task<WordsFound> In(Document document, Func<Task<Stream>> open, CancellationToken cancel) => document.ContentType switch
    {
        "text/plain" => Of(await Whole(open, async content => (await Viewing.Letters(content)).Text)),
        "message/rfc822" => Of(await Whole(open, content => MailWords.Of(content, cancel))),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document" when document.Length <= ApartProgram.LongestFile => Of(await Whole(open, content => Self(WordWords.Name, content, cancel))),
        "application/pdf" when document.Length <= ApartProgram.LongestFile => await InPdf(open, cancel),
        "image/jpeg" or "image/png" or "image/webp" when Recognition.IsInstalled && document.Length <= ApartProgram.LongestFile => await InPages(1, open, cancel),
        "image/heic" when Recognition.IsInstalled && HeicPicture.IsReadable && document.Length <= ApartProgram.LongestFile => await InPages(1, open, cancel),
        "image/tiff" when Recognition.IsInstalled && document.Length <= ApartProgram.LongestFile => await InPages(Recognition.MostPages, open, cancel),
        _ => new(ReadingState.Unreadable),
    };

    private static async Task<WordsFound> InPdf(Func<Task<Stream>> open, CancellationToken cancel)
    {
        if (await Whole(open, content => Self(PdfWords.Name, content, cancel)) is not { } answer)
        {
            return new(ReadingState.Failed);
        }

        var pages = answer.Split(PdfWords.EndOfPage)[..^1];
        var pictures = pages.Index().Where(p => p.Item.Count(char.IsLetter) < FewLetters).Take(Recognition.MostPages).Select(p => p.Index).ToList();
        if (pictures.Count > 0 && !Recognition.DrawsPages)
        {
            return pictures.Count == pages.Length ? new(ReadingState.Unreadable) : Of(string.Join('\n', pages));
        }

        var (recognised, begun) = (false, Stopwatch.GetTimestamp());
        foreach (var picture in pictures.TakeWhile(_ => Stopwatch.GetElapsedTime(begun) < Recognition.Longest))
        {
            // One page that cannot be drawn does not hide the others.
            var words = await Whole(open, content => Recognition.OfPage(content, picture + 1, cancel)) ?? "";
            recognised |= words.Length > 0;
            pages[picture] += "\n" + words;
        }

        return Of(string.Join('\n', pages), recognised);
    }

    /// <summary>The words in a picture, or in the first pages of several.</summary>
    private static async Task<WordsFound> InPages(int most, Func<Task<Stream>> open, CancellationToken cancel)
    {
        var (pages, begun) = (new List<string>(), Stopwatch.GetTimestamp());
        while (pages.Count < most && Stopwatch.GetElapsedTime(begun) < Recognition.Longest
            && await Whole(open, content => Recognition.OfPicture(content, pages.Count + 1, cancel)) is { } words)
        {
            pages.Add(words);
        }

        return Of(pages.Count == 0 ? null : string.Join('\n', pages), recognised: true);
    }

    /// <param name="words">Null: what reads them broke off.</param>
    private static WordsFound Of(string? words, bool recognised = false)
    {
        if (words is null)
        {
            return new(ReadingState.Failed);
        }

        var clean = Clean(words);
        return clean.Any(char.IsLetterOrDigit) ? new(ReadingState.Read, clean, recognised) : new(ReadingState.Wordless);
    }

    /// <summary>One space where there were several, no signs that are none, and no more than <see cref="Most"/>.</summary>
    private static string Clean(string words)
    {
        var clean = new StringBuilder(Math.Min(words.Length, Most));
        var space = true;
        foreach (var sign in words)
        {
            var isSpace = char.IsWhiteSpace(sign) || char.IsControl(sign);
            if (clean.Length == Most)
            {
                break;
            }

            if (!isSpace || !space)
            {
                clean.Append(isSpace ? ' ' : sign);
            }

            space = isSpace;
        }

        // Half of a pair is no letter.
        return clean.ToString() is [.., var last] whole && char.IsHighSurrogate(last) ? whole[..^1] : clean.ToString();
    }

    private static async Task<string?> Self(string what, Stream content, CancellationToken cancel) =>
        await ApartRun.Run(new(ApartRun.Self, [ApartProgram.Word, what], Seconds, Memory, 20_000_000), content, cancel) is { } answer ? Encoding.UTF8.GetString(answer) : null;

    private static async Task<string?> Whole(Func<Task<Stream>> open, Func<Stream, Task<string?>> read)
    {
        await using var content = await open();
        return await read(content);
    }
}
