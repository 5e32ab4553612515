using Telemed.Platform;

namespace Telemed.Documents;

/// <summary>What another slice writes beside a document that is filed, described, moved, said to be an error or erased, in its transaction.</summary>
public interface IHearsDocuments
{
    Task Filed(Db db, Document document);

    /// <summary>Its title, kind, date or tags are others now.</summary>
    Task Described(Db db, Document document);

    /// <summary>It lies in another record now.</summary>
    Task Moved(Db db, Document document);

    /// <summary>What stands in it is known now.</summary>
    /// <param name="indexKey">The words may be kept under this key, and not in clear.</param>
    Task Read(Db db, Document document, string words, byte[] indexKey);

    /// <summary>It should never have been in this record: only those who look after the record see it still.</summary>
    Task EnteredInError(Db db, Document document);

    /// <summary>It is no error after all.</summary>
    Task NotInError(Db db, Document document);

    /// <summary>It cannot be read any more.</summary>
    Task Erased(Db db, Document document);
}
