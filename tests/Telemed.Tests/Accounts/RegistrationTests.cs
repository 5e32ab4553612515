using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Telemed.Accounts;
using Telemed.Audit;
using Telemed.Notifications;
using Telemed.Platform;

namespace Telemed.Tests.Accounts;

public sealed class RegistrationTests(ManyAddresses app) : IClassFixture<ManyAddresses>
{
    private const string Password = "a long walk in rain";

    [Fact]
    public async Task A_registered_person_sees_nothing_until_the_address_is_confirmed_and_the_clinic_links_it()
    {
        var browser = app.Anonymous();
        var confirm = Path(await Register(browser, "lea@telemed.test"))!;
        Assert.StartsWith("/confirm-email/", confirm, StringComparison.Ordinal);
        Assert.Equal("/sign-in?confirmed=true", Path(await browser.Fill(confirm, ("Code", await CodeOf(confirm)))));
        Assert.Equal("/", Path(await browser.Fill("/sign-in", ("Typed.Email", "Lea@Telemed.test"), ("Typed.Password", Password))));
        Assert.Equal("/welcome", Path(await browser.Visit("/")));
        Assert.Contains("votre dossier", (await browser.Page("/welcome")).Body!.TextContent, StringComparison.Ordinal);
        foreach (var path in (string[])["/patients", "/appointments", "/today", "/clinic", "/notifications", $"/patients/{app.Cast.Bob.Patient}"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await browser.Visit(path)).StatusCode);
        }

