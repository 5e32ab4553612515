using System.Text.Json;
using Microsoft.Playwright;
using Telemed.BrowserTests.Testing;
using static Microsoft.Playwright.Assertions;

namespace Telemed.BrowserTests.Visits;

/// <summary>Paper on the desk, a phone in the pocket, and a call that goes on.</summary>
public sealed class PhoneJourneyTests(RunningServer server, Browsers browsers)
{
    // One white pixel.
    private static readonly byte[] Photo = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mP8/x8AAwMCAO+ip1sAAAAASUVORK5CYII=");

    private static LocatorAssertionsToContainTextOptions Patience => new() { Timeout = 20_000 };

    [Fact]
    public async Task A_phone_that_photographs_the_code_sends_two_pages_as_one_PDF_into_the_visit_while_the_call_goes_on()
    {
        var links = await server.ReadyVisit();
        var email = await server.AccountOf(links.Practitioner);
        await using var patient = await browsers.Someone(server);
        await using var practitioner = await browsers.Someone(server);
        await using var phone = await browsers.Someone(server);
        await practitioner.SignIn(email, server.PasswordOf(email));
        await Task.WhenAll(patient.Join(links.Patient), practitioner.Join(links.Practitioner));
        await Task.WhenAll(patient.SeesAndHears(), practitioner.SeesAndHears());

        await practitioner.Page.Locator("#tab-documents").ClickAsync();
        var address = await Shows(practitioner);
        await phone.Page.SetViewportSizeAsync(360, 740);
        await phone.Page.GotoAsync(address);
        await Expect(phone.Page.Locator("h1")).ToContainTextAsync("Ajouter au dossier : ");
        Assert.Empty(new Uri(phone.Page.Url).Fragment);
        await SendsTwoPages(phone);

        var dialog = practitioner.Page.Locator("document-drop [data-phone-dialog]");
        await Expect(dialog).ToContainTextAsync("fichiers reçus : 1", Patience);
        await dialog.Locator("[data-phone-close]").ClickAsync();
        var line = practitioner.Page.Locator("document-drop .document-line").Filter(new LocatorFilterOptions { HasText = "Pages photographiées" });
        await Expect(line).ToContainTextAsync("PDF");
        await Expect(practitioner.Page.Locator("document-drop [data-phone-state]")).ToContainTextAsync("Téléphone connecté");
        await Task.WhenAll(patient.SeesAndHears(), practitioner.SeesAndHears());

        await practitioner.Page.Locator("document-drop [data-phone-open]").ClickAsync();
        await practitioner.Page.RunAndWaitForResponseAsync(() => dialog.Locator("[data-phone-end]").ClickAsync(), response => response.Request.Method == "DELETE");
        await phone.Page.Locator("[data-files] input").SetInputFilesAsync(new FilePayload { Name = "trop-tard.txt", MimeType = "text/plain", Buffer = "a"u8.ToArray() });
        await Expect(phone.Page.Locator(".upload").Filter(new LocatorFilterOptions { HasText = "trop-tard.txt" })).ToContainTextAsync("n’est plus connecté", Patience);
    }

    /// <summary>The address that the code says.</summary>
    private static async Task<string> Shows(Someone practitioner)
    {
        var answer = await practitioner.Page.RunAndWaitForResponseAsync(() => practitioner.Page.Locator("document-drop [data-phone-open]").ClickAsync(),
            response => response.Url.Contains("/phone-links", StringComparison.Ordinal) && response.Request.Method == "POST");
        await Expect(practitioner.Page.Locator("document-drop [data-phone-qr] svg")).ToBeVisibleAsync();
        return JsonDocument.Parse(await answer.TextAsync()).RootElement.GetProperty("url").GetString()!;
    }

    private static async Task SendsTwoPages(Someone phone)
    {
        for (var page = 1; page <= 2; page++)
        {
            await phone.Page.Locator("[data-photo] input").SetInputFilesAsync(new FilePayload { Name = $"{page}.png", MimeType = "image/png", Buffer = Photo });
            await Expect(phone.Page.Locator("[data-pages] li")).ToHaveCountAsync(page);
        }

        await phone.Page.Locator("[data-send-pages]").ClickAsync();
        await Expect(phone.Page.Locator(".upload")).ToContainTextAsync("Dossier : ", Patience);
        await Expect(phone.Page.Locator("[data-pages] li")).ToHaveCountAsync(0);
    }
}
