using Microsoft.Data.Sqlite;
using Xunit.Sdk;
using Xunit.v3;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;

[assembly: AssemblyFixture(typeof(Telemed.BrowserTests.Testing.RunningServer))]
[assembly: Parallelization(Mode = ParallelMode.None)]

namespace Telemed.BrowserTests.Testing;

/// <summary>
/// The built server as its own process, on a free port, with a data folder of its own and the demonstration's people in it. The very
/// program that <c>bin/dev</c> starts; browsers reach it over real sockets.
/// </summary>
public sealed partial class RunningServer : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly string _dataFolder = Directory.CreateTempSubdirectory("telemed-browser-").FullName;
    private readonly List<string> _said = [];
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Process? _process;

    public Uri Address { get; } = new($"http://localhost:{FreePort()}");

    public HttpClient Http { get; private set; } = null!;

    /// <summary>The password of a person of the demonstration, by e-mail.</summary>
    public string PasswordOf(string email) => Lines().Select(l => SignIn().Match(l)).First(m => m.Success && m.Groups[1].Value == email).Groups[2].Value;

    public async ValueTask InitializeAsync()
    {
        Http = new HttpClient { BaseAddress = Address };
        using (var migrate = Start("migrate"))
        {
            await migrate.WaitForExitAsync();
            Assert.Equal(0, migrate.ExitCode);
        }

        _process = Start("--urls", Address.ToString());
        var ended = _process.WaitForExitAsync();
        if (await Task.WhenAny(_ready.Task, ended).WaitAsync(Patience) == ended)
        {
            throw new InvalidOperationException("The server ended: " + string.Join('\n', Lines().TakeLast(30)));
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process?.Dispose();
        Http.Dispose();
        Directory.Delete(_dataFolder, recursive: true);
    }

    /// <summary>A consultation that is ready now: a link for either side.</summary>
    public async Task<Links> ReadyVisit()
    {
        using var answer = await Http.PostAsJsonAsync("/dev/links", new { });
        var text = await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
        return new Links(Practitioner().Match(text).Groups[1].Value, Patient().Match(text).Groups[1].Value);
    }

    /// <summary>What the link's page is told; looking redeems nothing.</summary>
    public async Task<JsonElement> Expected(string link)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/join/expected") { Content = JsonContent.Create(new { token = new Uri(link).Fragment[1..] }) };
        using var answer = await Http.SendAsync(request);
        return await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>Makes the instant visit of this participant as old as it would be after that time: days pass in no test.</summary>
    public async Task Ages(string participant, TimeSpan by)
    {
        await using var database = new SqliteConnection($"Data Source={Path.Combine(_dataFolder, "telemed.db")};Default Timeout=30;Pooling=False");
        await database.OpenAsync();
        await using var older = database.CreateCommand();
        older.CommandText = "UPDATE encounters SET created_at = created_at - $by WHERE id = (SELECT encounter_id FROM participants WHERE upper(id) = upper($participant))";
        older.Parameters.AddWithValue("$by", (long)by.TotalMilliseconds);
        older.Parameters.AddWithValue("$participant", participant);
        Assert.Equal(1, await older.ExecuteNonQueryAsync());
    }

    private Process Start(params string[] arguments)
    {
        var project = Path.Combine(Repository(), "src", "Telemed");
        var start = new ProcessStartInfo(Path.Combine(project, "bin", "Debug", "net10.0", "telemed"), arguments)
        {
            WorkingDirectory = project, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["Telemed__DataFolder"] = _dataFolder;
        start.Environment["Telemed__Postgres"] = "";
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private void Hear(string? line)
    {
        lock (_said)
        {
            _said.Add(line ?? "");
        }

        if (line?.StartsWith("Patient link:", StringComparison.Ordinal) == true)
        {
            _ready.TrySetResult();
        }
    }

    private string[] Lines()
    {
        lock (_said)
        {
            return [.. _said];
        }
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Telemed.slnx")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex(@"Practitioner link: (\S+)")]
    private static partial Regex Practitioner();

    [GeneratedRegex(@"Patient link: (\S+)")]
    private static partial Regex Patient();

    [GeneratedRegex(@"^  (?:Practitioner|Assistant|Administrator|Patient)\s+(\S+)\s+(\S+)$")]
    private static partial Regex SignIn();
}

/// <summary>The two links into one visit.</summary>
public sealed record Links(string Practitioner, string Patient);
