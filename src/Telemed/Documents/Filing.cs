using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;
using Telemed.Audit;
using Telemed.Documents.Blobs;
using Telemed.Documents.Content;
using Telemed.Documents.Reading;
using Telemed.Documents.Scanning;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Documents;

/// <summary>What somebody wants to add, before its bytes.</summary>
/// <param name="Name">As sent; cleaned here.</param>
/// <param name="Length">Announced length in bytes, when the sender said it.</param>
public sealed record NewDocument(PatientId Patient, string? Name, DocumentKind Kind, EncounterId? Encounter, long? Length, DocumentSource Source = DocumentSource.Upload, DocumentRequestId? Request = null)
{
    /// <summary>Of which it is a newer version, whose title, kind, date and tags it takes; null: of none.</summary>
    public DocumentId? Replaces { get; init; }
}

/// <summary>What became of it.</summary>
public abstract record Filed
{
    public sealed record Added(Document Document) : Filed;

    /// <param name="Why">Changes nothing; audited.</param>
    public sealed record Refused(FileRefusal Why) : Filed;

    /// <summary>The scanner is away: nothing is kept, and nothing passes unseen.</summary>
    public sealed record Unchecked : Filed;

    /// <summary>The place for files does not answer: nothing is kept.</summary>
    public sealed record Unkept : Filed;
}

/// <summary>Why a file is not taken. The word in kebab-case is the code on the wire and the key of its sentence.</summary>
public enum FileRefusal
{
    NameMissing,
    TypeNotTaken,
    Empty,
    TooLarge,
    ContentMismatch,

    /// <summary>Something in it would run, open a program or carry another file.</summary>
    ActiveContent,

    /// <summary>A file of one kind within, or behind, a file of another.</summary>
    TwoKinds,

    /// <summary>It would become many times as large when it is opened.</summary>
    Bomb,

    /// <summary>The scanner knows it.</summary>
    Infected,

    /// <summary>The scanner cannot look at all of it.</summary>
    Uncheckable,

    /// <summary>Under a password: what is in it cannot be seen.</summary>
    Locked,
    EncounterUnknown,

    /// <summary>It was for a visit that goes on, and this one has ended.</summary>
    VisitOver,

    /// <summary>It was to answer a request that was withdrawn.</summary>
    RequestOver,

    /// <summary>The document of which it is to be a newer version is not there, not theirs to change, or an error.</summary>
    VersionUnknown,

    /// <summary>Somebody else was quicker to file a newer version of the same one.</summary>
    VersionReplaced,

    /// <summary>Whoever sent it may not add to this patient any more.</summary>
    PatientUnknown,

    /// <summary>Its bytes did not survive on the server's disk until they were looked into.</summary>
    Damaged,

    /// <summary>The clinic's files have as many bytes as they may.</summary>
    ClinicFull,

    /// <summary>The record's files have.</summary>
    PatientFull,
}

/// <summary>A file that lies in its place already, encrypted, and is no document yet.</summary>
/// <param name="Received">SHA-256 of the bytes received, where the file is another: without what a camera wrote into it.</param>
internal sealed record StoredFile(BlobName Name, WrappedKey Key, long Length, byte[] Sha256, byte[]? Received = null);

/// <summary>Adds documents: the bytes first, whole and on the disk, then the row. What is answered is there after a power cut.</summary>
public sealed class Filing(Db db, BlobStore blobs, Scanner scanner, Quotas quotas, Versions versions, Reader reader, Clock clock, IEnumerable<IHearsDocuments> ears, IOptions<TelemedOptions> options, ILogger<Filing> log)
{
    /// <summary>
    /// What the server takes from the wire at an upload in one request, in bytes: more than a document has as a rule, so that our own readable answer
    /// comes before the server cuts the line. Larger ones come in pieces: <see cref="Uploads.TusApi"/>.
    /// </summary>
    public const int WireLimit = 200_000_000;

    /// <summary>In bytes, inclusive.</summary>
    public long MaxLength { get; } = options.Value.LargestFile;

    /// <summary>Receives one file. The caller has checked that <paramref name="actor"/> may add to this patient.</summary>
    /// <param name="together">Written in the transaction of the document's row; a refusal from it writes neither.</param>
    public async Task<Filed> File(Actor actor, NewDocument wanted, Stream body, CancellationToken cancel, Func<Document, Instant, Task<FileRefusal?>>? together = null)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(wanted);
        if (await Foreseen(actor, wanted) is { } why)
        {
            return new Filed.Refused(why);
        }

