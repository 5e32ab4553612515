using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;

namespace Telemed.Tests.Durability;

/// <summary>The server in a process of its own, as it is deployed, to be killed without a word.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();

    private ServerProcess(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public bool HasEnded => _process.HasExited;

    /// <summary>The product's own errors, each with what follows it.</summary>
    public IEnumerable<string> Faults => _output.Zip(_output.Skip(1).Append("")).Where(l => l.First.StartsWith("fail: Telemed", StringComparison.Ordinal))
        .Select(l => $"{l.First} {l.Second.Trim()}");

    public string Output => string.Join(Environment.NewLine, _output);

    /// <summary>Starts it on a free port and waits until it is ready.</summary>
    /// <param name="defect">The seeded defect that it runs with, or null.</param>
    /// <param name="host">What it listens on; asked at 127.0.0.1 all the same.</param>
    /// <param name="settings">More of its environment.</param>
    public static async Task<ServerProcess> Start(string folder, string? postgres, string? defect = null, string environment = "Testing", string host = "127.0.0.1",
        int? port = null, IReadOnlyDictionary<string, string>? settings = null)
    {
        var address = new Uri($"http://127.0.0.1:{port ?? FreePort.Take()}");
        var start = Telemed(folder, postgres, environment, address, defect, "--urls", $"http://{host}:{address.Port}");
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var server = new ServerProcess(Process.Start(start)!, address);
        server._process.OutputDataReceived += (_, line) => server.Keep(line.Data);
        server._process.ErrorDataReceived += (_, line) => server.Keep(line.Data);
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        try
        {
            await server.Ready();
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        return server;
    }

    /// <summary>Runs a command to its end: <c>telemed migrate</c>, or a start that is refused.</summary>
    public static Task<(int Code, string Output)> Run(string folder, string? postgres, string? input, params string[] arguments) =>
        Run(folder, postgres, input, new Dictionary<string, string>(), arguments);

    /// <inheritdoc cref="Run(string, string?, string?, string[])"/>
    /// <param name="settings">More of its environment.</param>
    public static async Task<(int Code, string Output)> Run(string folder, string? postgres, string? input, IReadOnlyDictionary<string, string> settings, params string[] arguments)
    {
        var start = Telemed(folder, postgres, "Production", new Uri($"http://127.0.0.1:{FreePort.Take()}"), null, arguments);
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        if (input is not null)
        {
            await process.StandardInput.WriteLineAsync(input);
        }

        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(Patience);
        var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, string.Concat(output));
    }

    private static ProcessStartInfo Telemed(string folder, string? postgres, string environment, Uri address, string? defect, params string[] arguments)
    {
        return new ProcessStartInfo("dotnet", [.. Program(defect), .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = folder,
            Environment =
            {
                ["ASPNETCORE_ENVIRONMENT"] = environment, ["Telemed__DataFolder"] = folder, ["Telemed__Postgres"] = postgres ?? "",
                ["Telemed__PublicAddress"] = address.ToString(), ["ASPNETCORE_HOSTINGSTARTUPASSEMBLIES"] = defect is null ? "" : typeof(AnswerBeforeCommit).Assembly.GetName().Name,
                [AnswerBeforeCommit.Switch] = defect ?? "", ["Logging__LogLevel__Default"] = "Warning",
            },
        };
    }

    /// <summary>As bin/trial published it; else what was built with the tests.</summary>
    private static string[] Program(string? defect)
    {
        if (defect is null && Environment.GetEnvironmentVariable("TELEMED_PUBLISHED") is { Length: > 0 } published)
        {
            return [Path.Combine(published, "telemed.dll")];
        }

        // The tests' dependency file: it names the tests' own assembly too, where the seeded defect lives.
        var here = AppContext.BaseDirectory;
        return ["exec", "--depsfile", Path.Combine(here, "Telemed.Tests.deps.json"), "--runtimeconfig", Path.Combine(here, "telemed.runtimeconfig.json"),
            Path.Combine(here, "telemed.dll")];
    }

    /// <summary>Waits until it has printed this.</summary>
    public async Task Says(string words)
    {
        var clock = Stopwatch.StartNew();
        while (!Output.Contains(words, StringComparison.Ordinal))
        {
            Assert.True(clock.Elapsed < Patience && !_process.HasExited, $"never said '{words}': {Output}");
            await Task.Delay(20);
        }
    }

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public async Task Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, as systemd stops a service; returns when it has ended.</summary>
    public async Task Stop()
    {
        await Signal("TERM");
        await Ended();
    }

    /// <summary>Sends a signal by name, without waiting for what it does.</summary>
    public async Task Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Returns when the process has ended, by itself or not.</summary>
    public async Task Ended()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await Kill();
        }

        _process.Dispose();
    }

    private async Task Ready()
    {
        using var client = new HttpClient { BaseAddress = Address };
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < Patience)
        {
            if (_process.HasExited)
            {
                throw new InvalidOperationException($"The server ended with {_process.ExitCode}: {Output}");
            }

            try
            {
                if ((await client.GetAsync("/health/ready")).StatusCode is HttpStatusCode.OK)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet: the only way to know is to ask again.
            }

            await Task.Delay(20);
        }

        throw new TimeoutException($"The server was not ready within {Patience}: {Output}");
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            _output.Enqueue(line);
        }
    }
}
