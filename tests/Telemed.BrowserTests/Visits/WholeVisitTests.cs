using System.Text;
using System.Text.Json;
using Telemed.BrowserTests.Testing;
using static Microsoft.Playwright.Assertions;

namespace Telemed.BrowserTests.Visits;

/// <summary>The main job, from the booking to the document in the patient's hands.</summary>
public sealed class WholeVisitTests(RunningServer server, Browsers browsers)
{
    private const string Alice = "alice.martin@tilleuls.example";
    private const string Charlie = "charles.payet@flamboyants.example";

    private static readonly NewPerson Colette = new("Colette", "Hurtevent", "1971-02-03");
    private static readonly byte[] Analysis = Encoding.UTF8.GetBytes("Créatinine 78 µmol/l\nGlycémie 0,92 g/l\n");

    [Fact]
    public async Task From_the_booking_to_the_document_in_the_patients_hands_and_nobody_elses()
    {
        await using var alice = await browsers.Someone(server);
        await alice.SignIn(Alice, server.PasswordOf(Alice));
        await alice.Books(Colette);

        await using var reader = await browsers.Someone(server);
        var mails = new Mailbox(reader);
        await using var colette = await browsers.Someone(server, phone: true);
        await alice.Page.GotoAsync("/today");
        var unread = await Unread(alice);
        await colette.Join(await mails.Link(Colette.FullName, "Votre téléconsultation"));
        await colette.View("waiting").WaitForAsync();

        // Not asked for: the page hears it.
        var row = alice.Page.Locator("waiting-list li").Filter(new LocatorFilterOptions { HasText = Colette.Family });
        await Expect(row).ToContainTextAsync("Image et son");
        await Expect(alice.Page.Locator("notification-bell .count")).ToContainTextAsync($"{unread + 1}");
        Assert.Equal(unread + 1, await Unread(alice));
        await row.Locator("a.button").ClickAsync();
        await Task.WhenAll(alice.SeesAndHears(), colette.SeesAndHears());

        await Talk(alice, colette);
        await WritesTheNote(alice);
        await ChoosesBetweenTwoTexts(alice);
        await FilesADocument(alice);
        await Expect(alice.StageWord()).ToHaveCountAsync(0);
        await alice.SeesAndHears();

        await alice.Page.Locator("[data-do=end]").ClickAsync();
        await alice.Page.CheckAsync("[data-end-dialog] [name=noActs]");
        await alice.Page.Locator("[data-end-dialog] [value=end]").ClickAsync();
        await colette.View("ended").WaitForAsync();
        await Expect(alice.StageWord()).ToContainTextAsync("La consultation est terminée");
        var ids = await Ids(alice);
        var desk = new Someone(alice.Context, await alice.Context.NewPageAsync());
        await Reads(desk, $"/notes/{Id(ids, "noteId")}", "a draft");
        await SignsTheNote(alice);
        await Reads(desk, $"/notes/{Id(ids, "noteId")}", "a signed note");
        await Reads(desk, $"/visits/{Id(ids, "encounterId")}", "a past visit");

        await colette.OpensAnAccount(Colette, mails);
        var document = await Downloads(colette);
        await StaysClosed([new Uri(alice.Page.Url).AbsolutePath, .. Addresses(ids), document]);
    }

    private static async Task<int> Unread(Someone alice) => int.Parse((await alice.Page.GetAttributeAsync("notification-bell", "data-unread"))!, null);

    private static async Task Talk(Someone alice, Someone colette)
    {
        await alice.Page.Locator("#tab-chat").ClickAsync();
        await alice.Page.FillAsync("#say-practitioner", "M’entendez-vous bien ?");
        await alice.Page.Keyboard.PressAsync("Enter");
        await colette.Page.Locator("[data-view=call] [data-do=chat]:visible").ClickAsync();
        await Expect(colette.Page.Locator("[data-chat-panel] .bubble-text")).ToHaveTextAsync("M’entendez-vous bien ?");
        await colette.Page.FillAsync("#say", "Très bien");
        await colette.Page.Keyboard.PressAsync("Enter");
        await Expect(alice.Page.Locator("#panel-chat .bubble-text").Last).ToHaveTextAsync("Très bien");
        await alice.Page.Locator("#tab-note").ClickAsync();
    }

