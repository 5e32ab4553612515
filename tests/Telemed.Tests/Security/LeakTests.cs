using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Telemed.Accounts;
using Telemed.Consultations;
using Telemed.Notifications;
using Telemed.Notifications.Email;
using Telemed.Platform;
using Telemed.Records;
using Telemed.Tests.Consultations;
using Telemed.Tests.Records;

namespace Telemed.Tests.Security;

/// <summary>An app that keeps every log line, down to the most talkative level that somebody may set: only what the code itself keeps silent stays so.</summary>
public sealed class ListeningApp : TelemedApp, ILoggerProvider
{
    public ConcurrentQueue<string> Lines { get; } = [];

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.ConfigureServices((context, services) =>
        {
            services.AddLogging(logging => logging.AddProvider(this).AddFilter<ListeningApp>("", LogLevel.Trace));
            var set = context.Configuration.GetSection("Logging:LogLevel").GetChildren().Select(c => c.Key).ToHashSet(StringComparer.Ordinal);
            services.PostConfigure<LoggerFilterOptions>(options =>
            {
                foreach (var rule in options.Rules.Where(r => r is { ProviderName: null, CategoryName: { } name } && !set.Contains(name)).ToList())
                {
                    options.Rules.Add(new LoggerFilterRule(typeof(ListeningApp).FullName, rule.CategoryName, rule.LogLevel, rule.Filter));
                }
            });
        });
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

/// <summary>What must stand nowhere: names, notes and secrets in the log, secrets and codes in the database.</summary>
public sealed partial class LeakTests(ListeningApp app) : IClassFixture<ListeningApp>
{
    private readonly List<CookieContainer> _jars = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_name_note_address_or_token_is_logged_and_no_token_or_code_is_stored()
    {
        const string wrongPassword = "canary-password-98231";
        await Browser().Fill("/sign-in", ("Typed.Email", "canary-stranger@telemed.test"), ("Typed.Password", wrongPassword));
        var nora = await app.Browser(app.Cast.Nora);
        await nora.Fill("/patients/new", ("family", "Canaryfamily"), ("given", "Canarygiven"), ("birth", "1984-05-06"), ("sex", "Female"), ("email", "canary-patient@telemed.test"));
        var note = await WriteNote();
        var (links, codes) = await Visit();
        links.Add(await ShownOnce());
        await Browser().Fill("/sign-in", ("Typed.Email", "bob@telemed.test"), ("Typed.Password", Cast.Password));
        // Whatever any answer set as a cookie: of four browsers by link, of one signed in, and the form tokens of all.
        var cookies = _jars.SelectMany(j => j.GetAllCookies()).ToList();
        Assert.Equal(4, cookies.Count(c => c.Name.StartsWith("__Host-visit-", StringComparison.Ordinal)));
        Assert.Single(cookies, c => c.Name == SessionHandler.Cookie);
        string[] tokens = [.. links, .. cookies.Select(c => c.Value).Where(v => v.Length >= 40)];
        Assert.Equal(tokens.Length, tokens.Distinct(StringComparer.Ordinal).Count());

        var log = string.Join('\n', app.Lines);
        Assert.Contains("Application started", log, StringComparison.Ordinal); // the ear hears
        string[] secrets = [wrongPassword, Cast.Password, "canary-stranger", "Canaryfamily", "CANARYFAMILY", "Canarygiven", "canary-patient", "Canaryguest", "canary-guest", "canary-chat-text", note, .. tokens, .. codes];
        Assert.All(secrets, secret => Assert.False(log.Contains(secret, StringComparison.Ordinal), $"In the log: {secret}"));
        var stored = await Everything();
        Assert.Contains("Canaryfamily", stored, StringComparison.Ordinal); // the search sees what is there, hashes too
        Assert.All(links, link => Assert.Contains(Encoding.Latin1.GetString(Secret.Hash(link)!), stored, StringComparison.Ordinal));
        Assert.All(tokens, token => Assert.DoesNotContain(token, stored, StringComparison.Ordinal));
        Assert.All(tokens.Where(t => t.Length == 43), token => Assert.DoesNotContain(Encoding.Latin1.GetString(Base64Url.DecodeFromChars(token)), stored, StringComparison.Ordinal));
        Assert.All(codes, code => Assert.DoesNotMatch($@"(?<![0-9A-Fa-f-]){code}(?![0-9A-Fa-f-])", stored));
    }

