using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Telemed.Benchmarks.Booking;
using Telemed.Benchmarks.Running;
using Telemed.Documents.Blobs;
using Telemed.Documents.Reading;
using Telemed.Platform;
using Telemed.Records.Searching;
using Telemed.Tenancy;

namespace Telemed.Benchmarks.Searching;

/// <summary>Words looked for among a hundred thousand notes, from the database to the answer with its marks, in this process: in one record, and in all of a clinic.</summary>
internal static class SearchBenchmark
{
    private const int Notes = 100_000;

    /// <summary>Milliseconds, in one record and in a clinic.</summary>
    public const double MostOfOne = 50;
    public const double MostOfAll = 200;

    // Frequent, inflected, begun, in order, mistyped, filtered, and what nobody wrote.
    private static readonly SearchWish[] Wishes =
    [
        new("patient"), new("douleurs thoraciques"), new("hyper"), new("\"douleur thoracique\""), new("hypertensoin"), new("cholesterol vaccination diabète surveillance"),
        new("paracétamol", Kind: SearchKind.Note, Year: 2025), new("fièvre toux ba*"), new("xylophone"),
    ];

    public static async Task Run(Settings settings, Findings findings)
    {
        using var scratch = new Scratch();
        await Measure(settings, findings, "SQLite", scratch["sqlite"], "");
        await using var database = await TestDatabase.Make(settings.Postgres, "bench_search");
        await Measure(settings, findings, "PostgreSQL", scratch["postgres"], database.Connection);
    }

    private static async Task Measure(Settings settings, Findings findings, string engine, string folder, string postgres)
    {
        await PublishedServer.Migrate(new Launch(settings.Published, folder) { Postgres = postgres });
        var clinic = await LoadClinic.Write(folder, postgres, practitioners: 2);
        await ManyNotes.Care(folder, postgres, clinic);
        await ManyNotes.Write(folder, postgres, clinic, clinic.Patients, Notes);
        var actor = new AccountActor(clinic.Tenant, ManyNotes.Account(folder, postgres, clinic), Role.Practitioner, clinic.Practitioners[0], null);
        var contents = new DocumentContents(new FileKeys(Options.Create(new TelemedOptions { DataFolder = folder }), Durable.Disk), NullLogger<DocumentContents>.Instance);
        var looked = new Looked(folder, postgres, contents, actor, Wishes);
        await looked.Measure(findings, $"search in one record, {Notes} notes, {engine}", clinic.Patients[7], MostOfOne);
        await looked.Measure(findings, $"search in a clinic, {Notes} notes, {engine}", null, MostOfAll);
    }
}
