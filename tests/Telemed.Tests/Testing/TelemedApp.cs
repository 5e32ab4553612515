using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using Telemed.Accounts;
using Telemed.Documents.Reading;
using Telemed.Platform;

namespace Telemed.Tests.Testing;

/// <summary>
/// The whole product on a real database of its own, with the cast in it and a clock that only the test moves. Use it as a class
/// fixture; a test that needs other settings derives from it.
/// </summary>
public class TelemedApp : WebApplicationFactory<Program>, IAsyncLifetime
{
    /// <summary>Monday 23 November 2026, 09:00 in Paris.</summary>
    public static readonly Instant Start = Instant.FromUtc(2026, 11, 23, 8, 0);

    public const string Address = "https://telemed.test";

    private string? _postgres;

    public FakeTimeProvider Time { get; init; } = new(Start.ToDateTimeOffset());

    public string DataFolder { get; private init; } = Directory.CreateTempSubdirectory("telemed-test-").FullName;

    public Cast Cast { get; private set; } = null!;

    /// <summary>True where the time of an answer is what is tested: it costs a quarter of a second each.</summary>
    protected virtual bool AnswersOnABeat => false;

    public Instant Now => Instant.FromDateTimeOffset(Time.GetUtcNow());

    public async ValueTask InitializeAsync()
    {
        _postgres = await TestDatabase.Create(DataFolder, async (postgres, folder) =>
        {
            await using var provider = new ServiceCollection().AddDb(new TelemedOptions { DataFolder = folder, Postgres = postgres }).BuildServiceProvider();
            await using var scope = provider.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<DatabaseSchema>().Migrate();
        });
        if (_postgres is null)
        {
            OpenWithoutContext();
        }

        Cast = await InScope(services => Cast.Enter(services.GetRequiredService<IServiceScopeFactory>(), Now));
    }

    /// <summary>
    /// SQLite's pool keeps a timer for as long as the process runs, and with it the context in which its first connection was opened: one that
    /// knows the test would keep this app alive, and each start, which collects all garbage, would take longer than the last.
    /// </summary>
    private void OpenWithoutContext()
    {
        using var db = new DbContext(DbUp.UseSqlite(new DbContextOptionsBuilder(), Path.Combine(DataFolder, "telemed.db")).Options);
        using (ExecutionContext.SuppressFlow())
        {
            db.Database.OpenConnection();
        }
    }

    /// <summary>Another process on the same rows and the same clock: what a restart finds. Dispose this one first.</summary>
    public TelemedApp Again() => new() { Time = Time, DataFolder = DataFolder, _postgres = _postgres, Cast = Cast };

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.UseEnvironment("Testing");
        // UseSetting, not ConfigureAppConfiguration: Program reads these before the host is built.
        builder.UseSetting("Telemed:DataFolder", DataFolder);
        builder.UseSetting("Telemed:Postgres", _postgres ?? "");
        builder.UseSetting("Telemed:PublicAddress", Address);
        // What is said as a matter of course would hide the test that failed.
        builder.UseSetting("Logging:LogLevel:Default", "Warning");
        foreach (var usual in (string[])["Microsoft.AspNetCore.Routing", "Microsoft.AspNetCore.DataProtection", "Orleans.Runtime"])
        {
            builder.UseSetting($"Logging:LogLevel:{usual}", "Error");
        }

        builder.ConfigureServices(services =>
        {
            // The product's clock only: the framework keeps real time. A jump of its clock makes Orleans declare itself dead and end the process.
            services.RemoveAll<Clock>();
            services.AddSingleton(new Clock(Time));
            services.RemoveAll<EvenTime>();
            services.AddSingleton(new EvenTime(IsOff: !AnswersOnABeat));
        });
    }

    /// <summary>A browser without a session. Cookies are kept; redirects are not followed, so a test sees them.</summary>
    public HttpClient Anonymous() => Browser(new CookieContainer());

    /// <summary>A browser in which <paramref name="person"/> is signed in.</summary>
    public async Task<HttpClient> Browser(Person person)
    {
        ArgumentNullException.ThrowIfNull(person);
        var secret = await InScope(services => Cast.OpenSession(services, person, Now));
        var cookies = new CookieContainer();
        cookies.Add(new Cookie(SessionHandler.Cookie, secret, "/", new Uri(Address).Host) { Secure = true });
        return Browser(cookies);
    }

    /// <summary>The Cookie header of a browser in which <paramref name="person"/> is signed in, for what is no HttpClient.</summary>
    public async Task<string> SessionCookie(Person person) =>
        $"{SessionHandler.Cookie}={await InScope(services => Cast.OpenSession(services, person, Now))}";

    /// <summary>Runs with the app's services, in no clinic.</summary>
    public async Task<T> InScope<T>(Func<IServiceProvider, Task<T>> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        await using var scope = Services.CreateAsyncScope();
        return await work(scope.ServiceProvider);
    }

    /// <summary>What a search asks for the words within documents.</summary>
    public DocumentContents Contents => Services.GetRequiredService<DocumentContents>();

    /// <summary>Runs with a database that has entered <paramref name="tenant"/>: to look at rows, or to prepare them.</summary>
    public Task<T> InClinic<T>(TenantId tenant, Func<Db, Task<T>> work) => InScope(services =>
    {
        var db = services.GetRequiredService<Db>();
        db.Enter(tenant);
        return work(db);
    });

    /// <summary>A browser with these cookies.</summary>
    public HttpClient Browser(CookieContainer cookies)
    {
        // https, because HttpClient drops Secure cookies on http.
        var browser = CreateDefaultClient(new Uri(Address), new CookieContainerHandler(cookies));
        // What a browser adds to requests of its own page; a WebSocket to /hubs must set Origin to Address instead.
        browser.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        return browser;
    }
}
