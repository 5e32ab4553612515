using Telemed.Benchmarks.Booking;
using Telemed.Benchmarks.Listing;
using Telemed.Benchmarks.Running;
using Telemed.Records.Searching;
using Telemed.Tenancy;

namespace Telemed.Benchmarks.Searching;

/// <summary>Words looked for within ten thousand documents of which every one was read: in one record, which has a tenth of them, and in all of a clinic.</summary>
internal static class WordsBenchmark
{
    private const int Documents = 10_000;
    private const int Tenth = 10;

    /// <summary>Two kilobytes of text.</summary>
    private const int WordsEach = 250;

    // Frequent, inflected, in order, mistyped, several, by kind and year, and what nobody wrote. What has begun is not found within documents.
    private static readonly SearchWish[] Wishes =
    [
        new("patient"), new("douleurs thoraciques"), new("\"douleur thoracique\""), new("hypertensoin"), new("cholesterol vaccination diabète surveillance"),
        new("paracétamol", Kind: SearchKind.Document, Year: 2025), new("fièvre toux auscultation libre"), new("compte rendu"), new("xylophone"),
    ];

    public static async Task Run(Settings settings, Findings findings)
    {
        using var scratch = new Scratch();
        await Measure(settings, findings, "SQLite", scratch["sqlite"], "");
        await using var database = await TestDatabase.Make(settings.Postgres, "bench_words");
        await Measure(settings, findings, "PostgreSQL", scratch["postgres"], database.Connection);
    }

    private static async Task Measure(Settings settings, Findings findings, string engine, string folder, string postgres)
    {
        await PublishedServer.Migrate(new Launch(settings.Published, folder) { Postgres = postgres });
        var clinic = await LoadClinic.Write(folder, postgres, practitioners: 2);
        await ManyNotes.Care(folder, postgres, clinic);
        var documents = new ReadDocuments(clinic, folder, postgres);
        await documents.Write(Documents, n => clinic.Patients[n % Tenth == 0 ? 0 : n % clinic.Patients.Count], WordsEach, picture: null);
        var actor = new AccountActor(clinic.Tenant, ManyNotes.Account(folder, postgres, clinic), Role.Practitioner, clinic.Practitioners[0], null);
        var looked = new Looked(folder, postgres, documents.Contents, actor, Wishes);
        await looked.Measure(findings, $"search in one record, words of {Documents / Tenth} documents of {Documents}, {engine}", clinic.Patients[0], SearchBenchmark.MostOfOne);
        await looked.Measure(findings, $"search in a clinic, words of {Documents} documents, {engine}", null, SearchBenchmark.MostOfAll);
    }
}
