namespace Telemed.Documents.Reading;

/// <summary>The words of a saved mail: who, about what, and what was written; of a page only its letters.</summary>
internal static class MailWords
{
    /// <summary>In bytes: what is attached comes behind the letter, and is not read.</summary>
    private const int Beginning = 4_000_000;

    private const int Seconds = 60;

    /// <summary>Null: it cannot be read as a mail.</summary>
    public static async Task<string?> Of(Stream content, CancellationToken cancel) =>
        await MailShown.Parts(content, Beginning, Seconds, cancel) is { } mail ? string.Join('\n', [mail.Subject, mail.From, mail.To, mail.Words ?? mail.Letters ?? ""]) : null;
}