    /// <summary>A browser whose cookies are looked at in the end.</summary>
    private HttpClient Browser()
    {
        _jars.Add(new CookieContainer());
        return app.Browser(_jars[^1]);
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

    /// <summary>Every kind of link of a visit, by mail and by hand, and the code with which another browser goes on; each is used.</summary>
    private async Task<(List<string> Links, List<string> Codes)> Visit()
    {
        var scene = await VisitScene.Book(app);
        await app.Services.GetRequiredService<Outbox>().Drain(Cancel);
        List<string> links = [await Mailed("bob@telemed.test", []), await scene.Link(scene.Bob), await scene.Link(scene.Alice)];
        await Redeem(links[0]);
        await Browser().PostAsJsonAsync("/join/renew", new { token = links[0] }, Cancel);
        links.Add(await Mailed("bob@telemed.test", links));
        await Redeem(links[^1]);
        await Browser().PostAsJsonAsync("/join/code", new { token = links[0] }, Cancel);
        var mail = await app.Services.GetRequiredService<DevMailbox>().Expect("bob@telemed.test", Cancel, m => SixDigits().IsMatch(m.Text));
        var code = SixDigits().Match(mail.Text).Value;
        await Joins("/join/continue", new { token = links[0], code });

        await using var alice = await scene.SignedIn(scene.Doctor, scene.Alice);
        await alice.Join();
        await alice.Call("Say", new { clientId = Guid.CreateVersion7(), text = "canary-chat-text" });
        var invited = await alice.Call<JsonElement>("Invite", new { name = "Canaryguest", kind = "relative" });
        links.Add(invited.GetProperty("link").GetProperty("url").GetString()!.Split('#')[1]);
        await Redeem(links[^1]);
        await alice.Call<JsonElement>("Invite", new { name = "Canaryguest", kind = "interpreter", email = "canary-guest@telemed.test" });
        links.Add(await Mailed("canary-guest@telemed.test", links));
        return (links, [code, code.Replace(" ", "", StringComparison.Ordinal)]);
    }

    /// <summary>The link of an instant consultation, which its page shows once.</summary>
    private async Task<string> ShownOnce()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var found = await (await alice.Fill("/instant", ("birth", "1990-02-28"), ("letters", "pet"))).Html();
        var started = await alice.Send("/instant", found, ("patient", app.Cast.Eva.ToString()));
        var path = new Uri(new Uri(TelemedApp.Address), started.Headers.Location!).AbsolutePath;
        var shown = await (await alice.Fill(path, ("_handler", "link"))).Html();
        return shown.QuerySelector("copy-link")!.GetAttribute("data-value")!.Split('#')[1];
    }

    private async Task<string> Mailed(string address, List<string> known) =>
        (await app.Services.GetRequiredService<DevMailbox>().Expect(address, Cancel, m => TokenOf(m) is { } token && !known.Contains(token))).Link!.Split('#')[1];

    private static string? TokenOf(DevMail mail) => mail.Link?.Split("/join#") is [_, var token] ? token : null;

    private Task Redeem(string token) => Joins("/join/redeem", new { token, place = "home" });

    private async Task Joins(string path, object body)
    {
        var answer = await Browser().PostAsJsonAsync(path, body, Cancel);
        Assert.Contains("joined", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    /// <summary>Every value of every row of every table that the database lists, ours or not, bytes as text too.</summary>
    private Task<string> Everything() => app.InClinic(app.Cast.North, async db =>
    {
        var all = new StringBuilder();
        var tables = await Read(db, db.IsPostgres
            ? "SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
            : "SELECT '\"' || name || '\"' FROM sqlite_master WHERE type = 'table'");
        Assert.True(tables.Count > 30, $"{tables.Count} tables");
        foreach (var table in tables)
        {
            all.AppendJoin('\n', await Read(db, $"SELECT * FROM {table}")).Append('\n');
        }

        return all.ToString();
    });

    private static async Task<List<string?>> Read(Db db, string sql)
    {
        await db.Database.OpenConnectionAsync(Cancel);
        await using var command = db.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // the table names come from the catalog
        command.CommandText = sql;
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        var values = new List<string?>();
        while (await reader.ReadAsync(Cancel))
        {
            for (var column = 0; column < reader.FieldCount; column++)
            {
                values.Add(reader.GetValue(column) is byte[] bytes ? Encoding.Latin1.GetString(bytes) : Convert.ToString(reader.GetValue(column), CultureInfo.InvariantCulture));
            }
        }

        return values;
    }

    [GeneratedRegex(@"\b\d{3} ?\d{3}\b")]
    private static partial Regex SixDigits();
}
