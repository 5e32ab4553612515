using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Telemed.Accounts;
using Telemed.Consultations;
using Telemed.Documents;
using Telemed.Platform;

namespace Telemed.Tests.Durability;

/// <summary>One large file on its way through a train tunnel, to a server that dies meanwhile.</summary>
[Trait("Trial", "yes")]
public sealed class TunnelTests
{
    private static readonly int Size = Trial.Size(24_000_000, 200_000_000);
    private static readonly int Kills = Trial.Size(1, 5);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sent_by_tus_js_client_over_a_line_cut_every_two_seconds_to_a_server_killed_five_times_it_arrives_whole_and_once()
    {
        var (folder, clock) = (Directory.CreateTempSubdirectory("telemed-tunnel-").FullName, Stopwatch.StartNew());
        var (postgres, cast, session) = await Prepare(folder);
        var (file, sha256) = await Write(Path.Combine(folder, "sent.txt"));
        var settings = new Dictionary<string, string> { ["Telemed__LargestFile"] = "2000000000" };
        var port = FreePort.Take();
        await using var tunnel = new Tunnel(port, Trial.Size(6_000_000, 20_000_000));
        var server = await ServerProcess.Start(folder, postgres, port: port, settings: settings);
        try
        {
            var sending = new
            {
                endpoint = new Uri(tunnel.Address, "/api/uploads"), cookie = $"{SessionHandler.Cookie}={session}", origin = server.Address.GetLeftPart(UriPartial.Authority), file, name = "tunnel.txt",
                size = Size, patient = cast.Bob.Patient.ToString(), memory = Path.Combine(folder, "begun.json"),
            };
            var sender = new TusSender(sending);
            for (var kill = 1; kill <= Kills; kill++)
            {
                await sender.Has((long)Size * kill / (Kills + 1), Cancel);
                await server.Kill();
                server = await ServerProcess.Start(folder, postgres, port: port, settings: settings);
                if (kill == 1)
                {
                    // As a page that is reloaded.
                    sender.Dispose();
                    sender = new TusSender(sending);
                }
            }

            using (sender)
            {
                var upload = await sender.Done.WaitAsync(TimeSpan.FromMinutes(4), Cancel);
                await Filed(new Uri(server.Address, new Uri(upload).AbsolutePath), session);
            }

            await Whole(folder, postgres, cast, sha256);
            Assert.True(tunnel.Cuts > 1, "the line was not cut");
            Trial.Report($"{Size / 1_000_000} MB by tus-js-client, {tunnel.Cuts} cuts of the line, {Kills} SIGKILLs of the server, the sender ended and begun anew once: arrived whole, once, in {clock.Elapsed.TotalSeconds:0} s");
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    /// <summary>Returns when its receipt says so: joining and checking go on when the last byte is answered.</summary>
    private static async Task Filed(Uri receipt, string session)
    {
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Add("Cookie", $"{SessionHandler.Cookie}={session}");
        while (JsonDocument.Parse(await client.GetStringAsync(receipt, Cancel)).RootElement.GetProperty("state").GetString() is var state && state != "filed")
        {
            Assert.Equal("received", state);
        }
    }

    private static async Task Whole(string folder, string? postgres, Cast cast, byte[] sha256)
    {
        await using var services = Services(folder, postgres);
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        db.Enter(cast.North);
        Assert.Equal(Convert.ToHexString(sha256), Convert.ToHexString((await db.Documents.SingleAsync(d => d.FileName == "tunnel.txt", Cancel)).Sha256));
        var (code, output) = await ServerProcess.Run(folder, postgres, null, "blobs", "check");
        Assert.True(code == 0 && output.Contains("1 files whole, 0 lost or altered", StringComparison.Ordinal), output);
    }

    private static async Task<(string? Postgres, Cast Cast, string Session)> Prepare(string folder)
    {
        var postgres = await TestDatabase.Create(folder, async (database, into) =>
        {
            await using var fresh = Services(into, database);
            await using var scope = fresh.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<DatabaseSchema>().Migrate();
        });
        await using var services = Services(folder, postgres);
        var now = SystemClock.Instance.GetCurrentInstant();
        var cast = await Cast.Enter(services.GetRequiredService<IServiceScopeFactory>(), now);
        await using var opening = services.CreateAsyncScope();
        return (postgres, cast, await Cast.OpenSession(opening.ServiceProvider, cast.Alice, now));
    }

    /// <summary>Lines of text, each with its number: no two stretches are alike.</summary>
    private static async Task<(string Path, byte[] Sha256)> Write(string path)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = File.Create(path);
        for (var line = 0; file.Length < Size; line += 1000)
        {
            var bytes = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(line, 1000).Select(l => $"{l:000000000} tension\n")));
            var kept = bytes.AsMemory(0, (int)Math.Min(bytes.Length, Size - file.Length));
            await file.WriteAsync(kept, Cancel);
            hash.AppendData(kept.Span);
        }

        return (path, hash.GetHashAndReset());
    }

    private static ServiceProvider Services(string folder, string? postgres) =>
        new ServiceCollection().AddDb(new TelemedOptions { DataFolder = folder, Postgres = postgres }).BuildServiceProvider();
}
