using System.Text.RegularExpressions;
using Telemed.BrowserTests.Testing;
using static Microsoft.Playwright.Assertions;

namespace Telemed.BrowserTests.Visits;

/// <summary>One person in several tabs, several people in one browser.</summary>
public sealed class ManyTabsTests(RunningServer server, Browsers browsers)
{
    [Fact]
    public async Task A_second_tab_takes_over_and_the_first_can_take_back()
    {
        await using var call = await Call.Begin(server, browsers);
        var first = call.Patient.Page;
        var second = await call.Patient.Context.NewPageAsync();
        await second.GotoAsync(first.Url);
        // A new tab shows the settings first; a press on Join needs no link any more.
        await second.Locator("[data-join]").ClickAsync();
        await second.Locator("[data-view=call]:not([hidden])").WaitForAsync();
        await first.Locator("[data-view=taken-over]:not([hidden])").WaitForAsync();
        await Task.WhenAll(new Someone(call.Patient.Context, second).SeesAndHears(), call.Practitioner.SeesAndHears());
        await first.Locator("[data-view=taken-over] [data-do=return]").ClickAsync();
        await second.Locator("[data-view=taken-over]:not([hidden])").WaitForAsync();
        await Task.WhenAll(call.Patient.SeesAndHears(), call.Practitioner.SeesAndHears());
    }

    [Fact]
    public async Task Both_links_work_side_by_side_in_one_browser()
    {
        var links = await server.ReadyVisit();
        await using var patient = await browsers.Someone(server);
        await patient.Join(links.Patient);
        await patient.View("waiting").WaitForAsync();
        var other = new Someone(patient.Context, await patient.Context.NewPageAsync());
        await other.Join(links.Practitioner);
        await Task.WhenAll(patient.SeesAndHears(), other.SeesAndHears());
    }

    [Fact]
    public async Task A_patients_link_in_a_practitioners_signed_in_browser_stays_the_patients()
    {
        const string alice = "alice.martin@tilleuls.example";
        var links = await server.ReadyVisit();
        await using var patient = await browsers.Someone(server);
        await patient.SignIn(alice, server.PasswordOf(alice));
        await patient.Join(links.Patient);
        await patient.View("waiting").WaitForAsync();
        await patient.Page.ReloadAsync();
        await patient.View("waiting").WaitForAsync();
        await using var practitioner = await browsers.Someone(server);
        await practitioner.Join(links.Practitioner);
        await Task.WhenAll(patient.SeesAndHears(), practitioner.SeesAndHears());
        await Expect(patient.Page.Locator("[data-view=call][data-role=patient]")).ToBeVisibleAsync();
        await Expect(patient.Page.Locator("soap-note, document-drop, [data-do=end]")).ToHaveCountAsync(0);
        Assert.Equal("patient false", await patient.Page.EvaluateAsync<string>("fetch(`${location.pathname}/state`).then(a => a.json()).then(s => `${s.role} ${s.account}`)"));
    }

    [Fact]
    public async Task Whoever_comes_in_without_redeeming_says_where_they_are_all_the_same()
    {
        var links = await server.ReadyVisit();
        await using var patient = await browsers.Someone(server);
        await patient.Join(links.Patient);
        await patient.View("waiting").WaitForAsync();
        var again = new Someone(patient.Context, await patient.Context.NewPageAsync());
        await again.Page.GotoAsync(patient.Page.Url);
        await again.Page.SelectOptionAsync("#place", "pharmacy");
        var said = await again.Page.RunAndWaitForResponseAsync(() => again.Page.Locator("[data-join]").ClickAsync(), answer => answer.Url.EndsWith("/place", StringComparison.Ordinal));
        Assert.Equal(204, said.Status);
        await again.View("waiting").WaitForAsync();
    }

    [Fact]
    public async Task A_tool_shows_whether_it_is_on_without_fetching_anything()
    {
        await using var call = await Call.Begin(server, browsers);
        var microphone = call.Patient.View("call").Locator("[data-do=microphone]");
        await Expect(microphone.Locator(".icon:visible use")).ToHaveAttributeAsync("href", new Regex("#icon-mic$"));
        var fetched = new List<string>();
        call.Patient.Page.Request += (_, request) => fetched.Add(request.Url);
        await microphone.ClickAsync();
        await Expect(microphone.Locator(".icon:visible use")).ToHaveAttributeAsync("href", new Regex("#icon-mic-off$"));
        Assert.Empty(fetched);
    }
}
