using System.Text;
using System.Text.Json;
using MimeKit;
using MimeKit.Text;

namespace Telemed.Documents.Apart;

/// <summary>A saved mail taken to pieces.</summary>
/// <param name="Words">Its plain text; null: it has none, or only as a page.</param>
/// <param name="Letters">Of its page, only its letters; null: it has plain text, or neither.</param>
/// <param name="Attached">The names that its sender gave, or what they are.</param>
internal sealed record MailParts(string From, string To, DateTimeOffset? Sent, string Subject, string? Words, string? Letters, IReadOnlyList<string> Attached)
{
    public const string Name = "mail-parts";

    private const int MostAttached = 50;

    public static void Write(MemoryStream file, Stream output)
    {
        using var mail = MimeMessage.Load(file);
        var words = mail.TextBody;
        JsonSerializer.Serialize(output, new MailParts(mail.From.ToString(), mail.To.ToString(), mail.Date == default ? null : mail.Date, mail.Subject ?? "", words,
            words is null && mail.HtmlBody is { } page ? LettersOf(page) : null,
            [.. mail.Attachments.Take(MostAttached).Select(a => a.ContentDisposition?.FileName ?? a.ContentType.Name ?? a.ContentType.MimeType)]));
    }

    public static MailParts? Read(byte[] answer) => JsonSerializer.Deserialize<MailParts>(answer);

    private static string LettersOf(string page)
    {
        var (letters, hidden) = (new StringBuilder(), false);
        var tokens = new HtmlTokenizer(new StringReader(page)) { DecodeCharacterReferences = true };
        while (tokens.ReadNextToken(out var token))
        {
            switch (token)
            {
                case HtmlTagToken tag:
                    hidden = tag.Id is HtmlTagId.Script or HtmlTagId.Style && !tag.IsEndTag;
                    letters.Append(' ');
                    break;
                case HtmlDataToken data when !hidden && data.Kind is HtmlTokenKind.Data:
                    letters.Append(data.Data);
                    break;
            }
        }

        return letters.ToString();
    }
}
