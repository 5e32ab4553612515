using Telemed.Platform;

namespace Telemed.Documents;

/// <summary>What another slice writes beside a document that is filed, in its transaction.</summary>
public interface IHearsDocuments
{
    Task Filed(Db db, Document document);
}
