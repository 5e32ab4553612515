using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Telemed.Consultations;
using Telemed.Notifications;
using Telemed.Notifications.Email;
using Telemed.Platform;
using Telemed.Records;
using Telemed.Tests.Consultations;
using Telemed.Tests.Records;

namespace Telemed.Tests.Security;

/// <summary>An app that keeps every log line, down to the most talkative level.</summary>
public sealed class ListeningApp : TelemedApp, ILoggerProvider
{
    public ConcurrentQueue<string> Lines { get; } = [];

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.ConfigureServices(services => services.AddLogging(logging => logging.AddProvider(this).AddFilter<ListeningApp>("", LogLevel.Trace)));
    }

    public ILogger CreateLogger(string categoryName) => new Ear(categoryName, Lines);

    private sealed class Ear(string category, ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{logLevel} {category}: {formatter(state, exception)} {exception}");
    }
}

/// <summary>What must stand nowhere: names, notes and tokens in the log, tokens and codes in the database.</summary>
public sealed partial class LeakTests(ListeningApp app) : IClassFixture<ListeningApp>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_name_note_address_or_token_is_logged_and_no_token_or_code_is_stored()
    {
        const string wrongPassword = "canary-password-98231";
        await app.Anonymous().Fill("/sign-in", ("Typed.Email", "canary-stranger@telemed.test"), ("Typed.Password", wrongPassword));
        var nora = await app.Browser(app.Cast.Nora);
        await nora.Fill("/patients/new", ("family", "Canaryfamily"), ("given", "Canarygiven"), ("birth", "1984-05-06"), ("sex", "Female"), ("email", "canary-patient@telemed.test"));
        var note = await WriteNote();
        var tokens = await Tokens();
        var codes = await Codes(tokens[0]);

        var log = string.Join('\n', app.Lines);
        Assert.Contains("Application started", log, StringComparison.Ordinal); // the ear hears
        string[] secrets = [wrongPassword, "canary-stranger", "Canaryfamily", "CANARYFAMILY", "Canarygiven", "canary-patient", note, .. tokens, .. codes];
        Assert.All(secrets, secret => Assert.False(log.Contains(secret, StringComparison.Ordinal), $"In the log: {secret}"));
        Assert.Contains("Canaryfamily", await Everything(), StringComparison.Ordinal); // the search sees what is there
        var stored = await Everything();
        Assert.All(tokens, token => Assert.DoesNotContain(token, stored, StringComparison.Ordinal));
        Assert.All(codes, code => Assert.DoesNotMatch($@"(?<![0-9A-Fa-f-]){code}(?![0-9A-Fa-f-])", stored));
    }

    private async Task<string> WriteNote()
    {
        const string text = "canary-note-text-5512";
        var visit = await app.Visit(EncounterStatus.InProgress);
        var alice = await app.Browser(app.Cast.Alice);
        var begun = await alice.BeginNote(visit);
        (await alice.Save(visit, begun.Version, new NoteText(text, text, text, text))).EnsureSuccessStatusCode();
        return text;
    }

    /// <summary>Tokens that went out by mail and by hand; the first is redeemed.</summary>
    private async Task<List<string>> Tokens()
    {
        var scene = await VisitScene.Book(app);
        await app.Services.GetRequiredService<Outbox>().Drain(Cancel);
        var mail = await app.Services.GetRequiredService<DevMailbox>().Expect("bob@telemed.test", Cancel, m => m.Link?.Contains("/join#", StringComparison.Ordinal) == true);
        List<string> tokens = [mail.Link!.Split('#')[1], await scene.Link(scene.Bob), await scene.Link(scene.Alice)];
        var answer = await app.Anonymous().PostAsJsonAsync("/join/redeem", new { token = tokens[0], place = "home" }, Cancel);
        Assert.Contains("joined", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        return tokens;
    }

    /// <summary>The code that another browser asked for.</summary>
    private async Task<List<string>> Codes(string token)
    {
        await app.Anonymous().PostAsJsonAsync("/join/code", new { token }, Cancel);
        var mail = await app.Services.GetRequiredService<DevMailbox>().Expect("bob@telemed.test", Cancel, m => SixDigits().IsMatch(m.Text));
        var code = SixDigits().Match(mail.Text).Value;
        return [code, code.Replace(" ", "", StringComparison.Ordinal)];
    }

    /// <summary>Every value of every row of every table, bytes as text too.</summary>
    private Task<string> Everything() => app.InClinic(app.Cast.North, async db =>
    {
        var all = new StringBuilder();
        await db.Database.OpenConnectionAsync(Cancel);
        foreach (var table in db.Model.GetEntityTypes().Select(e => e.GetTableName()!).Distinct())
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // the table names come from the model
            command.CommandText = $"SELECT * FROM {table}";
#pragma warning restore CA2100
            await using var reader = await command.ExecuteReaderAsync(Cancel);
            while (await reader.ReadAsync(Cancel))
            {
                for (var column = 0; column < reader.FieldCount; column++)
                {
                    all.Append(reader.GetValue(column) is byte[] bytes ? Encoding.Latin1.GetString(bytes) : Convert.ToString(reader.GetValue(column), CultureInfo.InvariantCulture)).Append('\n');
                }
            }
        }

        return all.ToString();
    });

    [GeneratedRegex(@"\b\d{3} ?\d{3}\b")]
    private static partial Regex SixDigits();
}
