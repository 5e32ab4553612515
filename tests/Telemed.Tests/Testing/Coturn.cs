using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Telemed.Tests.Testing;

/// <summary>Debian's coturn as a process of its own, on loopback, with a configuration that the product printed.</summary>
public sealed class Coturn : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly Process _process;
    private readonly string _folder;
    private readonly StringBuilder _said = new();

    private readonly Namespace? _inside;

    private Coturn(Process process, string folder, int port, Namespace? inside) => (_process, _folder, Port, _inside) = (process, folder, port, inside);

    public int Port { get; }

    /// <summary>What it has said so far.</summary>
    public string Said
    {
        get
        {
            lock (_said)
            {
                return _said.ToString();
            }
        }
    }

    /// <param name="config">As printed; its listening-port is <paramref name="port"/>.</param>
    /// <param name="more">Lines that only a test adds.</param>
    public static Task<Coturn> Start(string config, int port, params string[] more) => Start(null, ["127.0.0.1", "::1"], config, port, more);

    /// <summary>On the loopback of that namespace, which has no IPv6; what it relays, it relays at the address <paramref name="relay"/> there.</summary>
    public static Task<Coturn> Start(Namespace inside, string relay, string config, int port, params string[] more) => Start(inside, [relay], config, port, more);

    private static async Task<Coturn> Start(Namespace? inside, string[] relays, string config, int port, string[] more)
    {
        var folder = Directory.CreateTempSubdirectory("telemed-coturn-").FullName;
        var file = Path.Combine(folder, "turnserver.conf");
        await File.WriteAllLinesAsync(file, [config, .. more]);
        string[] arguments = ["-c", file, "--listening-ip=127.0.0.1", .. inside is null ? (string[])["--listening-ip=::1"] : [], .. relays.Select(relay => $"--relay-ip={relay}"), $"--pidfile={Path.Combine(folder, "pid")}", $"--userdb={Path.Combine(folder, "db")}", "--log-file=stdout"];
        var start = inside?.Command("turnserver", arguments) ?? new ProcessStartInfo("turnserver", arguments);
        (start.WorkingDirectory, start.RedirectStandardOutput, start.RedirectStandardError) = (folder, true, true);
        var coturn = new Coturn(Process.Start(start)!, folder, port, inside);
        coturn.Listen();
        await coturn.Answers();
        return coturn;
    }

    /// <summary>What coturn's own client is told when it asks to reach that peer: "bound", the number of the error, or "no-allocation".</summary>
    public async Task<string> Reach(string name, string password, string peer, CancellationToken cancel)
    {
        // On a busy machine the client may give up before it was answered at all: that tells nothing, and it asks again.
        var told = "silence";
        for (var ask = 0; ask < 3 && told == "silence"; ask++)
        {
            told = await Ask(name, password, peer, cancel);
        }

        return told;
    }

    private async Task<string> Ask(string name, string password, string peer, CancellationToken cancel)
    {
        var start = new ProcessStartInfo("turnutils_uclient",
            ["-v", .. peer.Contains(':', StringComparison.Ordinal) ? (string[])["-x"] : [], "-u", name, "-w", password,
                "-p", Port.ToString(CultureInfo.InvariantCulture), "-e", peer, "-n", "1", "-m", "1", "-c", "127.0.0.1"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var client = Process.Start(start)!;
        try
        {
            var asked = false;
            while (await client.StandardOutput.ReadLineAsync(cancel).AsTask().WaitAsync(Patience, cancel) is { } line)
            {
                asked |= line.Contains("channel bind sent", StringComparison.Ordinal);
                if (Answer(line, asked) is { } answer)
                {
                    return answer;
                }
            }

            return "silence";
        }
        finally
        {
            client.Kill();
            await client.WaitForExitAsync(cancel);
        }
    }

    private static string? Answer(string line, bool asked) => line switch
    {
        _ when line.Contains("Cannot complete Allocation", StringComparison.Ordinal) => "no-allocation",
        _ when line.Contains("channel bind: error ", StringComparison.Ordinal) => line.Split("channel bind: error ")[1].Split(' ')[0],
        _ when asked && line.Contains("success", StringComparison.Ordinal) => "bound",
        _ => null,
    };

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Listen()
    {
        void Hear(object sender, DataReceivedEventArgs line)
        {
            lock (_said)
            {
                _said.AppendLine(line.Data);
            }
        }

        _process.OutputDataReceived += Hear;
        _process.ErrorDataReceived += Hear;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private async Task Answers()
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                var here = new IPEndPoint(IPAddress.Loopback, Port);
                using var line = await (_inside?.Connect(here) ?? Task.Run(() => Namespace.Dial(here)));
                return;
            }
            catch (SocketException) when (Stopwatch.GetElapsedTime(started) < Patience && !_process.HasExited)
            {
                await Task.Yield();
            }
        }
    }
}
