using Microsoft.EntityFrameworkCore;
using Telemed.Documents;
using Telemed.Documents.Reading;
using Telemed.Platform;

namespace Telemed.Records.Searching;

/// <summary>A document is found by its title, its file's name and its tags from the moment it is filed, and by the words in it from when it was read; whether it is shared or deleted is asked when somebody searches. An error is not found at all.</summary>
internal sealed class FiledDocuments : IHearsDocuments
{
    public Task Filed(Db db, Document document) => db.Index(Indexed.Of(document));

    public Task Described(Db db, Document document) => db.Index(Indexed.Of(document));

    public async Task Moved(Db db, Document document)
    {
        var contents = await db.SearchEntries.Where(e => e.Subject == document.Id.Value).Select(e => e.Contents).SingleOrDefaultAsync();
        await db.Forget(document.Id.Value);
        await db.Index(Indexed.Of(document) with { Contents = contents ?? "" });
    }

    public Task Read(Db db, Document document, string words, byte[] indexKey) => db.IndexContents(document.Id.Value, new BlindTerms(indexKey).Terms(words));

    public Task EnteredInError(Db db, Document document) => db.Forget(document.Id.Value);

    public async Task NotInError(Db db, Document document)
    {
        await db.Index(Indexed.Of(document));
        await db.ReadAgain([document.Id]);
    }

    public Task Erased(Db db, Document document) => db.Forget(document.Id.Value);
}
