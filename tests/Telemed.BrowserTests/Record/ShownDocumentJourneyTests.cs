using Microsoft.Playwright;
using Telemed.BrowserTests.Testing;
using static Microsoft.Playwright.Assertions;

namespace Telemed.BrowserTests.Record;

/// <summary>One document is shown to one colleague, who opens it, and it is taken back.</summary>
public sealed class ShownDocumentJourneyTests(RunningServer server, Browsers browsers)
{
    private const string Alice = "alice.martin@tilleuls.example";
    private const string Jean = "jean-baptiste.lefebvre@tilleuls.example";

    /// <summary>Nobody but Alice cares for her.</summary>
    private static readonly NewPerson Ondine = new("Ondine", "Castellane", "1979-05-06");

    [Fact]
    public async Task A_picture_that_is_shown_to_a_colleague_is_opened_by_him_and_not_found_any_more_when_it_is_taken_back()
    {
        await using var alice = await browsers.Someone(server);
        await Filed(alice, "peau-du-bras.png", await Photo(alice));
        var showing = alice.Page.Locator("details:has(#show-to)");
        // By the keyboard alone.
        await showing.Locator("summary").PressAsync("Enter");
        await alice.Page.Locator("#show-to").FocusAsync();
        await alice.Page.Locator("#show-to").SelectOptionAsync(new SelectOptionValue { Label = "Dr Jean-Baptiste Lefebvre-Delattre" });
        await alice.Page.HasNoGraveFinding("a document about to be shown");
        await showing.Locator("form:has(#show-to) button").PressAsync("Enter");
        var ending = alice.Page.Locator("form[action$='/end']", new PageLocatorOptions { HasText = "Lefebvre" });
        await Expect(ending).ToHaveCountAsync(1);

        await using var jean = await browsers.Someone(server);
        await jean.SignIn(Jean, server.PasswordOf(Jean));
        await jean.Page.GotoAsync("/shown");
        await jean.Page.HasNoGraveFinding("what colleagues show");
        await jean.Page.Locator("li a", new PageLocatorOptions { HasText = "peau-du-bras.png" }).First.ClickAsync();
        await Expect(jean.Page.Locator("h1")).ToHaveTextAsync("peau-du-bras.png");
        await Expect(jean.Page.Locator("strong", new PageLocatorOptions { HasText = Ondine.Family })).ToHaveCountAsync(1);
        var frame = jean.Page.Locator(".viewer-frame");
        await frame.WaitForAsync();
        Assert.Equal(600, await jean.Page.Locator("picture-view img").EvaluateAsync<int>("picture => picture.naturalWidth"));
        var before = (await frame.BoundingBoxAsync())!;
        await jean.Page.Locator("[data-act=larger]").ClickAsync();
        Assert.True((await frame.BoundingBoxAsync())!.Width > before.Width * 1.2);
        await jean.Page.HasNoGraveFinding("a document that a colleague shows");
        var opened = jean.Page.Url;

        await alice.Page.Locator("details:has(form[action$='/end']) > summary").ClickAsync();
        await ending.Locator("button").ClickAsync();
        await Expect(ending).ToHaveCountAsync(0);
        await jean.Page.GotoAsync("/shown");
        await Expect(jean.Page.Locator("h1")).ToBeVisibleAsync();
        await Expect(jean.Page.Locator("li a", new PageLocatorOptions { HasText = "peau-du-bras.png" })).ToHaveCountAsync(0);
        Assert.Equal(404, (await jean.Page.GotoAsync(opened))!.Status);
    }

    private async Task Filed(Someone alice, string name, byte[] bytes)
    {
        await alice.SignIn(Alice, server.PasswordOf(Alice));
        await alice.Books(Ondine);
        await alice.Page.GotoAsync("/patients");
        await alice.Page.Locator(".line a.person", new PageLocatorOptions { HasText = Ondine.Family }).First.ClickAsync();
        await alice.Page.Locator("document-page:not([hidden])").WaitForAsync();
        await alice.Page.Locator("document-page [data-input]").SetInputFilesAsync(new FilePayload { Name = name, MimeType = "application/octet-stream", Buffer = bytes });
        await Expect(alice.Page.Locator(".upload")).ToContainTextAsync("Dossier : ", new LocatorAssertionsToContainTextOptions { Timeout = 20_000 });
        await alice.Page.Locator("a.document-name", new PageLocatorOptions { HasText = name }).First.ClickAsync();
        await alice.Page.Locator(".viewer-frame").WaitForAsync();
    }

    private static async Task<byte[]> Photo(Someone alice) => Convert.FromBase64String(await alice.Page.EvaluateAsync<string>("""
        () => {
          const canvas = document.createElement("canvas");
          [canvas.width, canvas.height] = [600, 400];
          canvas.getContext("2d").fillRect(100, 100, 200, 100);
          return canvas.toDataURL("image/png").split(",")[1];
        }
        """));
}
