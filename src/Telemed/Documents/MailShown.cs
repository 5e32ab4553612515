using Telemed.Documents.Apart;

namespace Telemed.Documents;

/// <summary>A saved mail as it is shown: who, when, about what, its words, and the names of what is attached. Nothing of it is fetched or run.</summary>
/// <param name="Cut">There is more in the file than was read.</param>
/// <param name="Words">Its plain text; null: it has none, or only as a page.</param>
public sealed record MailShown(string From, string To, DateTimeOffset? Sent, string Subject, string? Words, IReadOnlyList<string> Attached, bool Cut)
{
    private const long Memory = 1_000_000_000;
    private const int Seconds = 10;

    /// <summary>Null: it cannot be read as a mail.</summary>
    /// <param name="content">Its beginning is read: see <see cref="Viewing.LongestText"/>.</param>
    internal static async Task<MailShown?> Of(Stream content, CancellationToken cancel = default) => await Parts(content, Viewing.LongestText, Seconds, cancel) is { } mail
        ? new(mail.From, mail.To, mail.Sent, mail.Subject, mail.Words, [.. mail.Attached.Select(a => FileName.Clean(a) ?? "?")], content.Length > Viewing.LongestText) : null;

    /// <summary>A megabyte of mail can be made of parts that take four hundred: it is taken to pieces apart.</summary>
    /// <param name="beginning">How much of it is read, in bytes.</param>
    internal static async Task<MailParts?> Parts(Stream content, int beginning, int seconds, CancellationToken cancel)
    {
        var bytes = new byte[Math.Min(content.Length, beginning)];
        var length = await content.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancel);
        // A letter may be written as six.
        var answer = await ApartRun.Run(new(ApartRun.Self, [ApartProgram.Word, MailParts.Name], seconds, Memory, 6 * (beginning + 100_000)), new MemoryStream(bytes, 0, length), cancel);
        return answer is null ? null : MailParts.Read(answer);
    }
}