        using var file = await blobs.Receive(actor.TenantId, body, MaxLength, cancel);
        if (file is null or { Length: 0 })
        {
            return await Refuse(actor, wanted, file is null ? FileRefusal.TooLarge : FileRefusal.Empty);
        }

        using var content = file.Read();
        return await Looked(actor, wanted, content, file.Sha256, async () => new StoredFile(file.Name, await blobs.Keep(file), file.Length, file.Sha256), together, cancel);
    }

    /// <summary>Files what lies in the store already. Refused or not, its bytes are the caller's to take away.</summary>
    internal async Task<Filed> File(Actor actor, NewDocument wanted, StoredFile file, Func<Document, Instant, Task<FileRefusal?>> together)
    {
        if (await Foreseen(actor, wanted) is { } why)
        {
            return new Filed.Refused(why);
        }

        await using var content = await blobs.Open(file.Name, file.Key) ?? throw new FileNotFoundException("A file that has just come is missing from the disk.");
        return await Looked(actor, wanted, content, file.Sha256, async () =>
        {
            await blobs.Settle(file.Name.Name);
            return file;
        }, together, CancellationToken.None);
    }

    private async Task<Filed> Looked(Actor actor, NewDocument wanted, Stream content, byte[] sha256, Func<Task<StoredFile>> keep, Func<Document, Instant, Task<FileRefusal?>>? together, CancellationToken cancel)
    {
        if (Type(wanted)!.Fault(content) is { } fault)
        {
            return await Refuse(actor, wanted, fault);
        }

        content.Position = 0;
        return await scanner.Look(content, cancel) switch
        {
            Verdict.Clean => await Kept(actor.TenantId, wanted, content, sha256, keep, cancel) is { } file ? await Add(actor, wanted, file, together) : new Filed.Unkept(),
            Verdict.Infected => await Refuse(actor, wanted, FileRefusal.Infected),
            Verdict.Beyond => await Refuse(actor, wanted, FileRefusal.Uncheckable),
            _ => new Filed.Unchecked(),
        };
    }

    /// <summary>The file where it is to stay; null when the place does not take it.</summary>
    private async Task<StoredFile?> Kept(TenantId clinic, NewDocument wanted, Stream content, byte[] sha256, Func<Task<StoredFile>> keep, CancellationToken cancel)
    {
        try
        {
            return await Bare(clinic, wanted, content, sha256, cancel) ?? await keep();
        }
        catch (BlobAwayException exception)
        {
            log.NotKept(exception);
            return null;
        }
    }

    /// <summary>The file as it is filed, when that is not as it came; its place is its own.</summary>
    private async Task<StoredFile?> Bare(TenantId clinic, NewDocument wanted, Stream content, byte[] sha256, CancellationToken cancel)
    {
        if (Type(wanted)!.Bare(content) is not { } bare)
        {
            return null;
        }

        await using (bare)
        {
            using var file = (await blobs.Receive(clinic, bare, long.MaxValue, cancel))!;
            return new StoredFile(file.Name, await blobs.Keep(file), file.Length, file.Sha256, sha256);
        }
    }

    /// <summary>What can be said before a byte is read, so that nobody waits for 2 GB to hear that they are too many; audited. Null: let it come.</summary>
    internal async Task<FileRefusal?> Foreseen(Actor actor, NewDocument wanted)
    {
        FileRefusal? why = FileName.Clean(wanted.Name) is null ? FileRefusal.NameMissing
            : Type(wanted) is null ? FileRefusal.TypeNotTaken
            : wanted.Length is 0 ? FileRefusal.Empty
            : wanted.Length > MaxLength ? FileRefusal.TooLarge
            : await versions.Fault(actor, wanted) ?? await quotas.Full(wanted.Patient, wanted.Length ?? 0);
        if (why is { } refused)
        {
            await Refuse(actor, wanted, refused);
        }

        return why;
    }

    private static FileType? Type(NewDocument wanted) => FileType.ByExtension(FileName.Extension(FileName.Clean(wanted.Name)!));

    private async Task<Filed> Add(Actor actor, NewDocument wanted, StoredFile file, Func<Document, Instant, Task<FileRefusal?>>? together)
    {
        var (now, older) = (clock.Now, await versions.Older(wanted));
        // A patient sees what he sent, from the first.
        var (sentAt, sentBy) = wanted.Source is DocumentSource.UploadByPatient ? (now, (actor as AccountActor)?.AccountId) : ((Instant?)null, (AccountId?)null);
        var document = new Document
        {
            TenantId = actor.TenantId, Id = DocumentId.New(), PatientId = wanted.Patient, EncounterId = wanted.Encounter, Kind = older?.Kind ?? wanted.Kind,
            Title = older?.Title, Dated = older?.Dated, Tags = older?.Tags ?? "", Replaces = wanted.Replaces,
            FileName = FileName.Clean(wanted.Name)!, ContentType = Type(wanted)!.ContentType, Length = file.Length, Sha256 = file.Sha256, Received = file.Received, Blob = file.Name.Name, Key = file.Key,
            Source = wanted.Source, RequestId = wanted.Request, AddedBy = (actor as AccountActor)?.AccountId, AddedAt = now, SharedAt = sentAt, SharedBy = sentBy,
        };
        try
        {
            var refusal = await db.InTransaction(async () =>
            {
                if (await quotas.FullInTurn(wanted.Patient, file.Length) is { } full)
                {
                    return full;
                }

                if (await versions.Replace(actor, wanted, document, now) is { } late)
                {
                    return late;
                }

                if (together is not null && await together(document, now) is { } why)
                {
                    return (FileRefusal?)why;
                }

                db.Documents.Add(document);
                db.WillRead(document, now);
                db.Record(actor, AuditAction.DocumentAdded, now, ("Document", document.Id.Value), wanted.Patient);
                if (wanted is { Source: DocumentSource.UploadByPatient, Request: null })
                {
                    await db.TellSent(document, now);
                }

                foreach (var ear in ears)
                {
                    await ear.Filed(db, document);
                }

                return null;
            }, CancellationToken.None);
            // Without a row the kept file is named by nothing: the sweeper takes it.
            if (refusal is { } refused)
            {
                return await Refuse(actor, wanted, refused);
            }

            reader.Soon();
            return new Filed.Added(document);
        }
        catch (DbUpdateException exception) when (wanted.Encounter is not null && exception.InnerException?.Message.Contains(EncounterGuard.Name, StringComparison.Ordinal) == true)
        {
            return await Refuse(actor, wanted, FileRefusal.EncounterUnknown);
        }
    }

    internal async Task<Filed> Refuse(Actor actor, NewDocument wanted, FileRefusal why)
    {
        db.Record(actor, AuditAction.DocumentRefused, clock.Now, patient: wanted.Patient, allowed: false, detail: why.Code());
        await db.SaveChangesAsync(CancellationToken.None);
        return new Filed.Refused(why);
    }
}

