using System.Net.Http.Json;
using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Telemed.Accounts;
using Telemed.Consultations;
using Telemed.Consultations.Links;
using Telemed.Platform;
using Telemed.Tenancy;
using Telemed.Tests.Consultations;
using Telemed.Tests.Scheduling;

namespace Telemed.Tests.Accounts;

/// <summary>An app that counts how often a password is hashed and, told so, spares the tenth of a second that each takes.</summary>
public sealed class CountingHashes : ManyAddresses, IPasswordHasher<Account>
{
    private readonly Passwords _real = new();
    private int _count;

    /// <summary>Without the real work the noise is small, and whatever else differs is seen the better.</summary>
    public bool Quick { get; set; }

    protected override bool AnswersOnABeat => true;

    public async Task<int> During(Func<Task> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        var before = _count;
        await work();
        return _count - before;
    }

    public string HashPassword(Account user, string password)
    {
        Interlocked.Increment(ref _count);
        return Quick ? Cast.PasswordHash : _real.HashPassword(user, password);
    }

    public PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword)
    {
        Interlocked.Increment(ref _count);
        return Quick ? PasswordVerificationResult.Failed : _real.VerifyHashedPassword(user, hashedPassword, providedPassword);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.ConfigureServices(services =>
        {
            services.RemoveAll<IPasswordHasher<Account>>();
            services.AddSingleton<IPasswordHasher<Account>>(this);
        });
    }
}

/// <summary>Neither what is answered nor how long it takes tells whether an account or a link exists.</summary>
[Collection(nameof(Alone))]
public sealed class EqualTimeTests(CountingHashes app) : IClassFixture<CountingHashes>
{
    private const int WarmUp = 8;
    private static readonly int Lanes = Trial.Size(8, 30);
    private static readonly int Pairs = Trial.Size(24, 5000);

    /// <summary>Of each kind: for a warm-up, and for two measurements.</summary>
    private static readonly int Needed = WarmUp + (2 * Pairs);

    [Fact]
    public async Task One_password_is_hashed_whether_or_not_there_is_an_account()
    {
        app.Quick = false;
        var signIn = await SignInForm();
        var register = await RegisterForm();
        var known = (await Accounts(2)).ToList();
        await Lock(known[1]);
        foreach (var email in (string[])[known[0], known[1], "nobody@telemed.test", "not an address", ""])
        {
            Assert.True(await app.During(() => signIn(email)) == 1, $"signing in as '{email}'");
        }

        foreach (var email in (string[])[known[0], "somebody.new@telemed.test"])
        {
            Assert.True(await app.During(() => register(email)) == 1, $"registering '{email}'");
        }
    }

    [Fact]
    [Trait("Trial", "yes"), Trait("Database", "either")]
    public async Task Signing_in_takes_as_long_for_an_unknown_address_as_for_a_wrong_password()
    {
        var form = await SignInForm();
        var known = await Accounts(Needed);
        await Compare("signing in with a known and an unknown address", EvenTime.Account, i => form(known[i]), i => form($"nobody-{i}-{Guid.CreateVersion7():N}@telemed.test"));
    }

    [Fact]
    [Trait("Trial", "yes"), Trait("Database", "either")]
    public async Task Registering_takes_as_long_for_a_taken_address_as_for_a_free_one()
    {
        var form = await RegisterForm();
        var known = await Accounts(Needed);
        await Compare("registering a taken and a free address", EvenTime.Account, i => form(known[i]), i => form($"free-{i}-{Guid.CreateVersion7():N}@telemed.test"));
    }

    [Theory]
    [InlineData("/join/expected", true), InlineData("/join/redeem", true), InlineData("/join/continue", true)]
    [InlineData("/join/code", false), InlineData("/join/renew", false)] // answered before anything is looked at
    [Trait("Trial", "yes"), Trait("Database", "either")]
    public async Task A_dead_link_takes_as_long_as_one_that_never_was(string path, bool onABeat)
    {
        // Both kinds made anew, in turns: tokens that lie elsewhere in this process's memory take a fraction of a microsecond longer to send.
        var tokens = (await DeadLinks(Needed)).ConvertAll(dead => (Dead: new string(dead.AsSpan()), Unknown: new string(Secret.New().AsSpan())));
        var browser = app.Anonymous();
        await Compare($"{path} with a revoked and an unknown token", onABeat ? EvenTime.Link : TimeSpan.Zero, i => Post(tokens[i].Dead), i => Post(tokens[i].Unknown));

        async Task Post(string token)
        {
            using var answer = await browser.PostAsJsonAsync(path, new { token, code = "123456" }, TestContext.Current.CancellationToken);
            await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
            Assert.True(answer.IsSuccessStatusCode);
        }
    }

