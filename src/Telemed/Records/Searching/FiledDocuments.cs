using Telemed.Documents;
using Telemed.Platform;

namespace Telemed.Records.Searching;

/// <summary>A document is found by its name from the moment it is filed; whether it is shared or deleted is asked when somebody searches.</summary>
internal sealed class FiledDocuments : IHearsDocuments
{
    public Task Filed(Db db, Document document) => db.Index(Indexed.Of(document));
}
