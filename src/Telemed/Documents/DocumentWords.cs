using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Localization;
using Telemed.Documents.Reading;

namespace Telemed.Documents;

/// <summary>A document's kind, type and size as people read them.</summary>
public static class DocumentWords
{
    /// <summary>The part of the text key "kind-…", which is also the word on the wire in kebab-case.</summary>
    public static string Kind(DocumentKind kind) => JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());

    /// <summary>Who added it and how: "Bob Durand (patient), dans la messagerie de la consultation".</summary>
    public static string By(DocumentLine document, IStringLocalizer<Texts> texts)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(texts);
        return document.Source switch
        {
            DocumentSource.ChatByPatient => texts["by-patient-in-chat", document.By],
            DocumentSource.ChatByPractitioner => texts["by-practitioner-in-chat", document.By],
            DocumentSource.UploadByPatient => texts["by-patient", document.By],
            _ => document.By,
        };
    }

    public static string Type(string contentType, IStringLocalizer<Texts> texts)
    {
        ArgumentNullException.ThrowIfNull(contentType);
        ArgumentNullException.ThrowIfNull(texts);
        return contentType switch
        {
            "application/pdf" => "PDF",
            "text/plain" => texts["type-text"],
            "message/rfc822" => texts["type-mail"],
            "application/dicom" => "DICOM",
            _ when contentType.StartsWith("image/", StringComparison.Ordinal) => texts["type-image"],
            _ => "Word",
        };
    }

    /// <summary>In units of 1000, as the limit is: "18 Mo", "1.4 MB".</summary>
    public static string Size(long bytes, IStringLocalizer<Texts> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return bytes switch
        {
            < 1000 => texts["size-bytes", bytes],
            < 999_500 => texts["size-kilo", Math.Round(bytes / 1e3)],
            < 9_950_000 => texts["size-mega", (bytes / 1e6).ToString("0.#", CultureInfo.CurrentCulture)],
            _ => texts["size-mega", Math.Round(bytes / 1e6)],
        };
    }

    /// <summary>What became of reading it: "waiting", "read", "recognised"…</summary>
    public static string Reading(DocumentReading reading) => reading is { State: ReadingState.Read, Recognised: true } ? "recognised" : reading?.State switch
    {
        ReadingState.Read => "read",
        ReadingState.Wordless => "wordless",
        ReadingState.Unreadable => "unreadable",
        ReadingState.Failed => "failed",
        _ => "waiting",
    };
}