    private static async Task WritesTheNote(Someone alice)
    {
        await alice.Page.FillAsync("textarea[name=subjective]", "Céphalées moins fréquentes.");
        await alice.Page.FillAsync("textarea[name=plan]", "Même traitement.");
        await Expect(alice.Page.Locator("[data-saved][data-state=clean]")).ToContainTextAsync("Enregistré à");
        await alice.Page.ReloadAsync();
        await Expect(alice.Page.Locator("textarea[name=subjective]")).ToHaveValueAsync("Céphalées moins fréquentes.");
        await alice.SeesAndHears();
    }

    /// <summary>Twice the note is saved in another tab while she types: nothing is overwritten until she has seen both texts and chosen.</summary>
    private static async Task ChoosesBetweenTwoTexts(Someone alice)
    {
        var (plan, conflict) = (alice.Page.Locator("textarea[name=plan]"), alice.Page.Locator("[data-conflict]"));
        foreach (var (choice, theirs, mine, kept) in ((string, string, string, string)[])
            [("theirs", "Revoir dans un mois.", "Arrêt du traitement.", "Revoir dans un mois."), ("mine", "Revoir dans un an.", "Même traitement.", "Même traitement.")])
        {
            await SavesElsewhere(alice, theirs);
            await plan.FillAsync(mine);
            await Expect(conflict).ToContainTextAsync(theirs);
            await Expect(conflict).ToContainTextAsync(mine);
            Assert.Equal(theirs, await Saved(alice));
            await conflict.Locator($"[data-note={choice}]").ClickAsync();
            await Expect(conflict).ToBeHiddenAsync();
            await Expect(alice.Page.Locator("[data-saved][data-state=clean]")).ToHaveCountAsync(1);
            await Expect(plan).ToHaveValueAsync(kept);
            Assert.Equal(kept, await Saved(alice));
        }
    }

    private static Task SavesElsewhere(Someone alice, string plan) => alice.Page.EvaluateAsync("""
        async plan => {
          const { encounterId } = await (await fetch(`${location.pathname}/state`)).json();
          const address = `/api/encounters/${encounterId}/note`;
          const { version, subjective, objective, assessment } = await (await fetch(address)).json();
          const body = JSON.stringify({ version, subjective, objective, assessment, plan });
          const answer = await fetch(address, { method: "PUT", headers: { "content-type": "application/json" }, body });
          if (!answer.ok) throw new Error(`${answer.status}`);
        }
        """, plan);

    private static Task<string> Saved(Someone alice) => alice.Page.EvaluateAsync<string>("""
        async () => {
          const { encounterId } = await (await fetch(`${location.pathname}/state`)).json();
          return (await (await fetch(`/api/encounters/${encounterId}/note`)).json()).plan;
        }
        """);

    private static async Task FilesADocument(Someone alice)
    {
        await alice.Page.Locator("#tab-documents").ClickAsync();
        await alice.Page.Locator("document-drop [data-input]").SetInputFilesAsync(
        [
            new FilePayload { Name = "analyses.txt", MimeType = "text/plain", Buffer = Analysis },
            new FilePayload { Name = "vide.txt", MimeType = "text/plain", Buffer = [] },
        ]);
        var filed = alice.Page.Locator("document-drop .document-line").Filter(new LocatorFilterOptions { HasText = "analyses.txt" });
        await Expect(filed).ToContainTextAsync(", texte, ");
        await Expect(Row(alice, "vide.txt")).ToContainTextAsync("Ce fichier est vide");
        await Expect(Row(alice, "analyses.txt").Locator(".path [data-done]")).ToHaveTextAsync(["Reçu", "Contrôlé", "Classé"]);
        await filed.Locator("[aria-pressed]").ClickAsync();
        await Expect(filed.Locator("[aria-pressed=true]")).ToHaveCountAsync(1);
    }

