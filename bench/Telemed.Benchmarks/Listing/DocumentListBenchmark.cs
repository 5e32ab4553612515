using System.Diagnostics;
using NetVips;
using Telemed.Benchmarks.Booking;
using Telemed.Benchmarks.Running;
using Telemed.Documents;
using Telemed.Documents.Apart;
using Telemed.Platform;

namespace Telemed.Benchmarks.Listing;

/// <summary>The list of all documents of one patient, page by page, as the practitioner's browser asks for it: whole, to its last byte; and one of its small pictures.</summary>
internal static class DocumentListBenchmark
{
    private const int Documents = 1000;

    // Whose documents stand in the same tables.
    private const int Others = 20;
    private const int OfOthers = 100;
    private const int Words = 100;
    private const int WarmUp = 20;
    private const int Takes = 100;
    private const double Most = 60;

    public static async Task Run(Settings settings, Findings findings)
    {
        using var scratch = new Scratch();
        await Measure(settings, findings, "SQLite", scratch["sqlite"], "");
        await using var database = await TestDatabase.Make(settings.Postgres, "bench_documents");
        await Measure(settings, findings, "PostgreSQL", scratch["postgres"], database.Connection);
    }

    private static async Task Measure(Settings settings, Findings findings, string engine, string folder, string postgres)
    {
        var launch = new Launch(settings.Published, folder) { Postgres = postgres };
        await PublishedServer.Migrate(launch);
        var clinic = await LoadClinic.Write(folder, postgres, practitioners: 2);
        var (patient, picture, every) = (clinic.Patients[0], SmallLetter(), 1 + (Others * OfOthers / Documents));
        await new ReadDocuments(clinic, folder, postgres)
            .Write(Documents * every, n => n % every == 0 ? patient : clinic.Patients[1 + (n % Others)], Words, picture);
        await using var server = await PublishedServer.Start(launch);
        using var desk = await Desk.SignIn(server.Address, clinic.Emails[0], 0);
        var ways = Ways(patient, await FirstOf(desk, patient)).Select(w => (w.What, w.Address, Takes: new List<double>(), Processor: new List<double>())).ToList();
        for (var i = -WarmUp; i < Takes; i++)
        {
            foreach (var (_, address, takes, processor) in ways)
            {
                var (started, used) = (Stopwatch.GetTimestamp(), server.Processor);
                await desk.Take(address);
                if (i >= 0)
                {
                    takes.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                    processor.Add((server.Processor - used).TotalMilliseconds);
                }
            }
        }

        foreach (var (what, _, takes, _) in ways)
        {
            findings.Add(new Finding($"{what}, {engine}", takes.Milliseconds(), "–", null, $"p95 ≤ {Most} ms", takes.P95() <= Most));
        }

        var bytes = (await desk.Read(ways[0].Address)).Length;
        findings.Notes.Add($"List of documents on {engine}: {DocumentSought.PerPage} lines a page, each with a small picture of {picture.Length / 1000} kB, in a page of {bytes / 1000} kB. "
            + $"The server's own processor time, means: {string.Join("; ", ways.Select(w => $"{w.What} {w.Processor.Average():0.0} ms"))}.");
    }

    private static IEnumerable<(string What, string Address)> Ways(PatientId patient, string first)
    {
        var page = $"/patients/{patient}/documents";
        yield return ($"list of {Documents} documents, its first page", page);
        yield return ($"list of {Documents} documents, its last page", $"{page}?page={Documents / DocumentSought.PerPage}");
        yield return ($"list of {Documents} documents, those of one tag", $"{page}?tag=Diabète");
        yield return ("small picture of one document", $"/documents/{first}/thumbnail");
    }

    /// <summary>The id of the latest; sees that the list is as long as it should be.</summary>
    private static async Task<string> FirstOf(Desk desk, PatientId patient)
    {
        var page = await desk.Read($"/patients/{patient}/documents?page={Documents / DocumentSought.PerPage}");
        var ids = page.Split("data-id=\"").Skip(1).Select(rest => rest[..rest.IndexOf('"', StringComparison.Ordinal)]).ToList();
        return ids.Count == DocumentSought.PerPage && page.Split("class=\"thumb\"").Length == ids.Count + 1 ? ids[0]
            : throw new InvalidOperationException($"The last page of the list has {ids.Count} documents.");
    }

    /// <summary>A page of writing made small, as the product does it.</summary>
    private static byte[] SmallLetter()
    {
        using var text = Image.Text(Searching.MadeUpWords.Text(new Random(3), 300), width: 1800, dpi: 200);
        using var page = text.Invert().Embed(200, 200, 2200, 3000, extend: Enums.Extend.White);
        using var small = new MemoryStream();
        SmallPicture.Write(new MemoryStream(page.PngsaveBuffer()), small);
        return small.ToArray();
    }
}
