using System.Diagnostics;
using System.Diagnostics.Tracing;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Diagnostics.NETCore.Client;

namespace Telemed.Benchmarks.Running;

/// <summary>A process that we started and that we end; its last words are kept for an error.</summary>
internal sealed class Child : IAsyncDisposable
{
    private const int WordsKept = 40;

    /// <summary>Whoever listens for this keyword of the runtime makes it collect all garbage, https://learn.microsoft.com/dotnet/framework/performance/clr-etw-keywords-and-levels.</summary>
    private const long Collect = 0x800000;
    private const int Collections = 3;

    /// <summary>A process that used less than this share of one processor in a second did nothing but tick.</summary>
    private const double Still = 0.1;
    private const int StillSeconds = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly Process _process;
    private readonly Queue<string> _said = [];

    private long _started;
    private bool _isGone;

    private Child(Process process) => _process = process;

    /// <summary>Resident memory now, in bytes.</summary>
    public long Resident => 1024 * long.Parse(
        File.ReadLines($"/proc/{_process.Id}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);

    /// <summary>Processor time used so far.</summary>
    public TimeSpan Processor
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Resident memory once what it no longer needs is collected, in bytes.</summary>
    public async Task<long> Settled()
    {
        for (var i = 0; i < Collections; i++)
        {
            var runtime = new EventPipeProvider("Microsoft-Windows-DotNETRuntime", EventLevel.Informational, Collect);
            using var session = await new DiagnosticsClient(_process.Id).StartEventPipeSessionAsync([runtime], requestRundown: false, token: default);
            var heard = session.EventStream.CopyToAsync(Stream.Null);
            await Task.Delay(TimeSpan.FromSeconds(1));
            await session.StopAsync(default);
            await heard;
        }

        return Resident;
    }

    /// <summary>Waits until it has had nothing to do for some seconds; returns how long after its start that began, and what processor time it had used.</summary>
    public async Task<(TimeSpan After, TimeSpan Processor)> Rests()
    {
        var (still, before) = (0, Processor);
        while (still < StillSeconds)
        {
            await Task.Delay(TimeSpan.FromSeconds(1));
            var now = Processor;
            still = (now - before).TotalSeconds < Still ? still + 1 : 0;
            before = now;
        }

        return (Stopwatch.GetElapsedTime(_started) - TimeSpan.FromSeconds(StillSeconds), before);
    }

    public static Child Start(string program, string folder, IEnumerable<KeyValuePair<string, string>> variables, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        var child = new Child(new Process { StartInfo = start });
        child._process.OutputDataReceived += (_, line) => child.Hear(line.Data);
        child._process.ErrorDataReceived += (_, line) => child.Hear(line.Data);
        child._started = Stopwatch.GetTimestamp();
        child._process.Start();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Waits for its end, which must be a good one.</summary>
    public async Task Finish()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        if (_process.ExitCode != 0)
        {
            throw new InvalidOperationException($"Ended with {_process.ExitCode}: {LastWords()}");
        }
    }

    /// <summary>Asks until the answer is 200; returns how long that took since the start of the process.</summary>
    public async Task<TimeSpan> Answers(Uri address)
    {
        using var http = new HttpClient();
        while (Stopwatch.GetElapsedTime(_started) < Patience && !_process.HasExited)
        {
            try
            {
                using var answer = await http.GetAsync(address);
                if (answer.IsSuccessStatusCode)
                {
                    return Stopwatch.GetElapsedTime(_started);
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(5);
        }

        throw new InvalidOperationException($"{address} does not answer: {LastWords()}");
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        if (_isGone)
        {
            return;
        }

        _isGone = true;
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void Hear(string? line)
    {
        lock (_said)
        {
            _said.Enqueue(line ?? "");
            while (_said.Count > WordsKept)
            {
                _said.Dequeue();
            }
        }
    }

    private string LastWords()
    {
        lock (_said)
        {
            return string.Join('\n', _said);
        }
    }
}