public static class FileRefusals
{
    /// <summary>The code on the wire: "too-large".</summary>
    public static string Code(this FileRefusal why) => why switch
    {
        FileRefusal.NameMissing => "name-missing",
        FileRefusal.TypeNotTaken => "type-not-taken",
        FileRefusal.Empty => "empty",
        FileRefusal.TooLarge => "too-large",
        FileRefusal.ContentMismatch => "content-mismatch",
        FileRefusal.ActiveContent => "active-content",
        FileRefusal.TwoKinds => "two-kinds",
        FileRefusal.Bomb => "bomb",
        FileRefusal.Infected => "infected",
        FileRefusal.Uncheckable => "uncheckable",
        FileRefusal.Locked => "locked",
        FileRefusal.EncounterUnknown => "encounter-unknown",
        FileRefusal.VisitOver => "visit-over",
        FileRefusal.RequestOver => "request-over",
        FileRefusal.PatientUnknown => "patient-unknown",
        FileRefusal.VersionUnknown => "version-unknown",
        FileRefusal.VersionReplaced => "version-replaced",
        FileRefusal.ClinicFull => "clinic-full",
        FileRefusal.PatientFull => "patient-full",
        FileRefusal.Damaged => "damaged-on-arrival",
        _ => throw new ArgumentOutOfRangeException(nameof(why)),
    };

    public static int Status(this FileRefusal why) => why switch
    {
        FileRefusal.TooLarge => StatusCodes.Status413PayloadTooLarge,
        FileRefusal.TypeNotTaken or FileRefusal.ContentMismatch or FileRefusal.ActiveContent or FileRefusal.TwoKinds or FileRefusal.Bomb or FileRefusal.Infected or FileRefusal.Uncheckable or FileRefusal.Locked => StatusCodes.Status415UnsupportedMediaType,
        FileRefusal.EncounterUnknown or FileRefusal.PatientUnknown or FileRefusal.VersionUnknown => StatusCodes.Status404NotFound,
        FileRefusal.VisitOver or FileRefusal.VersionReplaced => StatusCodes.Status409Conflict,
        FileRefusal.RequestOver => StatusCodes.Status410Gone,
        FileRefusal.ClinicFull or FileRefusal.PatientFull => StatusCodes.Status422UnprocessableEntity,
        _ => StatusCodes.Status400BadRequest,
    };
}
