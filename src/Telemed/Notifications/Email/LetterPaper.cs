using System.Buffers;
using System.Net;
using System.Text;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using MimeKit;
using Telemed.Platform;
using NodaTime;

namespace Telemed.Notifications.Email;

/// <summary>Puts a letter on paper: a plain text and the same words as simple HTML that loads nothing from outside.</summary>
public sealed class LetterPaper(IStringLocalizer<Texts> texts, IOptions<TelemedOptions> options, PublicAddress address)
{
    private const int LongestAddress = 254;

    private static readonly SearchValues<char> NotInAddress = SearchValues.Create(" <>,;:\"()[]\\");

    /// <summary>One plain mailbox, without a name, spaces or control characters: nothing that could add a recipient or a header.</summary>
    public static bool IsAddress(string? address) =>
        address is { Length: > 2 and <= LongestAddress } && address.IndexOf('@') is > 0 and var at && at == address.LastIndexOf('@') && at < address.Length - 1
        && !address.AsSpan().ContainsAny(NotInAddress) && !address.Any(char.IsControl);

    /// <param name="delivery">Gives the Message-ID: a mail that is sent again after a crash is known as the same by its receiver.</param>
    /// <param name="clinic">In whose name it is sent.</param>
    public MimeMessage Write(Letter letter, DeliveryId delivery, string clinic, Instant now)
    {
        ArgumentNullException.ThrowIfNull(letter);
        using (Speaking.In(letter.Language))
        {
            var message = new MimeMessage
            {
                MessageId = $"{delivery.Value:N}@{new Uri(address.Value).Host}",
                Date = now.ToDateTimeOffset(),
                Subject = letter.Subject,
                Body = Body(letter, clinic),
            };
            message.From.Add(new MailboxAddress(clinic, options.Value.Smtp.From));
            message.To.Add(new MailboxAddress(letter.ToName, letter.ToAddress));
            // Out-of-office answers to a machine help nobody.
            message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
            return message;
        }
    }

    /// <summary>The same thing said up to three times, the richest last.</summary>
    private MultipartAlternative Body(Letter letter, string clinic)
    {
        var body = new MultipartAlternative(new TextPart("plain") { Text = Text(letter, clinic) }, new TextPart("html") { Text = Html(letter, clinic) });
        if (letter.Calendar is { } calendar)
        {
            var part = new TextPart("calendar") { Text = calendar.Content, ContentTransferEncoding = ContentEncoding.Base64 };
            part.ContentType.Parameters.Add("method", calendar.Method);
            body.Add(part);
        }

        return body;
    }

    private string Text(Letter letter, string clinic)
    {
        var text = new StringBuilder().Append(texts["mail-greeting", letter.ToName]).Append("\n\n");
        foreach (var paragraph in letter.Paragraphs)
        {
            text.Append(paragraph).Append("\n\n");
        }

        if (letter.Action is { } action)
        {
            text.Append(texts["mail-action-text", action.Text]).Append('\n').Append(action.Url).Append("\n\n");
        }

        return text.Append(clinic).Append("\n\n").Append(texts["mail-footer"]).Append('\n').ToString();
    }

    private string Html(Letter letter, string clinic)
    {
        var html = new StringBuilder("<!doctype html><html lang=\"").Append(letter.Language == "en" ? "en" : "fr")
            .Append("\"><head><meta charset=\"utf-8\"><title>").Append(Encoded(letter.Subject)).Append("</title></head>")
            .Append("<body style=\"margin:0;padding:24px;background:#f8f6f1;color:#1c1f1e;font:17px/1.5 sans-serif\"><div style=\"max-width:560px;margin:0 auto\">");
        Paragraph(html, texts["mail-greeting", letter.ToName]);
        foreach (var paragraph in letter.Paragraphs)
        {
            Paragraph(html, paragraph);
        }

        if (letter.Action is { } action)
        {
            html.Append("<p><a style=\"display:inline-block;padding:12px 20px;border-radius:8px;background:#0b5a5a;color:#ffffff;text-decoration:none\" href=\"")
                .Append(Encoded(action.Url)).Append("\">").Append(Encoded(action.Text)).Append("</a></p>");
            Paragraph(html, texts["mail-link-by-hand"]);
            html.Append("<p style=\"font-size:14px;word-break:break-all\">").Append(Encoded(action.Url)).Append("</p>");
        }

        Paragraph(html, clinic);
        return html.Append("<p style=\"font-size:14px;color:#5b625f\">").Append(Encoded(texts["mail-footer"])).Append("</p></div></body></html>").ToString();
    }

    private static void Paragraph(StringBuilder html, string text) => html.Append("<p>").Append(Encoded(text)).Append("</p>");

    private static string Encoded(string text) => WebUtility.HtmlEncode(text);
}
