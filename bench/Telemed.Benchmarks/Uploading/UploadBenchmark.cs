using System.Diagnostics;
using Telemed.Benchmarks.Booking;
using Telemed.Benchmarks.Running;

namespace Telemed.Benchmarks.Uploading;

/// <summary>A document of the largest size over HTTP, beside a plain copy of the same file with fsync; and memory under many at once.</summary>
internal static class UploadBenchmark
{
    private const int Length = 50_000_000;
    private const int AtOnce = 20;
    private const double Least = 0.6;
    private const double MostGrowth = 64;

    public static async Task Run(Settings settings, Findings findings)
    {
        using var scratch = new Scratch();
        var launch = new Launch(settings.Published, scratch["data"]);
        await PublishedServer.Migrate(launch);
        var clinic = await LoadClinic.Write(launch.DataFolder, "", practitioners: 2);
        await using var server = await PublishedServer.Start(launch);
        using var desk = await Desk.SignIn(server.Address, clinic.Emails[0], 0);
        var content = new byte[Length];
        new Random(1).NextBytes(content);
        "%PDF-1.7"u8.CopyTo(content);
        await File.WriteAllBytesAsync(scratch["original"], content);
        var (up, down, copy, cipher) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var i = -2; i < settings.Uploads; i++)
        {
            var document = "";
            var sent = await Seconds(async () => document = await Send(desk, clinic, content));
            var taken = await Seconds(async () => await desk.Take(document));
            var copied = await Seconds(() => Task.Run(() => Copy(scratch["original"], scratch["copy"])));
            if (i >= 0)
            {
                up.Add(Length / 1e6 / sent);
                down.Add(Length / 1e6 / taken);
                copy.Add(Length / 1e6 / copied);
                cipher.Add(await OpenSsl());
            }
        }

        var floor = Math.Min(copy.Median(), cipher.Median());
        var words = $"copy with fsync {copy.Median():0} MB/s, openssl AES-256-GCM {cipher.Median():0} MB/s";
        findings.Add(new Finding("upload of 50 MB, encrypted", $"{up.Median():0} MB/s", words, up.Median() / floor, "≥ 0.6 × the slower", up.Median() >= Least * floor));
        findings.Add(new Finding("download of 50 MB, decrypted", $"{down.Median():0} MB/s", words, down.Median() / floor, "≥ 0.6 × the slower", down.Median() >= Least * floor));
        using var other = await Desk.SignIn(server.Address, clinic.Emails[1], 1);
        var (growth, rate) = await Growth(server, [desk, other], clinic, content);
        findings.Add(new Finding($"memory growth, {AtOnce} uploads at once", $"{growth:0} MB ({rate:0} MB/s in all)", "–", null, "≤ 64 MB", growth <= MostGrowth));
    }

    private static async Task<string> Send(Desk desk, LoadClinic clinic, byte[] content)
    {
        using var body = new ByteArrayContent(content);
        return await desk.File(clinic.Patients[0], "scan.pdf", body);
    }

    /// <summary>What this machine's own OpenSSL encrypts in a second on one core, in MB.</summary>
    private static async Task<double> OpenSsl()
    {
        using var openssl = Process.Start(new ProcessStartInfo("openssl", ["speed", "-evp", "aes-256-gcm", "-bytes", "65536", "-seconds", "1", "-mr"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (said, _) = (await openssl.StandardOutput.ReadToEndAsync(), await openssl.StandardError.ReadToEndAsync());
        await openssl.WaitForExitAsync();
        return double.Parse(said.Split('\n').Single(l => l.StartsWith("+F:", StringComparison.Ordinal)).Split(':')[^1], System.Globalization.CultureInfo.InvariantCulture) / 1e6;
    }

    private static void Copy(string from, string to)
    {
        File.Copy(from, to, overwrite: true);
        using var copy = File.OpenHandle(to, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(copy);
    }

    private static async Task<double> Seconds(Func<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>By how much the server's resident memory rose at most, in MB, and the bytes taken a second.</summary>
    private static async Task<(double Growth, double Rate)> Growth(PublishedServer server, Desk[] desks, LoadClinic clinic, byte[] content)
    {
        var (before, most) = (server.Resident, 0L);
        var started = Stopwatch.GetTimestamp();
        var all = Task.WhenAll(Enumerable.Range(0, AtOnce).Select(i => Task.Run(() => Send(desks[i % desks.Length], clinic, content))));
        while (!all.IsCompleted)
        {
            most = Math.Max(most, server.Resident);
            await Task.WhenAny(all, Task.Delay(10));
        }

        await all;
        return ((most - before) / 1e6, AtOnce * Length / 1e6 / Stopwatch.GetElapsedTime(started).TotalSeconds);
    }
}
