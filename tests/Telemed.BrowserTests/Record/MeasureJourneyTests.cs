using Telemed.BrowserTests.Testing;
using static Microsoft.Playwright.Assertions;

namespace Telemed.BrowserTests.Record;

/// <summary>Vitals of a record and their plot.</summary>
public sealed class MeasureJourneyTests(RunningServer server, Browsers browsers)
{
    private const string Alice = "alice.martin@tilleuls.example";

    [Fact]
    public async Task Vitals_are_entered_asked_about_when_unlikely_and_plotted()
    {
        await using var alice = await browsers.Someone(server);
        var page = alice.Page;
        await alice.SignIn(Alice, server.PasswordOf(Alice));
        var patient = await FirstPatient(page);
        foreach (var (systolic, diastolic) in ((string, string)[])[("128", "76"), ("134", "82"), ("141", "88")])
        {
            await page.GotoAsync($"{patient}/measures");
            await page.FillAsync("[name=bloodpressure]", systolic);
            await page.FillAsync("[name=diastolic]", diastolic);
            await page.Locator("form:has([name=bloodpressure]) button.primary").First.ClickAsync();
            await Expect(page.Locator("[role=status]").First).ToBeVisibleAsync();
        }

        await page.GotoAsync($"{patient}/measures");
        await page.FillAsync("[name=weight]", "400");
        await page.Locator("form:has([name=weight]) button.primary").First.ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("400");
        await page.GotoAsync($"{patient}/measures");
        Assert.True(await page.Locator("svg.plot").CountAsync() >= 1);
        await page.HasNoGraveFinding("measures with a plot");
    }

    private static async Task<string> FirstPatient(IPage page)
    {
        await page.GotoAsync("/appointments?period=all");
        return (await page.Locator("a[href^='/patients/']").First.GetAttributeAsync("href"))!;
    }
}
