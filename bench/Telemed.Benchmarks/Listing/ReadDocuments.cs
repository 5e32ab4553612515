using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NodaTime;
using Telemed.Benchmarks.Booking;
using Telemed.Benchmarks.Searching;
using Telemed.Documents;
using Telemed.Documents.Blobs;
using Telemed.Documents.Reading;
using Telemed.Platform;
using Telemed.Records.Searching;

namespace Telemed.Benchmarks.Listing;

/// <summary>
/// Documents that were filed and read: each with a key of its own, and under it its words and its small picture, and the words in the index. Rows alone,
/// for what never opens the file.
/// </summary>
internal sealed class ReadDocuments
{
    private const int AtOnce = 100;
    private const int ADay = 3;

    private readonly LoadClinic _clinic;
    private readonly string _folder;
    private readonly string _postgres;
    private readonly FileKeys _keys;
    private readonly AccountId _by;
    private readonly Random _chance = new(1);

    public ReadDocuments(LoadClinic clinic, string folder, string postgres)
    {
        (_clinic, _folder, _postgres) = (clinic, folder, postgres);
        _keys = new FileKeys(Options.Create(new TelemedOptions { DataFolder = folder }), Durable.Disk);
        // As the server does at its first start.
        _keys.Add();
        Contents = new DocumentContents(_keys, NullLogger<DocumentContents>.Instance);
        _by = ManyNotes.Account(folder, postgres, clinic);
    }

    public DocumentContents Contents { get; }

    /// <param name="whose">By the number of the document, from 0.</param>
    /// <param name="words">Of each.</param>
    /// <param name="picture">Small, of each; null: none.</param>
    public async Task Write(int count, Func<int, PatientId> whose, int words, byte[]? picture)
    {
        var now = SystemClock.Instance.GetCurrentInstant();
        for (var written = 0; written < count; written += AtOnce)
        {
            await using var db = LoadClinic.Open(_folder, _postgres);
            db.Enter(_clinic.Tenant);
            var (from, terms) = (written, new BlindTerms(await Contents.MakeIndexKey(db)));
            await db.InTransaction(() => db.IndexAll([.. Enumerable.Range(from, Math.Min(AtOnce, count - from))
                .Select(n => One(db, n, whose(n), now - Duration.FromHours(24 * n / ADay), MadeUpWords.Text(_chance, words), terms, picture))]));
        }

        await ManyNotes.Analyze(_folder, _postgres);
    }

    private Indexed One(Db db, int number, PatientId patient, Instant at, string words, BlindTerms terms, byte[]? picture)
    {
        var name = new BlobName(_clinic.Tenant, Secret.New());
        var document = new Document
        {
            TenantId = _clinic.Tenant, Id = DocumentId.New(), PatientId = patient, Kind = (DocumentKind)(number % 7), FileName = $"Numérisation {number}.pdf", ContentType = "application/pdf",
            Title = number % 2 == 0 ? $"Compte rendu {number}" : null, Dated = at.InUtc().Date, Tags = number % 5 == 0 ? "Diabète, à revoir" : "", Length = 200_000, Sha256 = new byte[32],
            Blob = name.Name, Key = _keys.Wrap(RandomNumberGenerator.GetBytes(BlobFormat.Key), name), Source = DocumentSource.Upload, AddedBy = _by, AddedAt = at,
        };
        db.Add(document);
        db.Add(new DocumentReading
        {
            TenantId = _clinic.Tenant, Id = DocumentReadingId.New(), DocumentId = document.Id, NextAt = at, State = ReadingState.Read,
            Words = Contents.Seal(document, DocumentContents.Words, DocumentContents.Pack(words)), Thumbnail = picture is null ? null : Contents.Seal(document, DocumentContents.Picture, picture),
        });
        return Indexed.Of(document) with { Contents = terms.Terms(words) };
    }
}
