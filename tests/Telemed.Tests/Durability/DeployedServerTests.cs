using System.Net;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Telemed.Accounts;
using Telemed.Consultations;
using Telemed.Documents;
using Telemed.Platform;
using Telemed.Tests.Documents;

namespace Telemed.Tests.Durability;

/// <summary>The program as it is deployed: commands, a start in Production, and what exists in Development only.</summary>
public sealed class DeployedServerTests
{
    private const string Password = "a long walk in rain";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_installation_is_refused_until_migrated_has_no_account_and_is_entered_by_the_first_administrator()
    {
        var (folder, postgres) = (Directory.CreateTempSubdirectory("telemed-new-").FullName, await TestDatabase.Empty());
        var (refused, why) = await ServerProcess.Run(folder, postgres, null);
        Assert.NotEqual(0, refused);
        Assert.Contains("Run `telemed migrate`", why, StringComparison.Ordinal);

        Assert.Equal(0, (await ServerProcess.Run(folder, postgres, null, "migrate")).Code);
        Assert.Equal(0, (await ServerProcess.Run(folder, postgres, null, "migrate")).Code); // again after each update
        await using var services = Services(folder, postgres);
        Assert.Equal((0, 0), await Rows(services));
        if (postgres is null && !OperatingSystem.IsWindows())
        {
            Assert.All(Directory.GetFiles(folder, "telemed.db*"), file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
        }

        var weak = await ServerProcess.Run(folder, postgres, "password", "create-admin", "--clinic", "Maison de santé", "--email", "admin@clinic.example");
        Assert.Equal(1, weak.Code);
        var made = await ServerProcess.Run(folder, postgres, Password, "create-admin", "--clinic", "Maison de santé", "--email", "admin@clinic.example");
        Assert.True(made.Code == 0, made.Output);
        Assert.DoesNotContain(Password, made.Output, StringComparison.Ordinal);

        await using var server = await ServerProcess.Start(folder, postgres, environment: "Production");
        Assert.Equal((1, 1), await Rows(services));
        using var browser = PlainBrowser.Of(server.Address, null);
        foreach (var path in (string[])["/dev/mail", "/dev/links"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(path, Cancel)).StatusCode);
            using var nothing = new StringContent("{}", null, "application/json");
            Assert.Equal(HttpStatusCode.NotFound, (await browser.PostAsync(path, nothing, Cancel)).StatusCode);
        }

        Assert.False(File.Exists(Path.Combine(folder, "demo-passwords.txt")));
        var signedIn = await browser.Fill("/sign-in", ("Typed.Email", "admin@clinic.example"), ("Typed.Password", Password));
        Assert.Equal(HttpStatusCode.Found, signedIn.StatusCode);
        Assert.Contains("Maison de santé", (await browser.Page("/clinic")).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact, Trait("Database", "either")]
    public async Task The_demonstration_exists_in_Development_only_and_only_for_the_person_at_this_machine()
    {
        var (folder, postgres) = (Directory.CreateTempSubdirectory("telemed-dev-").FullName, await TestDatabase.Empty());
        Assert.Equal(0, (await ServerProcess.Run(folder, postgres, null, "migrate")).Code);
        await using (var beyond = await ServerProcess.Start(folder, postgres, environment: "Development", host: "0.0.0.0"))
        {
            using var stranger = PlainBrowser.Of(beyond.Address, null);
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync("/dev/mail", Cancel)).StatusCode);
            using var nothing = new StringContent("{}", null, "application/json");
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsync("/dev/links", nothing, Cancel)).StatusCode);
            Assert.DoesNotContain("link:", beyond.Output, StringComparison.Ordinal);
        }

        await using var services = Services(folder, postgres);
        Assert.Equal((0, 0), await Rows(services));
        await using var local = await ServerProcess.Start(folder, postgres, environment: "Development");
        await local.Says("Patient link: http://127.0.0.1:");
        using var browser = PlainBrowser.Of(local.Address, null);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/dev/mail", Cancel)).StatusCode);
        // More often than there are pairs of practitioner and patient: a new visit each time, never one that somebody else may be in.
        var before = await Visits(services);
        for (var time = 0; time < 40; time++)
        {
            using var empty = new StringContent("{}", null, "application/json");
            Assert.Contains("Patient link: ", await (await browser.PostAsync("/dev/links", empty, Cancel)).Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        }

        Assert.Equal(before + 40, await Visits(services));
    }

    [Fact, Trait("Database", "either")]
    public async Task Over_the_real_server_fifty_million_bytes_are_taken_one_more_is_told_and_twenty_at_once_all_arrive()
    {
        var folder = Directory.CreateTempSubdirectory("telemed-upload-").FullName;
        var postgres = await TestDatabase.Create(folder, async (database, into) =>
        {
            await using var fresh = Services(into, database);
            await using var scope = fresh.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<DatabaseSchema>().Migrate();
        });
        await using var services = Services(folder, postgres);
        var cast = await Cast.Enter(services.GetRequiredService<IServiceScopeFactory>(), SystemClock.Instance.GetCurrentInstant());
        await using var opening = services.CreateAsyncScope();
        var session = await Cast.OpenSession(opening.ServiceProvider, cast.Alice, SystemClock.Instance.GetCurrentInstant());
        await using var server = await ServerProcess.Start(folder, postgres);
        using var alice = PlainBrowser.Of(server.Address, session);
        alice.DefaultRequestHeaders.Add("Origin", server.Address.GetLeftPart(UriPartial.Authority));

        Assert.Equal(HttpStatusCode.Created, (await Put(alice, cast, "whole.txt", Text(50_000_000))).StatusCode);
        var refused = await Put(alice, cast, "over.txt", Text(50_000_001));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
        var problem = await refused.Json();
        Assert.Equal("too-large", problem.GetProperty("code").GetString());
        Assert.Contains("50", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);

        var files = Enumerable.Range(0, 20).Select(i => Text(2_000_000 + i)).ToList();
        var answers = await Task.WhenAll(files.Select((bytes, i) => Put(alice, cast, $"of-twenty-{i:00}.txt", bytes)));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Created, answer.StatusCode));
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        db.Enter(cast.North);
        var rows = await db.Documents.Where(d => d.FileName.StartsWith("of-twenty-")).OrderBy(d => d.FileName).ToListAsync(Cancel);
        Assert.Equal(files.Select(f => Convert.ToHexString(SHA256.HashData(f))), rows.Select(r => Convert.ToHexString(r.Sha256)));
        Assert.False(await db.Documents.AnyAsync(d => d.FileName == "over.txt", Cancel));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(folder, "files", "incoming")));
    }

    private static Task<HttpResponseMessage> Put(HttpClient browser, Cast cast, string name, byte[] bytes) => browser.Upload(cast.Bob, name, bytes);

    private static byte[] Text(int length)
    {
        var text = new byte[length];
        Array.Fill(text, (byte)'a');
        return text;
    }

    private static ServiceProvider Services(string folder, string? postgres) =>
        new ServiceCollection().AddDb(new TelemedOptions { DataFolder = folder, Postgres = postgres }).BuildServiceProvider();

    private static async Task<int> Visits(ServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        db.Enter(await db.Set<Telemed.Tenancy.Tenant>().Where(t => t.Name == "Maison de santé des Tilleuls").Select(t => t.Id).SingleAsync(Cancel));
        return await db.Encounters.CountAsync(Cancel);
    }

    private static async Task<(int Accounts, int Clinics)> Rows(ServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        return (await db.Accounts.CountAsync(Cancel), await db.Set<Telemed.Tenancy.Tenant>().CountAsync(Cancel));
    }
}
