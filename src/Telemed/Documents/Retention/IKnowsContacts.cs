using NodaTime;
using Telemed.Platform;

namespace Telemed.Documents.Retention;

/// <summary>A slice that knows when somebody was last cared for; visits stand above documents, which therefore cannot ask them.</summary>
public interface IKnowsContacts
{
    /// <param name="files">Those of one person.</param>
    Task<Instant?> LastContact(Db db, IQueryable<PatientId> files);
}
