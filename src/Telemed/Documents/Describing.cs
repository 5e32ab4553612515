using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using Telemed.Audit;
using Telemed.People;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Documents;

/// <summary>What somebody typed about a document, each as it stood in its field.</summary>
public sealed record DocumentTyped(string Title, string Kind, string Dated, string Tags)
{
    public static DocumentTyped Of(Document document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return new(document.Title ?? "", document.Kind.ToString(), document.Dated is { } day ? LocalDatePattern.Iso.Format(day) : "", document.Tags);
    }
}

/// <summary>What became of a description.</summary>
public abstract record Described
{
    private Described() { }

    public sealed record Done : Described;

    /// <param name="Faults">By field: required, too-long, characters, unknown, no-date, future or tags.</param>
    public sealed record Refused(IReadOnlyDictionary<string, string> Faults) : Described;

    /// <summary>Somebody else changed it since it was read, replaced it, or said that it is an error.</summary>
    public sealed record Stale : Described;

    /// <summary>Not there, or not theirs.</summary>
    public sealed record None : Described;
}

/// <summary>Says what a document is: its title, kind, own date and tags. Its bytes and its file's name stay.</summary>
public sealed class Describing(Db db, Clock clock, IEnumerable<IHearsDocuments> ears)
{
    /// <param name="read">The <see cref="Document.Revision"/> that was on the screen.</param>
    public async Task<Described> Describe(AccountActor actor, DocumentId id, int read, DocumentTyped typed)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(typed);
        if (await db.Seen(actor, id, DocumentRights.MayDelete) is not { } document)
        {
            return new Described.None();
        }

        if (await db.Mine(actor, id, DocumentRights.MayDescribe) is null)
        {
            return new Described.Stale();
        }

        var now = clock.Now;
        var faults = Faults(typed, now.InZone(await db.ClinicZone()).Date);
        return faults.Count > 0 ? new Described.Refused(faults) : await Write(actor, document, read, typed, now);
    }

    private Task<Described> Write(AccountActor actor, Document document, int read, DocumentTyped typed, Instant now) => db.InTransaction<Described>(async () =>
    {
        var (title, kind, dated, tags) = (typed.Title.Length == 0 ? null : typed.Title, Enum.Parse<DocumentKind>(typed.Kind), Day(typed.Dated), TagLine.Clean(typed.Tags)!);
        var changed = Changed(document, title, kind, dated, tags);
        if (document.Revision != read || await db.Documents.Where(d => d.Id == document.Id && d.PatientId == document.PatientId && d.Revision == read && d.DeletedAt == null && d.InErrorAt == null).ExecuteUpdateAsync(d => d
                .SetProperty(x => x.Title, title).SetProperty(x => x.Kind, kind).SetProperty(x => x.Dated, dated).SetProperty(x => x.Tags, tags)
                .SetProperty(x => x.Revision, read + 1)) == 0)
        {
            return new Described.Stale();
        }

        // Of what was changed, not what it says: the trail is read by people who may not see the record.
        db.Record(actor, AuditAction.DocumentDescribed, now, ("Document", document.Id.Value), document.PatientId, detail: changed);
        var fresh = await db.Documents.AsNoTracking().SingleAsync(d => d.Id == document.Id);
        foreach (var ear in ears)
        {
            await ear.Described(db, fresh);
        }

        return new Described.Done();
    });

    private static string Changed(Document was, string? title, DocumentKind kind, LocalDate? dated, string tags)
    {
        (string Field, bool Differs)[] fields = [("title", was.Title != title), ("kind", was.Kind != kind), ("date", was.Dated != dated), ("tags", was.Tags != tags)];
        return string.Join(", ", fields.Where(f => f.Differs).Select(f => f.Field));
    }

    private static Dictionary<string, string> Faults(DocumentTyped typed, LocalDate today)
    {
        var faults = new Dictionary<string, string>();
        if (typed.Title.Length > 0 && PlainText.Fault(typed.Title, Document.LongestTitle) is { } fault)
        {
            faults["title"] = fault;
        }

        if (!Enum.TryParse<DocumentKind>(typed.Kind, out var kind) || !Enum.IsDefined(kind))
        {
            faults["kind"] = "unknown";
        }

        if (typed.Dated.Length > 0 && Day(typed.Dated) is var day && (day is null || day > today))
        {
            faults["dated"] = day is null ? "no-date" : "future";
        }

        if (TagLine.Clean(typed.Tags) is null)
        {
            faults["tags"] = "tags";
        }

        return faults;
    }

    private static LocalDate? Day(string typed) => LocalDatePattern.Iso.Parse(typed).TryGetValue(default, out var day) && day.Year >= 1900 ? day : null;
}
