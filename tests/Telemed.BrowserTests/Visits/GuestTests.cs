using Telemed.BrowserTests.Testing;
using static Microsoft.Playwright.Assertions;

namespace Telemed.BrowserTests.Visits;

/// <summary>More than two in one call: each with a browser of their own, everybody connected to everybody.</summary>
[Trait("Last", "yes")] // four people at once code twelve pictures: nothing else takes the processors
public sealed class GuestTests(RunningServer server, Browsers browsers)
{
    [Fact]
    public async Task Guests_join_a_running_call_all_four_see_and_hear_each_other_and_a_removed_one_is_out()
    {
        await using var call = await Call.Begin(server, browsers);
        await using var marie = await browsers.Someone(server);
        await using var paul = await browsers.Someone(server, phone: true);
        var link = await Invite(call.Practitioner, "Marie Leroy", "interpreter");
        await marie.Join(link);
        await Expect(call.Patient.Page.Locator("[data-view=call]:not([hidden]) [data-news]")).ToHaveTextAsync(" Marie Leroy (interprète) a rejoint la consultation");
        await marie.SeesAndHearsAll(2);
        await paul.Join(await Invite(call.Practitioner, "Paul Petit", "relative"));
        Someone[] all = [call.Practitioner, call.Patient, marie, paul];
        foreach (var someone in all)
        {
            await someone.SeesAndHearsAll(3);
        }

        await Expect(call.Patient.Page.Locator("[data-view=call]:not([hidden]) [data-tile]")).ToHaveTextAsync([Like("Marie Leroy"), Like("Paul Petit")]);

        await OpenGuests(call.Practitioner);
        var dialog = call.Practitioner.Page.Locator("[data-guests-dialog]");
        await Expect(dialog.Locator("[data-guests-full]")).ToBeVisibleAsync();
        var line = dialog.Locator("[data-guests] .line").Filter(new LocatorFilterOptions { HasText = "Marie Leroy" });
        await line.GetByRole(AriaRole.Button).ClickAsync();
        await line.Locator(".button.danger").ClickAsync();
        await marie.View("removed").WaitForAsync();
        await Expect(call.Patient.Page.Locator("[data-view=call]:not([hidden]) [data-tile]")).ToHaveTextAsync([Like("Paul Petit")]);
        await dialog.Locator("[data-guests-close]").ClickAsync();

        await marie.Page.GotoAsync("about:blank");
        await marie.Page.GotoAsync(link);
        await marie.View("dead").WaitForAsync();
        foreach (var someone in (Someone[])[call.Practitioner, call.Patient, paul])
        {
            await someone.SeesAndHearsAll(2);
        }
    }

    /// <summary>Invites somebody without an address; the link that is shown.</summary>
    private static async Task<string> Invite(Someone practitioner, string name, string kind)
    {
        await OpenGuests(practitioner);
        var dialog = practitioner.Page.Locator("[data-guests-dialog]");
        await dialog.Locator("#guest-name").FillAsync(name);
        await dialog.Locator("#guest-kind").SelectOptionAsync(kind);
        await dialog.Locator("[data-form=invite] .button.primary").ClickAsync();
        await Expect(dialog.Locator(".qr")).ToBeVisibleAsync();
        var link = await dialog.Locator("[data-guest-link] input").InputValueAsync();
        await dialog.Locator("[data-guests-close]").ClickAsync();
        await Expect(dialog.Locator("[data-guest-link] input")).ToHaveValueAsync("");
        return link;
    }

    private static Task OpenGuests(Someone practitioner) => practitioner.Page.Locator("[data-view=call]:not([hidden]) [data-do=guests]").ClickAsync();

    private static System.Text.RegularExpressions.Regex Like(string name) => new(name);
}
