using Telemed.BrowserTests.Testing;
using Telemed.BrowserTests.Visits;
using static Microsoft.Playwright.Assertions;

namespace Telemed.BrowserTests.Record;

/// <summary>A note from its template to its amendment, written during a call by two tabs over a network that comes and goes; and who reads it then.</summary>
public sealed class NoteJourneyTests(RunningServer server, Browsers browsers)
{
    private const string Alice = "alice.martin@tilleuls.example";

    private const string Helene = "helene.guyomarch@tilleuls.example";
    private const string Gwenaelle = "gwenaelle.kervella@tilleuls.example";

    private static readonly NewPerson Ludivine = new("Ludivine", "Castaing", "1984-11-12");

    [Fact]
    public async Task From_a_template_over_a_lost_network_and_a_second_writer_to_the_signature_and_its_amendment()
    {
        await using var alice = await browsers.Someone(server);
        await using var ludivine = await browsers.Someone(server, phone: true);
        await alice.SignIn(Alice, server.PasswordOf(Alice));
        await MakesATemplate(alice.Page);
        await Meet(alice, ludivine);
        var (page, saved) = (alice.Page, alice.Page.Locator("[data-saved][data-state=clean]"));
        var (subjective, objective, plan) = (page.Locator("soap-note [name=subjective]"), page.Locator("soap-note [name=objective]"), page.Locator("soap-note [name=plan]"));

        await page.SelectOptionAsync("select[data-template]", new SelectOptionValue { Label = "Migraine" });
        await page.Locator("[data-insert-template]").ClickAsync();
        await Expect(plan).ToHaveValueAsync("- Repos\n- Calendrier des crises");
        await plan.FocusAsync();
        await page.Keyboard.PressAsync("Control+End");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.TypeAsync("Revoir");
        await Expect(plan).ToHaveValueAsync("- Repos\n- Calendrier des crises\n- Revoir");
        await Pastes(plan, "<p>Reçu <b>hier</b></p><script>alert(1)</script><ul><li>un</li></ul>");
        await Expect(plan).ToHaveValueAsync("- Repos\n- Calendrier des crises\n- RevoirReçu **hier**\n\n- un");
        await page.Locator("soap-note summary").ClickAsync();
        await page.FillAsync("soap-note [name=tags]", "migraine, école");
        await page.SelectOptionAsync("soap-note [name=priority]", "high");
        await Expect(saved).ToHaveCountAsync(1);
        await page.HasNoGraveFinding("a note beside the picture");

        await LosesTheNetworkAndReloads(alice, subjective);
        await Expect(subjective).ToHaveValueAsync("Écrit sans réseau");
        await Expect(plan).ToHaveValueAsync("- Repos\n- Calendrier des crises\n- RevoirReçu **hier**\n\n- un");
        await Expect(page.Locator("soap-note [name=tags]")).ToHaveValueAsync("migraine, école");
        await alice.SeesAndHears();

        await WritesElsewhere(alice, "objective", "Écrit dans un autre onglet");
        await subjective.FillAsync("Écrit ici");
        await Expect(objective).ToHaveValueAsync("Écrit dans un autre onglet");
        await Expect(page.Locator("[data-conflict]")).ToBeHiddenAsync();
        await Expect(saved).ToHaveCountAsync(1);
        await WritesElsewhere(alice, "subjective", "Leurs mots");
        await subjective.FillAsync("Mes mots");
        await page.Locator("[data-conflict] [data-note=both]").ClickAsync();
        await Expect(subjective).ToHaveValueAsync("Leurs mots\n\nMes mots");
        await Expect(saved).ToHaveCountAsync(1);

        await page.Locator("[data-note=sign]").ClickAsync();
        await page.Locator("[data-sign-dialog] [value=sign]").ClickAsync();
        await Expect(page.Locator("[data-saved]")).ToContainTextAsync("Signée à");
        await Expect(page.Locator("soap-note [name=tags]")).ToBeDisabledAsync();
        await Amends(alice);
        Assert.Equal(0, await Kept(page));

        await OpensItInAnEmergency(await RecordOf(page), ludivine);
        await SignsOutAndLeavesNothing(page);
    }

