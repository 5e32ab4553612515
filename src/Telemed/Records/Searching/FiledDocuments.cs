using Telemed.Documents;
using Telemed.Platform;

namespace Telemed.Records.Searching;

/// <summary>A document is found by its title, its file's name and its tags from the moment it is filed; whether it is shared or deleted is asked when somebody searches. An error is not found at all.</summary>
internal sealed class FiledDocuments : IHearsDocuments
{
    public Task Filed(Db db, Document document) => db.Index(Indexed.Of(document));

    public Task Described(Db db, Document document) => db.Index(Indexed.Of(document));

    public async Task Moved(Db db, Document document)
    {
        await db.Forget(document.Id.Value);
        await db.Index(Indexed.Of(document));
    }

    public Task EnteredInError(Db db, Document document) => db.Forget(document.Id.Value);

    public Task NotInError(Db db, Document document) => db.Index(Indexed.Of(document));

    public Task Erased(Db db, Document document) => db.Forget(document.Id.Value);
}