    private static ILocator Row(Someone alice, string name) => alice.Page.Locator("document-drop .upload").Filter(new LocatorFilterOptions { HasText = name });

    private static async Task SignsTheNote(Someone alice)
    {
        await alice.Page.Locator("#tab-note").ClickAsync();
        await alice.Page.Locator("[data-note=sign]").ClickAsync();
        await alice.Page.Locator("[data-sign-dialog] [value=sign]").ClickAsync();
        await Expect(alice.Page.Locator("[data-saved]")).ToContainTextAsync("Signée à");
        await Expect(alice.Page.Locator("textarea[name=plan]")).Not.ToBeEditableAsync();
    }

    /// <summary>Byte for byte what was filed, under its name; returns its path.</summary>
    private static async Task<string> Downloads(Someone colette)
    {
        var link = colette.Page.Locator(".document", new PageLocatorOptions { HasText = "analyses.txt" }).Locator("a[download]");
        var download = await colette.Page.RunAndWaitForDownloadAsync(() => link.ClickAsync());
        Assert.Equal("analyses.txt", download.SuggestedFilename);
        Assert.Equal(Analysis, await File.ReadAllBytesAsync(await download.PathAsync(), TestContext.Current.CancellationToken));
        return (await link.GetAttributeAsync("href"))!;
    }

    private static Task<JsonElement> Ids(Someone alice) => alice.Page.EvaluateAsync<JsonElement>("""
        async () => {
          const visit = await (await fetch(`${location.pathname}/state`)).json();
          const note = await (await fetch(`/api/encounters/${visit.encounterId}/note`)).json();
          return { ...visit, noteId: note.noteId };
        }
        """);

    private static string Id(JsonElement ids, string name) => ids.GetProperty(name).GetString()!;

    /// <summary>A page of the record, all that it folds away unfolded.</summary>
    private static async Task Reads(Someone desk, string address, string screen)
    {
        Assert.Equal(200, (await desk.Page.GotoAsync(address))!.Status);
        await desk.Page.EvaluateAsync("document.querySelectorAll('details').forEach(details => { details.open = true; })");
        await desk.Page.HasNoGraveFinding(screen);
    }

    private static string[] Addresses(JsonElement ids) =>
    [
        $"/visit/{Id(ids, "participantId")}/state", $"/patients/{Id(ids, "patientId")}", $"/patients/{Id(ids, "patientId")}/account",
        $"/notes/{Id(ids, "noteId")}", $"/api/encounters/{Id(ids, "encounterId")}/note", $"/api/patients/{Id(ids, "patientId")}/documents",
    ];

    /// <summary>To a practitioner of another clinic as if nothing were there; a stranger is at most asked to sign in.</summary>
    private async Task StaysClosed(string[] addresses)
    {
        await using var charlie = await browsers.Someone(server);
        await charlie.SignIn(Charlie, server.PasswordOf(Charlie));
        await using var stranger = await browsers.Someone(server);
        foreach (var address in addresses)
        {
            Assert.Equal(404, (await charlie.Page.GotoAsync(address))!.Status);
            var answer = (await stranger.Page.GotoAsync(address))!;
            Assert.True(answer.Status is 401 or 404 || new Uri(stranger.Page.Url).AbsolutePath == "/sign-in", $"{address}: {answer.Status}");
            foreach (var someone in (Someone[])[charlie, stranger])
            {
                Assert.DoesNotContain(Colette.Family, await someone.Page.ContentAsync(), StringComparison.OrdinalIgnoreCase);
            }
        }
    }
}