    /// <summary>A colleague gives a reason; patient and administrator read it, and the patient whatever was opened.</summary>
    private async Task OpensItInAnEmergency(string record, Someone ludivine)
    {
        await using var reader = await browsers.Someone(server);
        await ludivine.OpensAnAccount(Ludivine, new Mailbox(reader));
        await using var helene = await browsers.Someone(server);
        await helene.SignIn(Helene, server.PasswordOf(Helene));
        Assert.Equal(404, (await helene.Page.GotoAsync(record))!.Status);
        await helene.Page.GotoAsync("/patients");
        await helene.Page.FillAsync("#birth", Ludivine.Birth);
        await helene.Page.FillAsync("#letters", Ludivine.Family[..3]);
        await helene.Page.Locator("form.finder button.primary").First.ClickAsync();
        await helene.Page.Locator($"a[href='{record}/emergency']").ClickAsync();
        await helene.Page.HasNoGraveFinding("opening a record in an emergency");
        await helene.Page.FillAsync("#reason", "Malaise au cabinet");
        await helene.Page.Locator("button.danger").ClickAsync();
        await helene.Page.WaitForURLAsync(url => url.EndsWith(record, StringComparison.Ordinal));
        await helene.Page.Locator("a[href^='/notes/']").First.ClickAsync();
        await Expect(helene.Page.Locator("dd ul li").First).ToHaveTextAsync("Repos strict");

        await ludivine.Page.GotoAsync("/my-record/access");
        await Expect(ludivine.Page.Locator("main")).ToContainTextAsync("Hélène Guyomarc’h");
        await Expect(ludivine.Page.Locator("main")).ToContainTextAsync("a lu une note");
        await Expect(ludivine.Page.Locator("main")).ToContainTextAsync("Malaise au cabinet");
        await ludivine.Page.HasNoGraveFinding("who looked");
        await using var administrator = await browsers.Someone(server);
        await administrator.SignIn(Gwenaelle, server.PasswordOf(Gwenaelle));
        await administrator.Page.GotoAsync("/clinic/emergencies");
        await Expect(administrator.Page.Locator("main")).ToContainTextAsync("Malaise au cabinet");
        await administrator.Page.HasNoGraveFinding("records opened in an emergency");
    }

    /// <summary>What this browser still keeps of an unsent draft is gone with the session.</summary>
    private static async Task SignsOutAndLeavesNothing(IPage page)
    {
        await page.GotoAsync("/today");
        await page.EvaluateAsync("""
            () => new Promise((resolve, reject) => {
              const opening = indexedDB.open("telemed-drafts", 1);
              opening.onupgradeneeded = () => ["keys", "kept"].forEach(store => opening.result.createObjectStore(store));
              opening.onerror = () => reject(opening.error);
              opening.onsuccess = () => {
                const written = opening.result.transaction("kept", "readwrite").objectStore("kept").put({ bytes: new ArrayBuffer(1) }, "left behind");
                written.onsuccess = () => { opening.result.close(); resolve(); };
              };
            })
            """);
        Assert.Equal(1, await Kept(page));
        await page.Locator(".sidebar form[action='/sign-out'] button").ClickAsync();
        await page.WaitForURLAsync(url => url.Contains("/sign-in", StringComparison.Ordinal));
        Assert.DoesNotContain("telemed-drafts", await page.EvaluateAsync<string[]>("async () => (await indexedDB.databases()).map(d => d.name)"));
    }

    private static Task<string> RecordOf(IPage page) => page.EvaluateAsync<string>("async () => `/patients/${(await (await fetch(`${location.pathname}/state`)).json()).patientId}`");

    private async Task Meet(Someone alice, Someone ludivine)
    {
        var page = alice.Page;
        await page.GotoAsync("/instant");
        await page.FillAsync("#new-given", Ludivine.Given);
        await page.FillAsync("#new-family", Ludivine.Family);
        await page.FillAsync("#new-birth", Ludivine.Birth);
        await page.FillAsync("#new-email", Ludivine.Email);
        await page.Locator("form:has(#new-given) button").ClickAsync();
        await page.Locator("form:has(input[value=link]) button").ClickAsync();
        await ludivine.Join(await page.Locator("copy-link input").InputValueAsync());
        await ludivine.View("waiting").WaitForAsync();
        await page.Locator("a.primary[href^='/visit/']").ClickAsync();
        await Task.WhenAll(alice.SeesAndHears(), ludivine.SeesAndHears());
    }

    private static async Task MakesATemplate(IPage page)
    {
        await page.GotoAsync("/note-templates");
        await page.HasNoGraveFinding("note templates");
        await page.FillAsync("#template-name", "Migraine");
        await page.FillAsync("#template-Subjective", "Céphalées :");
        await page.FillAsync("#template-Plan", "- Repos\n- Calendrier des crises");
        await page.Locator("form:has(#template-name) button.primary").ClickAsync();
        await Expect(page.Locator("[role=status]")).ToContainTextAsync("enregistré");
    }

