using Telemed.BrowserTests.Testing;
using Telemed.BrowserTests.Visits;
using static Microsoft.Playwright.Assertions;

namespace Telemed.BrowserTests.Entering;

/// <summary>Two who wait for one practitioner: turns, a message, the end with its five statements, and the next one.</summary>
public sealed class WaitingRoomTests(Browsers browsers)
{
    private const string Helene = "helene.guyomarch@tilleuls.example";

    private static readonly NewPerson Odile = new("Odile", "Marchais", "1958-09-21");
    private static readonly NewPerson Paulin = new("Paulin", "Rivoire", "1983-12-04");

    [Fact]
    public async Task Two_wait_read_their_turns_and_a_message_and_are_seen_one_after_the_other()
    {
        // A server of its own: whoever waited in another test keeps their place for ten minutes, and would be before these two.
        await using var server = new RunningServer();
        await server.InitializeAsync();
        await using var helene = await browsers.Someone(server);
        await helene.SignIn(Helene, server.PasswordOf(Helene));
        await using var odile = await browsers.Someone(server, phone: true);
        await using var paulin = await browsers.Someone(server, phone: true);
        await odile.Join(await LinkFor(helene, Odile));
        await Expect(odile.View("waiting")).ToContainTextAsync("Vous êtes la prochaine personne");
        var stopped = false;
        await paulin.Page.RouteWebSocketAsync("**/hubs/line", socket =>
        {
            if (stopped)
            {
                socket.CloseAsync();
            }
            else
            {
                socket.ConnectToServer();
            }
        });
        await paulin.Join(await LinkFor(helene, Paulin));
        await Expect(paulin.View("waiting")).ToContainTextAsync("1 personne avant vous");

        await helene.Page.GotoAsync("/today");
        var rows = helene.Page.Locator("waiting-list li");
        await Expect(rows).ToHaveCountAsync(2);
        await Expect(rows.Filter(new LocatorFilterOptions { HasText = Odile.Family }).Locator(".waiting-chips")).ToContainTextAsync("Connexion excellente");
        // Another network, which lets pages through and stops calls: the open list says so.
        stopped = true;
        await paulin.Page.EvaluateAsync("dispatchEvent(new Event('online'))");
        await Expect(rows.Filter(new LocatorFilterOptions { HasText = Paulin.Family }).Locator(".waiting-chips")).ToContainTextAsync("Réseau qui bloque l’appel");
        await Writes(helene);
        foreach (var patient in (Someone[])[odile, paulin])
        {
            await Expect(patient.View("waiting").Locator(".bubble-text")).ToContainTextAsync("10 minutes de retard");
        }

        await rows.Filter(new LocatorFilterOptions { HasText = Odile.Family }).Locator("a.button").ClickAsync();
        await Task.WhenAll(helene.SeesAndHears(), odile.SeesAndHears());
        await Expect(paulin.View("waiting")).ToContainTextAsync("Vous êtes la prochaine personne");

        await Closes(helene);
        await Expect(odile.View("ended")).ToContainTextAsync("La consultation est terminée");
        await odile.Page.Locator("[data-rate=good]").ClickAsync();
        await Expect(odile.View("ended").Locator("[data-fill=rated]")).ToContainTextAsync("Merci");
        await odile.Page.ReloadAsync();
        await odile.View("ended").WaitForAsync();
        await Expect(odile.Page.Locator("[data-rating]")).ToBeHiddenAsync();

        await helene.Page.GotoAsync("/today");
        await rows.Filter(new LocatorFilterOptions { HasText = Paulin.Family }).Locator("a.button").ClickAsync();
        await Task.WhenAll(helene.SeesAndHears(), paulin.SeesAndHears());
    }

    /// <summary>An instant consultation with somebody new, and the link that is shown once.</summary>
    private static async Task<string> LinkFor(Someone practitioner, NewPerson patient)
    {
        var page = practitioner.Page;
        await page.GotoAsync("/instant");
        await page.FillAsync("#new-given", patient.Given);
        await page.FillAsync("#new-family", patient.Family);
        await page.FillAsync("#new-birth", patient.Birth);
        await page.FillAsync("#new-email", patient.Email);
        await page.Locator("form:has(#new-given) button").ClickAsync();
        await page.Locator("form:has(input[value=link]) button").ClickAsync();
        return await page.Locator("copy-link input").InputValueAsync();
    }

    private static async Task Writes(Someone practitioner)
    {
        var page = practitioner.Page;
        await page.Locator(".waiting-write summary").ClickAsync();
        await page.Locator("[data-prepared]").Nth(1).ClickAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("[data-fill=written]")).ToContainTextAsync("2 personnes");
    }

    /// <summary>Nothing stated: refused, and said what is missing; then each said to be none.</summary>
    private static async Task Closes(Someone practitioner)
    {
        var page = practitioner.Page;
        var dialog = page.Locator("[data-end-dialog]");
        await page.Locator("[data-do=end]").ClickAsync();
        await Expect(dialog.Locator("[data-fill=end-incidents]")).ToHaveTextAsync("aucun");
        await dialog.Locator("[value=end]").ClickAsync();
        await Expect(dialog.Locator("[data-missing]:visible")).ToHaveCountAsync(3);
        foreach (var none in (string[])["noReport", "noActs", "noNumber"])
        {
            await dialog.Locator($"[name={none}]").CheckAsync();
        }

        await dialog.Locator("[value=end]").ClickAsync();
        await Expect(practitioner.StageWord()).ToContainTextAsync("Clôture enregistrée");
    }
}
