using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Telemed.Tests.Architecture;

namespace Telemed.Tests.Documents.Scanning;

/// <summary>ClamAV's daemon in a process of its own, with the lines of docs/self-hosting.md, that knows one sign: the harmless test file of EICAR.</summary>
internal sealed class ClamAv : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly string _folder;

    private ClamAv(Process process, string folder) => (_process, _folder) = (process, folder);

    /// <summary>The file by which scanners are tried; written in two halves, so that no scanner takes this program for it.</summary>
    public static byte[] Eicar { get; } = Encoding.ASCII.GetBytes(@"X5O!P%@AP[4\PZX54(P^)7CC)7}" + "$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*");

    /// <param name="instead">A line in place of the documented one.</param>
    public static async Task<ClamAv> Start(int port, string? instead = null)
    {
        var folder = Directory.CreateTempSubdirectory("telemed-clamav-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "own.ndb"), $"Eicar-Test:0:*:{Convert.ToHexString(Eicar)}\n");
        await File.WriteAllLinesAsync(Path.Combine(folder, "clamd.conf"),
            [.. Documented().Where(l => instead is null || l.Split(' ')[0] != instead.Split(' ')[0]), .. instead is null ? (string[])[] : [instead], $"DatabaseDirectory {folder}", $"TCPSocket {port.ToString(CultureInfo.InvariantCulture)}", "TCPAddr 127.0.0.1", "Foreground yes"]);
        var process = Process.Start(new ProcessStartInfo("clamd", ["--config-file", Path.Combine(folder, "clamd.conf")]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var clamav = new ClamAv(process, folder);
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await clamav.Answers(port);
        return clamav;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static IEnumerable<string> Documented() => File.ReadAllText(Path.Combine(Sources.Root, "docs/self-hosting.md")).Split("/etc/clamav/clamd.conf")[1].Split("```")[1].Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private async Task Answers(int port)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                using var line = new TcpClient();
                await line.ConnectAsync("127.0.0.1", port);
                return;
            }
            catch (SocketException)
            {
                // Not listening yet: the only way to know is to ask again.
                Assert.True(Stopwatch.GetElapsedTime(started) < Patience && !_process.HasExited, "clamd did not start: is Debian's clamav-daemon installed?");
                await Task.Delay(50);
            }
        }
    }
}
