using Telemed.Documents;
using Telemed.Documents.Blobs;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Web.Pages.OneDocument;

/// <summary>A document with what of it stands in the page itself.</summary>
/// <param name="Damaged">Its bytes are not those that were stored, or are missing.</param>
/// <param name="Away">The place of its bytes does not answer.</param>
public sealed record ShownDocument(Document Document, View How, string? Text = null, MailShown? Mail = null, bool Damaged = false, bool Away = false)
{
    /// <summary>There is more in the file than stands in the page.</summary>
    public bool Cut { get; init; }

    /// <summary>A text or a mail is read here, and the reading written down; a picture or a PDF is when the browser asks for it.</summary>
    internal static async Task<ShownDocument> Of(Db db, AccountActor actor, Document document, BlobStore blobs, Clock clock, ILogger log)
    {
        var how = Viewing.Of(document);
        if (how is not (View.Text or View.Mail))
        {
            return new(document, how);
        }

        var bytes = await db.ReadBytes(actor, document.Id, blobs, clock, log);
        if (bytes is not DocumentBytes.There(_, var content))
        {
            return new(document, how, Damaged: bytes is not DocumentBytes.Away, Away: bytes is DocumentBytes.Away);
        }

        await using (content)
        {
            try
            {
                return await Read(document, how, content);
            }
            catch (BlobDamagedException exception)
            {
                log.BytesDamaged(exception, document.Id);
                return new(document, how, Damaged: true);
            }
            catch (BlobAwayException exception)
            {
                log.BytesAway(exception, document.Id);
                return new(document, how, Away: true);
            }
        }
    }

    private static async Task<ShownDocument> Read(Document document, View how, Stream content)
    {
        if (how is View.Text)
        {
            var (text, cut) = await Viewing.Letters(content);
            return new(document, how, text) { Cut = cut };
        }

        var mail = await MailShown.Of(content);
        return new(document, how, Mail: mail) { Cut = mail?.Cut == true };
    }
}
