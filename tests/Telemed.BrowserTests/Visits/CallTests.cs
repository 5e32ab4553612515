using Telemed.BrowserTests.Testing;
using Telemed.Tests.Testing;
using static Microsoft.Playwright.Assertions;

namespace Telemed.BrowserTests.Visits;

/// <summary>Two people, two browsers, one call.</summary>
public sealed class CallTests(RunningServer server, Browsers browsers)
{
    [Fact]
    public async Task The_patient_waits_and_the_call_starts_by_itself()
    {
        var links = await server.ReadyVisit();
        await using var patient = await browsers.Someone(server, phone: true);
        await using var practitioner = await browsers.Someone(server);
        await patient.Join(links.Patient);
        await patient.View("waiting").WaitForAsync();
        Assert.DoesNotContain("#", patient.Page.Url, StringComparison.Ordinal);
        Assert.Contains("/visit/", patient.Page.Url, StringComparison.Ordinal);

        await practitioner.Join(links.Practitioner);
        await Task.WhenAll(patient.SeesAndHears(), practitioner.SeesAndHears());
        await Expect(patient.StageWord()).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Both_may_arrive_at_once()
    {
        var links = await server.ReadyVisit();
        await using var patient = await browsers.Someone(server);
        await using var practitioner = await browsers.Someone(server);
        await Task.WhenAll(patient.Join(links.Patient), practitioner.Join(links.Practitioner));
        await Task.WhenAll(patient.SeesAndHears(), practitioner.SeesAndHears());
    }

    [Fact]
    public async Task Lines_of_chat_arrive_are_counted_and_survive_a_refresh()
    {
        await using var call = await Call.Begin(server, browsers);
        await call.Practitioner.Page.Locator("#tab-chat").ClickAsync();
        await call.Practitioner.Page.Locator("#say-practitioner").FillAsync("Bonjour <b>vous</b> 👋");
        await call.Practitioner.Page.Keyboard.PressAsync("Enter");
        var unread = call.Patient.Page.Locator("[data-do=chat] [data-unread]:not([hidden])");
        await Expect(unread).ToContainTextAsync("1");
        await call.Patient.Page.Locator("[data-do=chat]").ClickAsync();
        await Expect(call.Patient.Page.Locator("[data-chat-panel] .bubble-text")).ToHaveTextAsync("Bonjour <b>vous</b> 👋");
        await Expect(unread).ToHaveCountAsync(0);
        await Expect(call.Practitioner.Page.Locator("#panel-chat .bubble.mine[data-delivery=seen]")).ToHaveCountAsync(1);
        await call.Patient.Page.ReloadAsync();
        await call.Patient.SeesAndHears();
        await call.Patient.Page.Locator("[data-do=chat]").ClickAsync();
        await Expect(call.Patient.Page.Locator("[data-chat-panel] .bubble-text")).ToHaveTextAsync("Bonjour <b>vous</b> 👋");
    }

    [Fact, Trait("Trial", "yes")]
    public async Task After_a_refresh_one_is_back_within_four_seconds_as_the_same_participant()
    {
        await using var call = await Call.Begin(server, browsers);
        foreach (var someone in new[] { call.Patient, call.Practitioner })
        {
            var address = someone.Page.Url;
            var started = TimeProvider.System.GetTimestamp();
            await someone.Page.ReloadAsync(new PageReloadOptions { WaitUntil = WaitUntilState.Commit });
            await someone.FirstFrame();
            Assert.InRange(TimeProvider.System.GetElapsedTime(started).TotalSeconds, 0, Trial.Within(4));
            Assert.Equal(address, someone.Page.Url);
            await call.Patient.SeesAndHears();
            await call.Practitioner.SeesAndHears();
        }
    }

    [Fact]
    public async Task Muting_the_camera_is_said_and_the_light_goes_out()
    {
        await using var call = await Call.Begin(server, browsers);
        var camera = call.Patient.Page.Locator("[data-view=call]:not([hidden]) [data-do=camera]");
        await camera.ClickAsync();
        await Expect(camera).ToHaveAttributeAsync("aria-pressed", "false");
        await Expect(call.Practitioner.StageWord()).ToContainTextAsync("participe sans image");
        Assert.Equal(0, await call.Patient.Page.EvaluateAsync<int>("document.querySelector('[data-view=call]:not([hidden]) video[data-self]').srcObject.getVideoTracks().length"));
        await camera.ClickAsync();
        await Expect(call.Practitioner.StageWord()).ToHaveCountAsync(0);
        await call.Practitioner.SeesAndHears();
    }

    [Fact, Trait("Trial", "yes")]
    public async Task Leaving_is_said_and_whoever_returns_is_back_within_four_seconds_as_the_same_participant()
    {
        await using var call = await Call.Begin(server, browsers);
        await call.Patient.Page.Locator("[data-view=call]:not([hidden]) [data-do=leave]").ClickAsync();
        await call.Patient.View("left").WaitForAsync();
        await Expect(call.Practitioner.StageWord()).ToContainTextAsync("n’est plus dans la salle");
        var address = call.Patient.Page.Url;
        var started = TimeProvider.System.GetTimestamp();
        await call.Patient.View("left").Locator("[data-do=return]").ClickAsync();
        await call.Patient.FirstFrame();
        Assert.InRange(TimeProvider.System.GetElapsedTime(started).TotalSeconds, 0, Trial.Within(4));
        Assert.Equal(address, call.Patient.Page.Url);
        await Task.WhenAll(call.Patient.SeesAndHears(), call.Practitioner.SeesAndHears());
    }

    [Fact]
    public async Task The_practitioner_ends_the_visit_and_both_are_told()
    {
        await using var call = await Call.Begin(server, browsers);
        await call.Practitioner.Page.Locator("[data-do=end]").ClickAsync();
        await call.Practitioner.Page.Locator("[data-end-dialog] [value=end]").ClickAsync();
        await call.Practitioner.View("ended").WaitForAsync();
        await Expect(call.Patient.View("ended")).ToContainTextAsync("La consultation est terminée");
        await call.Patient.Page.ReloadAsync();
        await Expect(call.Patient.View("ended")).ToContainTextAsync("La consultation est terminée");
    }

    [Fact]
    public async Task When_the_network_is_back_a_new_way_is_looked_for_at_once_and_picture_and_sound_go_on()
    {
        await using var call = await Call.Begin(server, browsers);
        var (before, other) = (await Way(call.Patient), await Way(call.Practitioner));
        await call.Patient.Context.SetOfflineAsync(true);
        await call.Patient.Context.SetOfflineAsync(false);
        await call.Patient.Until($"async before => await ({WayScript})() !== before", before);
        await call.Practitioner.Until($"async before => await ({WayScript})() !== before", other);
        await Task.WhenAll(call.Patient.SeesAndHears(), call.Practitioner.SeesAndHears());
    }

    /// <summary>RFC 8445: each look for a way has a user fragment of its own.</summary>
    private const string WayScript = """
        async () => [...(await document.querySelector("visit-room").stats()).values()].find(s => s.type === "transport").iceLocalUsernameFragment
        """;

    private static Task<string> Way(Someone someone) => someone.Page.EvaluateAsync<string>(WayScript);
}
