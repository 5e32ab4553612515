using Microsoft.Data.Sqlite;
using Xunit.Sdk;
using Xunit.v3;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using Telemed.BrowserTests.Networks;
using Telemed.Tests.Testing;

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
    private TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Process? _process;

    /// <summary>Settings of this server alone, as environment variables.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Set: the server stands in the middle of that internet, and is asked from there.</summary>
    public Internet? Inside { get; init; }

    public Uri Address { get; } = new($"http://localhost:{FreePort.Take()}");

    public HttpClient Http { get; private set; } = null!;

    /// <summary>The password of a person of the demonstration, by e-mail.</summary>
    public string PasswordOf(string email) => Lines().Select(l => SignIn().Match(l)).First(m => m.Success && m.Groups[1].Value == email).Groups[2].Value;

    public async ValueTask InitializeAsync()
    {
        Http = new HttpClient(new SocketsHttpHandler { ConnectCallback = Inside is null ? null : FromInside }) { BaseAddress = Address };
        using (var migrate = Start("migrate"))
        {
            await migrate.WaitForExitAsync();
            Assert.Equal(0, migrate.ExitCode);
        }

        await Serve();
        if (Inside is not null)
        {
            await Inside.Publish(Address.Port);
        }
    }

    /// <summary>SIGKILL: no goodbye to anybody, nothing written that was not yet.</summary>
    public async Task Kill()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>The same program at the same address over the same data; returns once it answers.</summary>
    public Task StartAgain() => Serve();

    private async Task Serve()
    {
        _ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _process = Start("--urls", Inside is null ? Address.ToString() : $"http://127.0.0.1:{Address.Port}");
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

    /// <summary>The account of the practitioner whose link this is.</summary>
    public async Task<string> AccountOf(string practitionerLink)
    {
        var name = (await Expected(practitionerLink)).GetProperty("you").GetString()!;
        // The first letters of the family name: an address has no accents or apostrophes.
        return Lines().Select(l => SignIn().Match(l)).Where(l => l.Success).Select(l => l.Groups[1].Value)
            .First(email => name.Contains($" {email.Split('@')[0].Split('.')[^1][..4]}", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>What the link's page is told; looking redeems nothing.</summary>
    public async Task<JsonElement> Expected(string link)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/join/expected") { Content = JsonContent.Create(new { token = new Uri(link).Fragment[1..] }) };
        using var answer = await Http.SendAsync(request);
        return await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>Whether the clinics let patients in by hand, as their administrators may set it.</summary>
    public Task AdmitByHand(bool byHand) => Execute("UPDATE tenants SET admit_by_hand = $on", ("$on", byHand));

    /// <summary>
    /// Makes the instant visit of this participant, which nobody joined, as old as it would be after that time, and over as it would be
    /// after its hour: days pass in no test, and an old visit left open would be taken for the pair's open one.
    /// </summary>
    public Task Ages(string participant, TimeSpan by) => Execute(
        """
        UPDATE encounters SET created_at = created_at - $by, ended_at = created_at - $by + 3600000, ended_because = 'Expired', status = 'Cancelled', due_at = NULL
        WHERE id = (SELECT encounter_id FROM participants WHERE upper(id) = upper($participant))
        """,
        ("$by", (long)by.TotalMilliseconds), ("$participant", participant));

    /// <summary>How long the last incident of that kind was that began since then and is over, as the record has it; null: there was none.</summary>
    public async Task<TimeSpan?> Last(string kind, DateTimeOffset since)
    {
        await using var database = await Open();
        await using var command = database.CreateCommand();
        command.CommandText = "SELECT ended - began FROM incidents WHERE kind = $kind AND began >= $since AND ended IS NOT NULL ORDER BY ended DESC LIMIT 1";
        command.Parameters.AddWithValue("$kind", kind);
        command.Parameters.AddWithValue("$since", since.ToUnixTimeMilliseconds());
        return await command.ExecuteScalarAsync() is long ms ? TimeSpan.FromMilliseconds(ms) : null;
    }

    /// <summary>Makes the appointment of this participant, whose visit nobody joined, that much later or earlier: its link follows.</summary>
    public Task Moves(string participant, TimeSpan by) => Execute(
        """
        UPDATE appointments SET starts_at = starts_at + $by, ends_at = ends_at + $by
        WHERE id = (SELECT e.appointment_id FROM encounters e JOIN participants p ON p.encounter_id = e.id WHERE upper(p.id) = upper($participant))
        """,
        ("$by", (long)by.TotalMilliseconds), ("$participant", participant));

    /// <summary>The one patient of that family name in the demonstration.</summary>
    public async Task<string> PatientNamed(string family)
    {
        await using var database = await Open();
        await using var command = database.CreateCommand();
        command.CommandText = "SELECT lower(id) FROM patients WHERE family_name = $family";
        command.Parameters.AddWithValue("$family", family);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>How many times are held while somebody fills in a form.</summary>
    public async Task<long> Holds()
    {
        await using var database = await Open();
        await using var command = database.CreateCommand();
        command.CommandText = "SELECT count(*) FROM busy_times WHERE kind = 'Hold'";
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task<SqliteConnection> Open()
    {
        var database = new SqliteConnection($"Data Source={Path.Combine(_dataFolder, "telemed.db")};Default Timeout=30;Pooling=False");
        await database.OpenAsync();
        return database;
    }

    private async Task Execute([StringSyntax("sql")] string sql, params (string Name, object Value)[] with)
    {
        await using var database = await Open();
        await using var command = database.CreateCommand();
#pragma warning disable CA2100 // written above
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in with)
        {
            command.Parameters.AddWithValue(name, value);
        }

        Assert.True(await command.ExecuteNonQueryAsync() > 0);
    }

    /// <summary>What a command of the program prints, with this server's settings.</summary>
    public async Task<string> Prints(string command)
    {
        using var printing = Start(command);
        await printing.WaitForExitAsync();
        Assert.Equal(0, printing.ExitCode);
        return string.Join('\n', Lines().SkipWhile(line => !line.StartsWith('#')));
    }

    private Process Start(params string[] arguments)
    {
        var project = Path.Combine(Repository(), "src", "Telemed");
        // Built as these tests are: for debugging, or as it is deployed.
        var program = Path.Combine(project, "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "telemed");
        var start = Inside is null ? new ProcessStartInfo(program, arguments) : Inside.Core.Command(program, arguments);
        (start.WorkingDirectory, start.RedirectStandardOutput, start.RedirectStandardError) = (project, true, true);
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["Telemed__DataFolder"] = _dataFolder;
        start.Environment["Telemed__Postgres"] = "";
        start.Environment["Telemed__PublicAddress"] = Inside is null ? "" : Address.ToString();
        foreach (var (name, value) in Settings)
        {
            start.Environment[name] = value;
        }

        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private async ValueTask<Stream> FromInside(SocketsHttpConnectionContext context, CancellationToken cancel) =>
        new NetworkStream(await Inside!.Core.Connect(new IPEndPoint(IPAddress.Loopback, Address.Port)), ownsSocket: true);

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

    [GeneratedRegex(@"Practitioner link: (\S+)")]
    private static partial Regex Practitioner();

    [GeneratedRegex(@"Patient link: (\S+)")]
    private static partial Regex Patient();

    [GeneratedRegex(@"^  (?:Practitioner|Assistant|Administrator|Patient)\s+(\S+)\s+(\S+)$")]
    private static partial Regex SignIn();
}

/// <summary>The two links into one visit.</summary>
public sealed record Links(string Practitioner, string Patient);
