using System.Collections.Concurrent;
using Telemed.BrowserTests.Testing;
using Telemed.BrowserTests.Visits;

namespace Telemed.BrowserTests;

/// <summary>axe-core on every screen one can reach, light and dark, as wide as a laptop and as a phone: nothing serious, nothing critical.</summary>
public sealed class AxeTests(RunningServer server, Browsers browsers)
{
    /// <summary>A page that is not there is a screen too.</summary>
    private const string NotThere = "/not-there";

    [Theory]
    [InlineData("alice.martin@tilleuls.example",
        "/today,/agenda,/agenda?view=list,/patients,/patients/new,/appointments,/hours,/instant,/notifications,/sessions,/choose-clinic,/not-there")]
    [InlineData("thierry.vandamme@tilleuls.example", "/today,/agenda,/agenda?view=week,/patients,/appointments,/hours,/clinic/visits,/clinic/online,/notifications")]
    [InlineData("gwenaelle.kervella@tilleuls.example", "/clinic,/clinic/audit,/clinic/online,/notifications")]
    [InlineData("annesophie.vandenbrouckelemaire@patients.example", "/,/documents,/appointments,/book,/notifications,/sessions")]
    [InlineData("", "/c/maison-de-sante-des-tilleuls,/sign-in,/register,/confirm-email/00000000-0000-4000-8000-000000000000,/not-there,/dev/mail")]
    public async Task A_page_has_no_grave_finding(string email, string paths)
    {
        ArgumentNullException.ThrowIfNull(email);
        ArgumentNullException.ThrowIfNull(paths);
        // Two browsers: a machine has more than one core, and axe uses one.
        var (left, found) = (new ConcurrentQueue<string>(paths.Split(',')), new ConcurrentBag<string>());
        await Task.WhenAll(Look(email, left, found), Look(email, left, found));
        Assert.True(found.IsEmpty, string.Join("\n", found));
    }

    private async Task Look(string email, ConcurrentQueue<string> left, ConcurrentBag<string> found)
    {
        await using var someone = await browsers.Someone(server);
        if (email.Length > 0)
        {
            await someone.SignIn(email, server.PasswordOf(email));
        }

        while (left.TryDequeue(out var path))
        {
            await Opens(someone.Page, path);
            (await someone.Page.Findings(path)).ToList().ForEach(found.Add);
        }
    }

    /// <summary>A stranger reads the language of the browser; whoever has an account chose it.</summary>
    [Fact]
    public async Task No_page_in_English_has_a_grave_finding()
    {
        const string jean = "jean-baptiste.lefebvre@tilleuls.example";
        await using var someone = await browsers.Someone(server, locale: "en-GB");
        List<string> found = [.. await InEnglish(someone, ["/c/maison-de-sante-des-tilleuls", "/sign-in", "/register"])];
        await someone.SignIn(jean, server.PasswordOf(jean));
        await Speaks(someone, "en");
        found.AddRange(await InEnglish(someone, ["/today", "/agenda", "/patients", "/patients/new", "/appointments", "/instant", "/notifications", "/sessions"]));
        await someone.Page.GotoAsync((await server.ReadyVisit()).Patient);
        await someone.View("prejoin").WaitForAsync();
        found.AddRange(await someone.Page.Findings("join in English", brief: true));
        await Speaks(someone, "fr"); // others sign in as him
        Assert.True(found.Count == 0, string.Join("\n", found));
    }

    private static async Task Speaks(Someone someone, string language)
    {
        await someone.Page.GotoAsync("/sessions");
        await someone.Page.SelectOptionAsync("#language", language);
        await someone.Page.Locator("form:has(#language) button").ClickAsync();
        await someone.Page.Locator($"html[lang={language}]").WaitForAsync();
    }

    private static async Task<List<string>> InEnglish(Someone someone, string[] paths)
    {
        var found = new List<string>();
        foreach (var path in paths)
        {
            await Opens(someone.Page, path);
            Assert.Equal("en", await someone.Page.GetAttributeAsync("html", "lang"));
            found.AddRange(await someone.Page.Findings($"{path} in English", brief: true));
        }

        return found;
    }

    /// <summary>What is looked at is that page: no other one, and no error in its place.</summary>
    private static async Task Opens(IPage page, string path)
    {
        var answer = await page.GotoAsync(path);
        Assert.Equal((path, path == NotThere ? 404 : 200), (new Uri(page.Url).PathAndQuery, answer!.Status));
    }

