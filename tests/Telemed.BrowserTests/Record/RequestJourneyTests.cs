using Microsoft.Playwright;
using Telemed.BrowserTests.Testing;
using static Microsoft.Playwright.Assertions;

namespace Telemed.BrowserTests.Record;

/// <summary>A practitioner asks for a document, the patient sends it from a phone, and the practitioner finds it.</summary>
public sealed class RequestJourneyTests(RunningServer server, Browsers browsers)
{
    private const string Practitioner = "alice.martin@tilleuls.example";
    private const string Patient = "annesophie.vandenbrouckelemaire@patients.example";
    private const string Wanted = "Résultats de la prise de sang du 12";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_document_that_is_asked_for_is_sent_by_the_patient_and_found_by_who_asked()
    {
        await using var alice = await browsers.Someone(server);
        await alice.SignIn(Practitioner, server.PasswordOf(Practitioner));
        await alice.Page.GotoAsync("/patients");
        await alice.Page.Locator(".line a.person", new PageLocatorOptions { HasText = "Vandenbroucke" }).First.ClickAsync();
        var requests = alice.Page.Locator("[aria-labelledby=requests-title]");
        // By the keyboard alone.
        await requests.Locator("details:has(#wording) > summary").PressAsync("Enter");
        await alice.Page.Locator("#wording").FillAsync(Wanted);
        await alice.Page.Locator("#wording").PressAsync("Enter");
        await Expect(requests.Locator("li", new LocatorLocatorOptions { HasText = Wanted }).Locator("form")).ToHaveCountAsync(1);

        var file = Path.Combine(Directory.CreateTempSubdirectory("telemed-request-").FullName, "prise de sang.txt");
        await File.WriteAllTextAsync(file, "Hémoglobine 13,2 g/dL\n", Cancel);
        await using var anneSophie = await browsers.Someone(server, phone: true);
        await anneSophie.SignIn(Patient, server.PasswordOf(Patient));
        await anneSophie.Page.GotoAsync("/documents");
        var asked = anneSophie.Page.Locator("article", new PageLocatorOptions { HasText = Wanted });
        await asked.Locator("document-page:not([hidden]) [data-input]").SetInputFilesAsync(file);
        await Expect(asked.Locator(".upload .path [data-done]")).ToHaveTextAsync(["Reçu", "Contrôlé", "Classé"]);
        await Expect(asked.Locator("[data-documents] .chip")).ToHaveTextAsync("Envoyé");
        await Expect(asked.Locator("[data-documents] a")).ToHaveTextAsync("prise de sang.txt");
        await Expect(anneSophie.Page.Locator("[data-documents=mine] a.document-name", new PageLocatorOptions { HasText = "prise de sang.txt" })).ToHaveCountAsync(1);

        var own = anneSophie.Page.Locator("[aria-labelledby=send-title] document-page");
        await own.Locator("[data-input]").SetInputFilesAsync(new FilePayload { Name = "carnet.txt", MimeType = "text/plain", Buffer = "Tétanos 2019\n"u8.ToArray() });
        await Expect(own.Locator(".upload .path [data-done]")).ToHaveCountAsync(3);
        await Expect(anneSophie.Page.Locator("[data-documents=mine] a.document-name", new PageLocatorOptions { HasText = "carnet.txt" })).ToHaveCountAsync(1);

        await alice.Page.ReloadAsync();
        await requests.Locator("details:not(:has(#wording)) > summary").ClickAsync();
        await requests.Locator("li", new LocatorLocatorOptions { HasText = Wanted }).Locator("a").ClickAsync();
        await Expect(alice.Page.Locator(".viewer-text")).ToHaveTextAsync("Hémoglobine 13,2 g/dL");
        await alice.Page.GotoAsync("/notifications");
        await Expect(alice.Page.Locator("li", new PageLocatorOptions { HasText = "a envoyé un document que vous aviez demandé" })).ToHaveCountAsync(1);
    }
}
