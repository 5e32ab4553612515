using MimeKit;

namespace Telemed.Documents;

/// <summary>A saved mail as it is shown: who, when, about what, its words, and the names of what is attached. Nothing of it is fetched or run.</summary>
/// <param name="Cut">There is more in the file than was read.</param>
/// <param name="Words">Its plain text; null: it has none, or only as a page.</param>
public sealed record MailShown(string From, string To, DateTimeOffset? Sent, string Subject, string? Words, IReadOnlyList<string> Attached, bool Cut)
{
    private const int MostAttached = 50;

    /// <summary>Null: it cannot be read as a mail.</summary>
    /// <param name="content">Its beginning is read: see <see cref="Viewing.LongestText"/>.</param>
    internal static async Task<MailShown?> Of(Stream content)
    {
        var bytes = new byte[Viewing.LongestText];
        var length = await content.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false);
        try
        {
            using var mail = await MimeMessage.LoadAsync(new MemoryStream(bytes, 0, length));
            return new(mail.From.ToString(), mail.To.ToString(), mail.Date == default ? null : mail.Date, mail.Subject ?? "", mail.TextBody,
                [.. mail.Attachments.Take(MostAttached).Select(a => FileName.Clean(a.ContentDisposition?.FileName ?? a.ContentType.Name) ?? a.ContentType.MimeType)], content.Length > length);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
