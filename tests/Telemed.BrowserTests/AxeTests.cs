using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Telemed.BrowserTests.Testing;
using Telemed.BrowserTests.Visits;

namespace Telemed.BrowserTests;

/// <summary>axe-core on every screen one can reach, light and dark, as wide as a laptop and as a phone: nothing serious, nothing critical.</summary>
public sealed class AxeTests(RunningServer server, Browsers browsers)
{
    private static readonly string[] Grave = ["serious", "critical"];

    [Theory]
    [InlineData("alice.martin@tilleuls.example",
        "/today,/patients,/patients/new,/appointments,/appointments/new,/instant,/notifications,/sessions,/not-there")]
    [InlineData("thierry.vandamme@tilleuls.example", "/today,/patients,/appointments,/notifications")]
    [InlineData("gwenaelle.kervella@tilleuls.example", "/clinic,/clinic/audit,/notifications")]
    [InlineData("annesophie.vandenbrouckelemaire@patients.example", "/,/documents,/appointments,/notifications,/sessions")]
    [InlineData("", "/sign-in,/register,/confirm-email,/not-there,/dev/mail")]
    public async Task A_page_has_no_grave_finding(string email, string paths)
    {
        ArgumentNullException.ThrowIfNull(email);
        ArgumentNullException.ThrowIfNull(paths);
        await using var someone = await browsers.Someone(server);
        if (email.Length > 0)
        {
            await someone.SignIn(email, server.PasswordOf(email));
        }

        var found = new List<string>();
        foreach (var path in paths.Split(','))
        {
            await someone.Page.GotoAsync(path);
            found.AddRange(await Findings(someone, path));
        }

        Assert.Empty(found);
    }

    [Fact]
    public async Task A_patients_page_has_no_grave_finding()
    {
        const string alice = "alice.martin@tilleuls.example";
        await using var someone = await browsers.Someone(server);
        await someone.SignIn(alice, server.PasswordOf(alice));
        await someone.Page.GotoAsync("/patients");
        await someone.Page.Locator(".line a.person").First.ClickAsync();
        await someone.Page.Locator("document-page:not([hidden])").WaitForAsync();
        Assert.Empty(await Findings(someone, "patient"));
    }

    [Fact]
    public async Task No_view_of_a_visit_has_a_grave_finding()
    {
        await using var alone = await browsers.Someone(server, phone: true);
        var links = await server.ReadyVisit();
        await alone.Page.GotoAsync(links.Patient);
        await alone.Page.Locator("[data-join]").WaitForAsync();
        List<string> found = [.. await Findings(alone, "join")];
        await alone.Page.Locator("[data-join]").ClickAsync();
        await alone.View("waiting").WaitForAsync();
        found.AddRange(await Findings(alone, "waiting"));

        await using var call = await Call.Begin(server, browsers);
        found.AddRange(await Findings(call.Practitioner, "the practitioner's call"));
        found.AddRange(await Findings(call.Patient, "the patient's call"));
        await call.Practitioner.Page.Locator("[data-do=end]").ClickAsync();
        found.AddRange(await Findings(call.Practitioner, "the end's dialog"));
        await call.Practitioner.Page.Locator("[data-end-dialog] [value=end]").ClickAsync();
        await call.Patient.View("ended").WaitForAsync();
        found.AddRange(await Findings(call.Patient, "after"));
        found.AddRange(await Findings(call.Practitioner, "after, the practitioner's"));
        Assert.Empty(found);
    }

    private static async Task<IReadOnlyList<string>> Findings(Someone someone, string screen)
    {
        var found = new List<string>();
        foreach (var width in (int[])[1280, 360])
        {
            await someone.Page.SetViewportSizeAsync(width, 760);
            foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
            {
                await someone.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
                // The colours of the other theme are painted two frames later.
                await someone.Page.EvaluateAsync("() => new Promise(painted => requestAnimationFrame(() => requestAnimationFrame(painted)))");
                var result = await someone.Page.RunAxe();
                found.AddRange(result.Violations.Where(v => Grave.Contains(v.Impact)).Select(v => $"{screen}, {width}, {scheme}: {v.Id} at {Places(v)}"));
            }
        }

        return found;
    }

    private static string Places(AxeResultItem finding) => string.Join(" | ", finding.Nodes.Select(n => n.Target.ToString()));
}
