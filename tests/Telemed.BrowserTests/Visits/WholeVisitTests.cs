using System.Text;
using Telemed.BrowserTests.Testing;
using static Microsoft.Playwright.Assertions;

namespace Telemed.BrowserTests.Visits;

/// <summary>The main job, from the waiting room to the signed note.</summary>
public sealed class WholeVisitTests(RunningServer server, Browsers browsers)
{
    private static readonly Dictionary<string, string> Practitioners = new()
    {
        ["Dr Alice Martin"] = "alice.martin@tilleuls.example",
        ["Dr Jean-Baptiste Lefebvre-Delattre"] = "jean-baptiste.lefebvre@tilleuls.example",
        ["Dr Hélène Guyomarc’h"] = "helene.guyomarch@tilleuls.example",
    };

    [Fact]
    public async Task The_waiting_room_fills_live_and_a_click_starts_the_call_with_note_and_documents()
    {
        await using var alice = await browsers.Someone(server);
        // Whoever of the three is in no call plays Alice: a practitioner is live in one room at a time.
        var links = await server.ReadyVisit();
        var email = Practitioners[(await server.Expected(links.Patient)).GetProperty("who").GetString()!];
        await alice.SignIn(email, server.PasswordOf(email));
        await alice.Page.GotoAsync("/today");
        await using var patient = await browsers.Someone(server, phone: true);
        await patient.Join(links.Patient);
        await patient.View("waiting").WaitForAsync();

        // Not asked for: the page hears it.
        var row = alice.Page.Locator("waiting-list li").Last;
        await Expect(row).ToContainTextAsync("Image et son");
        await row.Locator("a.button").ClickAsync();
        await Task.WhenAll(alice.SeesAndHears(), patient.SeesAndHears());

        await WritesTheNote(alice);
        await FilesADocument(alice);
        await Expect(alice.StageWord()).ToHaveCountAsync(0);
        await alice.SeesAndHears();

        await alice.Page.Locator("[data-do=end]").ClickAsync();
        await alice.Page.Locator("[data-end-dialog] [value=end]").ClickAsync();
        await patient.View("ended").WaitForAsync();
        await Expect(alice.StageWord()).ToContainTextAsync("La consultation est terminée");
        await SignsTheNote(alice);
    }

    private static async Task WritesTheNote(Someone alice)
    {
        await alice.Page.Locator("textarea[name=subjective]").FillAsync("Céphalées moins fréquentes.");
        await alice.Page.Locator("textarea[name=plan]").FillAsync("Même traitement.");
        await Expect(alice.Page.Locator("[data-saved][data-state=clean]")).ToContainTextAsync("Enregistré à");
        await alice.Page.ReloadAsync();
        await Expect(alice.Page.Locator("textarea[name=subjective]")).ToHaveValueAsync("Céphalées moins fréquentes.");
        await alice.SeesAndHears();
    }

    private static async Task FilesADocument(Someone alice)
    {
        await alice.Page.Locator("#tab-documents").ClickAsync();
        await alice.Page.Locator("document-drop [data-input]").SetInputFilesAsync(
        [
            new FilePayload { Name = "analyses.txt", MimeType = "text/plain", Buffer = Encoding.UTF8.GetBytes("Créatinine 78 µmol/l\n") },
            new FilePayload { Name = "vide.txt", MimeType = "text/plain", Buffer = [] },
        ]);
        var filed = alice.Page.Locator("document-drop .document-line").Filter(new LocatorFilterOptions { HasText = "analyses.txt" });
        await Expect(filed).ToHaveCountAsync(1);
        await Expect(alice.Page.Locator("document-drop .upload")).ToContainTextAsync("Ce fichier est vide");
        await filed.Locator("[aria-pressed]").ClickAsync();
        await Expect(filed.Locator("[aria-pressed=true]")).ToHaveCountAsync(1);
    }

    private static async Task SignsTheNote(Someone alice)
    {
        await alice.Page.Locator("#tab-note").ClickAsync();
        await alice.Page.Locator("[data-note=sign]").ClickAsync();
        await alice.Page.Locator("[data-sign-dialog] [value=sign]").ClickAsync();
        await Expect(alice.Page.Locator("[data-saved]")).ToContainTextAsync("Signée à");
        await Expect(alice.Page.Locator("textarea[name=plan]")).Not.ToBeEditableAsync();
    }
}