        var account = await Account("lea@telemed.test");
        Assert.Equal([AuditAction.AccountRegistered, AuditAction.EmailConfirmed, AuditAction.SignedIn],
            await app.InClinic(account.RegisteredWith!.Value, db => db.AuditEvents.Where(a => a.AgentId == account.Id.Value)
                .OrderBy(a => a.Id).Select(a => a.Action).ToListAsync()));
    }

    [Fact]
    public async Task A_taken_address_gets_the_same_answer_and_its_owner_another_mail()
    {
        var free = await Register(app.Anonymous(), "new.one@telemed.test");
        var taken = await Register(app.Anonymous(), "alice@telemed.test");
        Assert.Equal(free.StatusCode, taken.StatusCode);
        Assert.Equal(Path(free)![..15], Path(taken)![..15]);
        Assert.Equal(Strip(await app.Anonymous().Page(Path(free)!)), Strip(await app.Anonymous().Page(Path(taken)!)));
        var wrong = Strip(await (await app.Anonymous().Fill(Path(free)!, ("Code", "000000"))).Html());
        Assert.Equal(wrong, Strip(await (await app.Anonymous().Fill(Path(taken)!, ("Code", "000000"))).Html()));
        Assert.Equal(wrong, Strip(await (await app.Anonymous().Fill($"/confirm-email/{EmailCodeId.New()}", ("Code", "000000"))).Html()));
        Assert.Equal("Vous avez déjà un compte", (await LetterOf(Path(taken)!))!.Subject);
        Assert.Equal("Votre code de confirmation", (await LetterOf(Path(free)!))!.Subject);
        Assert.NotNull((await Account("alice@telemed.test")).EmailConfirmedAt);
        Assert.Equal("Alice", (await Account("alice@telemed.test")).GivenName);
    }

    [Fact]
    public async Task A_role_sent_along_is_not_heard()
    {
        var browser = app.Anonymous();
        var answer = await browser.Fill("/register", ("Typed.Email", "boss@telemed.test"), ("Typed.GivenName", "B"), ("Typed.FamilyName", "B"),
            ("Typed.Password", Password), ("Typed.Role", "Administrator"), ("Role", "Administrator"));
        Assert.StartsWith("/confirm-email/", Path(answer)!, StringComparison.Ordinal);
        var account = await Account("boss@telemed.test");
        Assert.Empty(await app.InScope(s => AccountTrail.MembershipsOf(s.GetRequiredService<Db>(), account.Id).ToListAsync()));
    }

    [Fact]
    public async Task A_code_is_good_once_for_ten_minutes_and_five_tries()
    {
        var confirm = Path(await Register(app.Anonymous(), "tries@telemed.test"))!;
        var code = await CodeOf(confirm);
        for (var i = 0; i < EmailCode.MaxTries; i++)
        {
            Assert.Null(Path(await app.Anonymous().Fill(confirm, ("Code", code == "123456" ? "654321" : "123456"))));
        }

        Assert.Null(Path(await app.Anonymous().Fill(confirm, ("Code", code))));
        app.Time.Advance(TimeSpan.FromMinutes(2));
        var again = Path(await app.Anonymous().Fill(confirm, ("Again", "true")))!.Split('?')[0];
        var late = await CodeOf(again);
        app.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Null(Path(await app.Anonymous().Fill(again, ("Code", late))));
        Assert.Null((await Account("tries@telemed.test")).EmailConfirmedAt);
    }

    [Fact]
    public async Task Of_many_uses_of_one_code_at_once_one_wins()
    {
        var confirm = Path(await Register(app.Anonymous(), "race@telemed.test"))!;
        var (id, code) = (IdOf(confirm), await CodeOf(confirm));
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => app.InScope(s =>
            s.GetRequiredService<EmailProof>().Confirm(id, code, $"192.0.2.{i}")))));
        Assert.Single(outcomes, EmailProofOutcome.Confirmed);
    }

    [Fact]
    public async Task Whoever_registers_an_unconfirmed_address_later_does_not_profit_from_the_earlier_code()
    {
        var owner = Path(await Register(app.Anonymous(), "squat@telemed.test"))!;
        var code = await CodeOf(owner);
        var squatter = Path(await Register(app.Anonymous(), "squat@telemed.test", "another long walk"))!;
        Assert.Null(Path(await app.Anonymous().Fill(owner, ("Code", code))));
        Assert.Null(Path(await app.Anonymous().Fill(squatter, ("Code", code))));
        Assert.Null((await Account("squat@telemed.test")).EmailConfirmedAt);
    }

    [Fact]
    public async Task The_code_stands_nowhere_in_the_database()
    {
        var confirm = Path(await Register(app.Anonymous(), "nowhere@telemed.test"))!;
        await CodeOf(confirm);
        var row = await app.InScope(s => s.GetRequiredService<Db>().EmailCodes.SingleAsync(c => c.Id == IdOf(confirm)));
        Assert.Equal(32, row.CodeHash!.Length);
    }

    [Theory]
    [InlineData("Typed.Email", "not an address", "nom@exemple")]
    [InlineData("Typed.Email", "a@b@c.fr", "nom@exemple")]
    [InlineData("Typed.Password", "too short", "trop court")]
    [InlineData("Typed.Password", "Motdepasse2026!", "premiers")]
    [InlineData("Typed.Password", "aaaaaaaaaaaaaaa", "premiers")]
    [InlineData("Typed.Password", "xx-somebody-xx", "adresse e-mail")]
    [InlineData("Typed.GivenName", "   ", "1 à 100")]
    [InlineData("Typed.FamilyName", "line\nbreak", "1 à 100")]
    public async Task What_is_wrong_is_said_at_its_field_and_the_rest_is_kept(string field, string value, string sentence)
    {
        var fields = new Dictionary<string, string>
        {
            ["Typed.GivenName"] = "Zoé", ["Typed.FamilyName"] = "Ωμέγα", ["Typed.Email"] = "somebody@telemed.test", ["Typed.Password"] = Password, [field] = value,
        };
        var page = await (await app.Anonymous().Fill("/register", [.. fields.Select(f => (f.Key, f.Value))])).Html();
        Assert.Contains(sentence, page.QuerySelector(".field-error")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(field is "Typed.FamilyName" ? "Zoé" : "Ωμέγα", page.QuerySelector($"[name='Typed.{(field is "Typed.FamilyName" ? "GivenName" : "FamilyName")}']")!.GetAttribute("value"));
        Assert.Null(page.QuerySelector("[name='Typed.Password']")!.GetAttribute("value"));
    }

    [Theory]
    [InlineData("👩🏽‍⚕️", "🦊")]
    [InlineData("محمد", "العربي")]
    [InlineData("Jean-Baptiste", "d’Été-ʻŌlelo")]
    public async Task Names_of_any_script_are_kept_as_written(string given, string family)
    {
        var email = $"n{Guid.CreateVersion7():N}@telemed.test";
        await app.Anonymous().Fill("/register", ("Typed.GivenName", given), ("Typed.FamilyName", family), ("Typed.Email", email), ("Typed.Password", Password));
        var account = await Account(email);
        Assert.Equal((given, family), (account.GivenName, account.FamilyName));
    }

    [Fact]
    public async Task Ten_thousand_characters_are_refused()
    {
        var page = await (await app.Anonymous().Fill("/register", ("Typed.GivenName", new string('x', 10_000)), ("Typed.FamilyName", "B"),
            ("Typed.Email", new string('y', 10_000) + "@telemed.test"), ("Typed.Password", new string('z', 9_000) + "abcdef"))).Html();
        Assert.Equal(3, page.QuerySelectorAll(".field-error").Length);
    }

    [Fact]
    public async Task More_than_three_mails_an_hour_do_not_leave_for_one_address()
    {
        for (var i = 0; i < 5; i++)
        {
            await Register(app.Anonymous(), "flood@telemed.test");
        }

        var account = await Account("flood@telemed.test");
        Assert.Equal(3, await app.InClinic(account.RegisteredWith!.Value, db => db.Deliveries.CountAsync(d => d.ToAccountId == account.Id.Value)));
        app.Time.Advance(TimeSpan.FromHours(1));
    }

    private static Task<HttpResponseMessage> Register(HttpClient browser, string email, string password = Password) =>
        browser.Fill("/register", ("Typed.Email", email), ("Typed.GivenName", "Léa"), ("Typed.FamilyName", "Roux"), ("Typed.Password", password));

    /// <summary>Writes the mail as the outbox would, and reads the code from it.</summary>
    private async Task<string> CodeOf(string page)
    {
        var letter = await LetterOf(page);
        return new string([.. letter!.Paragraphs[0].Where(char.IsAsciiDigit)]);
    }

    private async Task<Letter?> LetterOf(string page)
    {
        var id = IdOf(page).Value;
        var clinics = (TenantId[])[app.Cast.North, app.Cast.South];
        foreach (var clinic in clinics)
        {
            var letter = await app.InScope(async services =>
            {
                var db = services.GetRequiredService<Db>();
                db.Enter(clinic);
                var delivery = await db.Deliveries.AsNoTracking().SingleOrDefaultAsync(d => d.SubjectId == id);
                // The outbox at work mints a code too: only after it is ours the last.
                while (delivery is { SentAt: null, GivenUp: null })
                {
                    await Task.Yield();
                    delivery = await db.Deliveries.AsNoTracking().SingleAsync(d => d.SubjectId == id, TestContext.Current.CancellationToken);
                }

                return delivery is null ? null
                    : await services.GetServices<ILetter>().Single(l => l.Kind is NotificationKind.EmailCode).Write(db, delivery, TestContext.Current.CancellationToken);
            });
            if (letter is not null)
            {
                return letter;
            }
        }

        return null;
    }

    private Task<Account> Account(string email)
    {
        var normalized = EmailAddress.Normalize(email);
        return app.InScope(s => s.GetRequiredService<Db>().Accounts.SingleAsync(a => a.NormalizedEmail == normalized));
    }

    private static EmailCodeId IdOf(string page) => new(Guid.Parse(page.Split('/')[^1].Split('?')[0]));

    private static string Strip(AngleSharp.Html.Dom.IHtmlDocument page) => page.QuerySelector("main")!.TextContent;

    private static string? Path(HttpResponseMessage answer) => answer.Headers.Location?.ToString().Replace(TelemedApp.Address, "", StringComparison.Ordinal);
}