    /// <summary>The page is gone before anything reached the server; what was typed is in this browser's database, and not in clear.</summary>
    private static async Task LosesTheNetworkAndReloads(Someone alice, ILocator subjective)
    {
        var (page, visit) = (alice.Page, alice.Page.Url);
        // What a page sends while it goes passes both the browser's routes and its being offline: this page sends nothing more at all.
        await page.RouteAsync("**/note", route => route.Request.Method == "PUT" ? route.AbortAsync() : route.ContinueAsync());
        await page.EvaluateAsync("() => { window.fetch = () => Promise.reject(new TypeError('no network')); }");
        await subjective.FillAsync("Écrit sans réseau");
        await Expect(page.Locator("[data-saved][data-state=failed]")).ToHaveCountAsync(1);
        await Eventually(async () => await Kept(page) is 1);
        page.Dialog += Leaves;
        await page.GotoAsync("about:blank");
        page.Dialog -= Leaves;
        await page.GotoAsync(visit);
        await Expect(subjective).ToHaveValueAsync("Écrit sans réseau");
        Assert.DoesNotContain("Écrit", await OnTheServer(page), StringComparison.Ordinal);
        Assert.Equal(1, await Kept(page));
        await page.UnrouteAllAsync();
        await Expect(page.Locator("[data-saved][data-state=clean]")).ToHaveCountAsync(1);
        Assert.Equal("Écrit sans réseau", await OnTheServer(page));
        await Eventually(async () => await Kept(page) is 0);
        await page.ReloadAsync();
    }

    private static Task<string> OnTheServer(IPage page) => page.EvaluateAsync<string>("""
        async () => {
          const { encounterId } = await (await fetch(`${location.pathname}/state`)).json();
          return (await (await fetch(`/api/encounters/${encounterId}/note`)).json()).subjective;
        }
        """);

    private static void Leaves(object? sender, IDialog dialog) => _ = dialog.AcceptAsync();

    private static async Task Eventually(Func<Task<bool>> done)
    {
        for (var look = 0; look < 100 && !await done(); look++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        Assert.True(await done());
    }

    /// <summary>How many drafts this browser keeps; fails when one of them can be read without the key, or the key be taken out.</summary>
    private static Task<int> Kept(IPage page) => page.EvaluateAsync<int>("""
        async () => {
          const ask = request => new Promise((resolve, reject) => { request.onsuccess = () => resolve(request.result); request.onerror = () => reject(request.error); });
          const db = await ask(indexedDB.open("telemed-drafts"));
          try {
            if (!db.objectStoreNames.contains("kept")) return 0;
            const [kept, keys] = [await ask(db.transaction("kept").objectStore("kept").getAll()), await ask(db.transaction("keys").objectStore("keys").getAll())];
            for (const { bytes } of kept) if (new TextDecoder().decode(bytes).includes("subjective")) throw new Error("in clear");
            for (const key of keys) if (key.extractable || await crypto.subtle.exportKey("raw", key).then(() => true, () => false)) throw new Error("the key can be taken out");
            return kept.length;
          } finally { db.close(); }
        }
        """);

    private static Task Pastes(ILocator area, string html) => area.EvaluateAsync("""
        (area, html) => {
          const data = new DataTransfer();
          data.setData("text/html", html);
          data.setData("text/plain", "other");
          area.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }
        """, html);

    /// <summary>Another tab saves one section, the others as they are.</summary>
    private static Task WritesElsewhere(Someone alice, string section, string text) => alice.Page.EvaluateAsync("""
        async ({ section, text }) => {
          const { encounterId } = await (await fetch(`${location.pathname}/state`)).json();
          const address = `/api/encounters/${encounterId}/note`;
          const note = await (await fetch(address)).json();
          const answer = await fetch(address, { method: "PUT", headers: { "content-type": "application/json" }, body: JSON.stringify({ ...note, [section]: text }) });
          if (!answer.ok) throw new Error(`${answer.status}`);
        }
        """, new { section, text });

    private static async Task Amends(Someone alice)
    {
        await Expect(alice.Page.Locator("[data-amend]")).ToBeVisibleAsync();
        var address = (await alice.Page.Locator("[data-amend]").GetAttributeAsync("href"))!;
        var desk = new Someone(alice.Context, await alice.Context.NewPageAsync());
        await desk.Page.GotoAsync(address);
        await Expect(desk.Page.Locator("dd ul li").First).ToHaveTextAsync("Repos");
        await desk.Page.Locator("summary", new PageLocatorOptions { HasText = "Compléter" }).ClickAsync();
        await desk.Page.FillAsync("#amend-Plan", "- Repos strict");
        await desk.Page.FillAsync("#amend-reason", "Précision");
        await desk.Page.Locator("button[value=amend]").ClickAsync();
        await Expect(desk.Page.Locator("#versions-title + ol > li").First).ToContainTextAsync("Précision");
        await desk.Page.Locator("summary", new PageLocatorOptions { HasText = "Voir ce qui a changé" }).First.ClickAsync();
        await Expect(desk.Page.Locator(".difference ins", new PageLocatorOptions { HasText = "strict" })).ToHaveCountAsync(1);
        await desk.Page.HasNoGraveFinding("an amended note");
        await desk.Page.CloseAsync();
    }
}
