using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Telemed.Accounts;
using Telemed.Documents.Apart;
using Telemed.Documents.Blobs;
using Telemed.Documents.Reading;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Documents;

/// <summary>How a document is shown within a page.</summary>
public enum View
{
    /// <summary>It is not: it is handed out to be opened elsewhere.</summary>
    None,
    Pdf,

    /// <summary>Of a kind that every browser shows.</summary>
    Picture,
    Text,
    Mail,
}

/// <summary>Shows documents within a page, so that nothing of theirs can run: pictures as pictures, texts as letters, PDFs drawn by our own script.</summary>
public static class Viewing
{
    /// <summary>Of a text or a mail, in bytes: the rest is in the file.</summary>
    public const int LongestText = 1_000_000;

    private const long RenditionMemory = 1_500_000_000;
    private const int RenditionSeconds = 20;

    public static View Of(Document document) => document?.ContentType switch
    {
        "application/pdf" => View.Pdf,
        "image/jpeg" or "image/png" or "image/gif" or "image/webp" => View.Picture,
        "image/heic" when HeicPicture.IsReadable => View.Picture,
        "text/plain" => View.Text,
        "message/rfc822" => View.Mail,
        _ => View.None,
    };

    internal static void MapViewing(this WebApplication app)
    {
        var documents = app.MapGroup("/documents/{id:guid}").RequireAuthorization(policy => policy.RequireRole(nameof(Role.Practitioner), nameof(Role.Assistant), nameof(Role.Patient)));
        documents.MapGet("picture", Picture);
        documents.MapGet("thumbnail", Small);
    }

    /// <summary>The small picture in a list. The reading of the list is written down, not that of each line.</summary>
    private static async Task<Results<FileContentHttpResult, NotFound>> Small(Guid id, HttpContext context, Db db, DocumentContents contents) =>
        await db.ReadableFor(context.User.Actor).AsNoTracking().SingleOrDefaultAsync(d => d.Id == new DocumentId(id)) is { } document && await contents.PictureOf(db, document) is { } picture
            ? TypedResults.File(picture, "image/webp") : TypedResults.NotFound();

    /// <summary>A picture to be shown and not to be kept: the type is ours, found from the bytes.</summary>
    private static async Task<Results<FileStreamHttpResult, NotFound, ProblemHttpResult>> Picture(Guid id, HttpContext context, Db db, BlobStore blobs, Clock clock, ILogger<BlobStore> log, IStringLocalizer<Texts> texts)
    {
        var (actor, wanted) = (context.User.Actor!, new DocumentId(id));
        if (await db.ReadableFor(actor).AsNoTracking().SingleOrDefaultAsync(d => d.Id == wanted) is not { } there || Of(there) is not View.Picture)
        {
            return TypedResults.NotFound();
        }

        var bytes = await db.ReadBytes(actor, wanted, blobs, clock, log);
        if (bytes is not DocumentBytes.There(var document, var content))
        {
            return DocumentsApi.Unread(texts, bytes) is { } problem ? problem : TypedResults.NotFound();
        }

        return document.ContentType == "image/heic" ? await Rendition(content, context.RequestAborted) : TypedResults.Stream(content, document.ContentType);
    }

    /// <summary>Of a picture that browsers do not show.</summary>
    private static async Task<Results<FileStreamHttpResult, NotFound, ProblemHttpResult>> Rendition(Stream content, CancellationToken cancel)
    {
        await using (content)
        {
            var picture = content.Length > ApartProgram.LongestFile ? null
                : await ApartRun.Run(new(ApartRun.Self, [ApartProgram.Word, LargePicture.Name], RenditionSeconds, RenditionMemory, 40_000_000), content, cancel);
            return picture is null ? TypedResults.NotFound() : TypedResults.Stream(new MemoryStream(picture), "image/jpeg");
        }
    }

    /// <summary>The beginning of a text, as UTF-8 or else as Windows-1252, which any bytes are.</summary>
    /// <returns>And whether there is more in the file.</returns>
    internal static async Task<(string Text, bool Cut)> Letters(Stream content)
    {
        var bytes = new byte[LongestText];
        var length = await content.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false);
        var text = bytes.AsSpan(0, length);
        try
        {
            return (new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Whole(text)).TrimStart('\uFEFF'), content.Length > length);
        }
        catch (DecoderFallbackException)
        {
            return (CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetString(bytes, 0, length), content.Length > length);
        }
    }

    /// <summary>Without the beginning of a letter that the limit cut in two.</summary>
    private static ReadOnlySpan<byte> Whole(ReadOnlySpan<byte> text)
    {
        var end = text.Length;
        if (end == LongestText)
        {
            for (var back = 1; back <= 4; back++)
            {
                if (text[end - back] is < 0x80 or >= 0xC0)
                {
                    return text[end - back] < 0x80 ? text : text[..(end - back)];
                }
            }
        }

        return text;
    }
}