    [Fact]
    public async Task No_page_about_one_patient_has_a_grave_finding()
    {
        const string alice = "alice.martin@tilleuls.example";
        await using var someone = await browsers.Someone(server);
        await someone.SignIn(alice, server.PasswordOf(alice));
        await someone.Page.GotoAsync("/patients");
        await someone.Page.Locator(".line a.person").First.ClickAsync();
        await someone.Page.Locator("document-page:not([hidden])").WaitForAsync();
        List<string> found = [.. await someone.Page.Findings("patient")];
        var id = new Uri(someone.Page.Url).Segments[^1];
        await Opens(someone.Page, $"/patients/{id}/account");
        found.AddRange(await someone.Page.Findings("the patient's account"));
        await Opens(someone.Page, $"/appointments/new?patient={id}");
        found.AddRange(await someone.Page.Findings("booking"));
        await someone.Page.Locator(".form-actions button.primary").ClickAsync();
        await someone.Page.Locator("[aria-invalid=true]").First.WaitForAsync();
        found.AddRange(await someone.Page.Findings("booking refused"));
        Assert.True(found.Count == 0, string.Join("\n", found));
    }

    [Fact]
    public async Task No_view_of_a_visit_has_a_grave_finding()
    {
        await using var alone = await browsers.Someone(server, phone: true);
        List<string> found = [];
        await alone.Page.GotoAsync("/join#" + new string('A', 43));
        await alone.View("dead").WaitForAsync();
        found.AddRange(await alone.Page.Findings("dead"));
        // A link in the fragment alone would be no new page.
        await alone.Page.GotoAsync("about:blank");
        var links = await server.ReadyVisit();
        await alone.Page.GotoAsync(links.Patient);
        await alone.Page.Locator("[data-join]").WaitForAsync();
        found.AddRange(await alone.Page.Findings("join"));
        await alone.Page.Locator("[data-join]").ClickAsync();
        await alone.View("waiting").WaitForAsync();
        found.AddRange(await alone.Page.Findings("waiting"));
        found.AddRange(await Elsewhere(alone, links));
        await alone.View("taken-over").WaitForAsync();
        found.AddRange(await alone.Page.Findings("taken over"));

        await using var call = await Call.Begin(server, browsers);
        found.AddRange(await call.Practitioner.Page.Findings("the practitioner's call"));
        found.AddRange(await call.Patient.Page.Findings("the patient's call"));
        await call.Practitioner.Page.Locator("[data-do=guests]").ClickAsync();
        found.AddRange(await call.Practitioner.Page.Findings("the list of participants"));
        await call.Practitioner.Page.Locator("[data-guests-close]").ClickAsync();
        await call.Practitioner.View("call").Locator("more-menu [aria-haspopup]").ClickAsync();
        found.AddRange(await call.Practitioner.Page.Findings("the menu"));
        await call.Practitioner.View("call").Locator("[role=menu] [data-do=shortcuts]").ClickAsync();
        found.AddRange(await call.Practitioner.Page.Findings("the sheet of shortcuts"));
        await call.Practitioner.Page.Keyboard.PressAsync("Escape");
        await call.Practitioner.Page.Keyboard.PressAsync("h");
        await call.Patient.StageWord().WaitForAsync();
        found.AddRange(await call.Patient.Page.Findings("paused"));
        await call.Practitioner.Page.Locator("[data-do=end]").ClickAsync();
        found.AddRange(await call.Practitioner.Page.Findings("the end's dialog"));
        await call.Practitioner.Page.Locator("[data-end-dialog] [value=end]").ClickAsync();
        await call.Patient.View("ended").WaitForAsync();
        found.AddRange(await call.Patient.Page.Findings("after"));
        found.AddRange(await call.Practitioner.Page.Findings("after, the practitioner's"));
        Assert.True(found.Count == 0, string.Join("\n", found));
    }

    /// <summary>The same visit in a second browser, then in a second tab, which takes over and leaves.</summary>
    private async Task<List<string>> Elsewhere(Someone patient, Links links)
    {
        await using var other = await browsers.Someone(server, phone: true);
        await other.Page.GotoAsync(links.Patient);
        await other.View("other-device").Locator("[data-do=send-code]").First.ClickAsync();
        await other.Page.Locator("#code").WaitForAsync();
        List<string> found = [.. await other.Page.Findings("another device")];
        var tab = new Someone(patient.Context, await patient.Context.NewPageAsync());
        await tab.Join(patient.Page.Url);
        await tab.View("waiting").Locator("[data-do=leave]").ClickAsync();
        await tab.View("left").WaitForAsync();
        found.AddRange(await tab.Page.Findings("left"));
        return found;
    }
}
