using System.Diagnostics;
using System.Globalization;
using Telemed.Benchmarks.Booking;
using Telemed.Benchmarks.Running;
using Telemed.Platform;

namespace Telemed.Benchmarks.Uploading;

/// <summary>
/// A document of the largest usual size, sent and taken back one after the other, in turns with what the machine does with as many bytes without a
/// server: a plain copy that is on the disk, and its own OpenSSL on one core. All in MB a second.
/// </summary>
internal sealed class Transfers
{
    public const int Length = 50_000_000;

    private const double Least = 0.6;

    private readonly Scratch _scratch;
    private readonly List<double> _copy = [];
    private readonly List<double> _cipher = [];

    public Transfers(Scratch scratch)
    {
        _scratch = scratch;
        new Random(1).NextBytes(Content);
        "%PDF-1.7"u8.CopyTo(Content);
        File.WriteAllBytes(scratch["original"], Content);
    }

    public byte[] Content { get; } = new byte[Length];
    public List<double> Up { get; } = [];
    public List<double> Down { get; } = [];

    /// <param name="counts">Else it only warms up.</param>
    public async Task Take(Desk desk, PatientId patient, bool counts)
    {
        var document = "";
        var (sent, taken) = (await Rate(async () => document = await Send(desk, patient)), await Rate(() => desk.Take(document)));
        var copied = await Rate(() => Task.Run(Copy));
        if (counts)
        {
            Up.Add(sent);
            Down.Add(taken);
            _copy.Add(copied);
            _cipher.Add(await OpenSsl());
        }
    }

    public async Task<string> Send(Desk desk, PatientId patient)
    {
        using var body = new ByteArrayContent(Content);
        return await desk.File(patient, "scan.pdf", body);
    }

    /// <param name="where">The files lie; after a comma.</param>
    public void Tell(Findings findings, string where)
    {
        var floor = Math.Min(_copy.Median(), _cipher.Median());
        var words = $"copy with fsync {_copy.Median():0} MB/s, openssl AES-256-GCM {_cipher.Median():0} MB/s";
        findings.Add(new Finding($"upload of 50 MB, encrypted{where}", $"{Up.Median():0} MB/s", words, Up.Median() / floor, "≥ 0.6 × the slower", Up.Median() >= Least * floor));
        findings.Add(new Finding($"download of 50 MB, decrypted{where}", $"{Down.Median():0} MB/s", words, Down.Median() / floor, "≥ 0.6 × the slower", Down.Median() >= Least * floor));
    }

    /// <summary>Of work that moves <see cref="Length"/> bytes.</summary>
    public static async Task<double> Rate(Func<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work();
        return Length / 1e6 / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private void Copy()
    {
        File.Copy(_scratch["original"], _scratch["copy"], overwrite: true);
        using var copy = File.OpenHandle(_scratch["copy"], FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(copy);
    }

    private static async Task<double> OpenSsl()
    {
        using var openssl = Process.Start(new ProcessStartInfo("openssl", ["speed", "-evp", "aes-256-gcm", "-bytes", "65536", "-seconds", "1", "-mr"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (said, _) = (await openssl.StandardOutput.ReadToEndAsync(), await openssl.StandardError.ReadToEndAsync());
        await openssl.WaitForExitAsync();
        return double.Parse(said.Split('\n').Single(l => l.StartsWith("+F:", StringComparison.Ordinal)).Split(':')[^1], CultureInfo.InvariantCulture) / 1e6;
    }
}