    private async Task Compare(string what, TimeSpan beat, Func<int, Task> one, Func<int, Task> other)
    {
        app.Quick = true;
        await PairedTimes.Measure(WarmUp, Lanes, one, other);
        var times = await Measured(WarmUp);
        if (Trial.IsFull && times.P <= 0.01)
        {
            // Equal times show such a p once in a hundred measurements, and a trial has fourteen: what can be told apart is so again, with other pairs.
            times = await Measured(WarmUp + Pairs);
        }

        if (Trial.IsFull)
        {
            Assert.True(Math.Abs(times.DifferenceOfMedians) < 1 && times.P > 0.01, $"{what}, twice: {times}");
        }
        else
        {
            // On a machine that is busy with other suites few pairs prove little: only what anybody would see.
            Assert.False(Math.Abs(times.DifferenceOfMedians) > 20 && times.P < 0.0001, $"{what}: {times}");
        }

        async Task<PairedTimes> Measured(int from)
        {
            var measured = await PairedTimes.Measure(Pairs, beat > TimeSpan.Zero ? Lanes : 1, i => one(from + i), i => other(from + i));
            Trial.Report($"{what}: {measured}");
            Assert.True(measured.Shortest >= beat.TotalMilliseconds, $"{what}: answered after {measured.Shortest:0.000} ms");
            Assert.True(Math.Abs(measured.DifferenceOfMedians) < 1 || !Trial.IsFull, $"{what}: {measured}");
            return measured;
        }
    }

    private async Task<Func<string, Task>> SignInForm()
    {
        var browser = app.Anonymous();
        return await Form(browser, "/sign-in", email => [("Typed.Email", email), ("Typed.Password", "wrong horse battery")]);
    }

    private async Task<Func<string, Task>> RegisterForm()
    {
        var browser = app.Anonymous();
        return await Form(browser, $"/register?clinic={app.Cast.North}", email =>
            [("Typed.Email", email), ("Typed.GivenName", "Léa"), ("Typed.FamilyName", "Roux"), ("Typed.Password", "a long walk in rain")]);
    }

    /// <summary>The page is read once; sending is all that is measured.</summary>
    private static async Task<Func<string, Task>> Form(HttpClient browser, string path, Func<string, (string Name, string Value)[]> fields)
    {
        var page = await browser.Page(path);
        return async email =>
        {
            using var answer = await browser.Send(path, page, fields(email));
            await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        };
    }

    /// <summary>Confirmed accounts of North's patients, each to be tried once: nobody gets locked, nobody's mails run out.</summary>
    private Task<List<string>> Accounts(int count) => app.InClinic(app.Cast.North, async db =>
    {
        var emails = new List<string>();
        for (var i = 0; i < count; i++)
        {
            var email = $"known-{Guid.CreateVersion7():N}@telemed.test";
            emails.Add(email);
            db.Accounts.Add(new Account
            {
                Id = AccountId.New(), Email = email, NormalizedEmail = email.ToUpperInvariant(), GivenName = "Paul", FamilyName = "Neuf", Language = "fr",
                CreatedAt = app.Now, EmailConfirmedAt = app.Now, RegisteredWith = app.Cast.North, SecurityStamp = "x", PasswordHash = Cast.PasswordHash,
            });
        }

        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        return emails;
    });

    private Task<int> Lock(string email)
    {
        var (normalized, until) = (EmailAddress.Normalize(email), app.Now + Telemed.Accounts.SignIn.LockLasts);
        return app.InScope(s =>
        {
            var db = s.GetRequiredService<Db>();
            return db.InTransaction(() => db.Accounts.Where(a => a.NormalizedEmail == normalized).ExecuteUpdateAsync(a => a.SetProperty(x => x.LockedUntil, until)));
        });
    }

    /// <summary>Links of a visit that was called off.</summary>
    private async Task<List<string>> DeadLinks(int count)
    {
        var visit = await VisitScene.Book(app);
        return await app.InClinic(app.Cast.North, async db =>
        {
            var tokens = Enumerable.Range(0, count).Select(_ => Secret.New()).ToList();
            db.MagicLinks.AddRange(tokens.Select(token => new MagicLink
            {
                TenantId = db.Tenant, Id = MagicLinkId.New(), ParticipantId = visit.Bob, TokenHash = Secret.Hash(token)!, IssuedAt = app.Now,
            }));
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
            await db.CancelVisit(visit.Doctor.Actor, visit.Appointment!.Value, app.Now);
            return tokens;
        });
    }
}
