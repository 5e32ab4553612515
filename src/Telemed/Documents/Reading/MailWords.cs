using System.Text;
using MimeKit;
using MimeKit.Text;

namespace Telemed.Documents.Reading;

/// <summary>The words of a saved mail: who, about what, and what was written; of a page only its letters.</summary>
internal static class MailWords
{
    /// <summary>In bytes: what is attached comes behind the letter, and is not read.</summary>
    private const int Beginning = 4_000_000;

    /// <summary>Null: it cannot be read as a mail.</summary>
    public static async Task<string?> Of(Stream content)
    {
        var bytes = new byte[Math.Min(content.Length, Beginning)];
        var length = await content.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false);
        try
        {
            using var mail = await MimeMessage.LoadAsync(new MemoryStream(bytes, 0, length));
            return string.Join('\n', [mail.Subject ?? "", mail.From.ToString(), mail.To.ToString(), mail.TextBody ?? (mail.HtmlBody is { } page ? Letters(page) : "")]);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string Letters(string page)
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
