using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Telemed.Documents;
using Telemed.Platform;

namespace Telemed.Tests.Durability;

/// <summary>Uploads files of every size, and deletes some of them again.</summary>
internal sealed class Filer(PatientId patient, int seed) : Writer
{
    private static readonly int Longest = Trial.Size(300_000, 2_000_000);

    /// <summary>So long that a bucket gets it in parts; every twentieth at full size.</summary>
    private const int InParts = 17_000_000;

    private readonly Random _random = new(seed);
    private readonly Dictionary<Guid, byte[]> _there = [];
    private readonly HashSet<Guid> _deleted = [];
    private readonly HashSet<Guid> _perhaps = [];
    private readonly HashSet<string> _sent = [];

    public override string Kind => "upload or deletion";

    protected override Task<bool> Write(HttpClient browser) => _there.Count > 2 && _random.Next(3) == 0 ? Delete(browser) : Upload(browser);

    private async Task<bool> Upload(HttpClient browser)
    {
        var bytes = _random.GetItems("abcdefghijklmnopqrstuvwxyz\n"u8, Trial.IsFull && _random.Next(20) == 0 ? InParts : _random.Next(1, Longest));
        var hash = SHA256.HashData(bytes);
        _sent.Add(Convert.ToHexString(hash));
        using var content = new ByteArrayContent(bytes);
        var answer = await browser.PutAsync($"/api/patients/{patient}/documents?name={seed}.txt", content, TestContext.Current.CancellationToken);
        if (answer.StatusCode is HttpStatusCode.TooManyRequests)
        {
            return false;
        }

        Assert.True(answer.StatusCode is HttpStatusCode.Created, $"An upload was answered {answer.StatusCode}.");
        _there[(await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("id").GetGuid()] = hash;
        return true;
    }

    private async Task<bool> Delete(HttpClient browser)
    {
        var id = _there.Keys.ElementAt(_random.Next(_there.Count));
        _perhaps.Add(id);
        var answer = await browser.DeleteAsync($"/api/documents/{id}", TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode is HttpStatusCode.NoContent, $"A deletion was answered {answer.StatusCode}.");
        _there.Remove(id);
        _deleted.Add(id);
        return true;
    }

    public override async Task<IReadOnlyList<string>> Check(HttpClient browser, Db db)
    {
        var (name, faults) = ($"{seed}.txt", new List<string>());
        var rows = await db.Documents.AsNoTracking().Where(d => d.FileName == name).ToListAsync();
        faults.AddRange(_there.Keys.Where(id => rows.All(r => r.Id.Value != id)).Select(id => $"document {id} was acknowledged and is not there"));
        faults.AddRange(rows.Where(r => _deleted.Contains(r.Id.Value) && r.DeletedAt is null).Select(r => $"the deletion of document {r.Id} was acknowledged and is not there"));
        foreach (var row in rows)
        {
            var answer = await browser.GetAsync($"/documents/{row.Id}", TestContext.Current.CancellationToken);
            var bytes = answer.IsSuccessStatusCode ? await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken) : null;
            faults.AddRange(Fault(row, answer.StatusCode, bytes) is { } fault ? [$"document {row.Id} {fault}"] : []);
        }

        // A deletion that was cut off stands, or does not.
        foreach (var id in rows.Where(r => r.DeletedAt is not null && _perhaps.Contains(r.Id.Value)).Select(r => r.Id.Value))
        {
            _there.Remove(id);
            _deleted.Add(id);
        }

        return faults;
    }

    private string? Fault(Document row, HttpStatusCode status, byte[]? bytes) =>
        row.DeletedAt is not null ? status is HttpStatusCode.NotFound ? null : $"is deleted and was answered {status}"
        : bytes is null ? $"is listed and was answered {status}"
        : !SHA256.HashData(bytes).AsSpan().SequenceEqual(row.Sha256) ? "has other bytes than its row says"
        : !_sent.Contains(Convert.ToHexString(row.Sha256)) ? "has bytes that nobody sent"
        : _there.TryGetValue(row.Id.Value, out var hash) && !hash.AsSpan().SequenceEqual(row.Sha256) ? "has other bytes than were sent" : null;
}
