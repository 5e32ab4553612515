using Telemed.BrowserTests.Testing;
using Telemed.BrowserTests.Visits;
using static Microsoft.Playwright.Assertions;

namespace Telemed.BrowserTests.Entering;

/// <summary>A consultation at once: a practitioner's press, a link, a phone.</summary>
public sealed class InstantVisitTests(RunningServer server, Browsers browsers)
{
    private const string Alice = "alice.martin@tilleuls.example";

    private static readonly NewPerson Bastien = new("Bastien", "Quemeneur", "1990-06-07");

    [Fact]
    public async Task A_press_puts_somebody_new_on_file_and_the_link_shown_once_opens_the_call_on_a_phone()
    {
        await using var alice = await browsers.Someone(server);
        var page = alice.Page;
        await alice.SignIn(Alice, server.PasswordOf(Alice));
        await page.GotoAsync("/instant");
        await page.FillAsync("#new-given", Bastien.Given);
        await page.FillAsync("#new-family", Bastien.Family);
        await page.FillAsync("#new-birth", Bastien.Birth);
        await page.FillAsync("#new-email", Bastien.Email);
        await page.Locator("form:has(#new-given) button").ClickAsync();
        await page.Locator("form:has(input[value=link]) button").ClickAsync();
        var link = await page.Locator("copy-link input").InputValueAsync();
        await page.HasNoGraveFinding("an instant visit with its link");
        await page.GotoAsync(page.Url);
        await Expect(page.Locator("copy-link")).ToHaveCountAsync(0);

        await using var bastien = await browsers.Someone(server, phone: true);
        await bastien.Join(link);
        await bastien.View("waiting").WaitForAsync();
        await page.Locator("a.primary[href^='/visit/']").ClickAsync();
        await Task.WhenAll(alice.SeesAndHears(), bastien.SeesAndHears());
    }
}
