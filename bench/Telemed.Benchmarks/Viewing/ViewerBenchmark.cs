using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Telemed.Benchmarks.Booking;
using Telemed.Benchmarks.Running;
using Telemed.Documents.Reading;

namespace Telemed.Benchmarks.Viewing;

/// <summary>
/// The page of a long PDF in a real Chromium, from the navigation until its first page is on the screen: with what the browser keeps from the
/// document before, as a practitioner has it, and with nothing kept.
/// </summary>
internal static class ViewerBenchmark
{
    private const int Pages = 300;
    private const int WarmUp = 2;
    private const int Takes = 10;
    private const double Most = 500;

    public static async Task Run(Settings settings, Findings findings)
    {
        using var scratch = new Scratch();
        var launch = new Launch(settings.Published, scratch["data"]);
        await PublishedServer.Migrate(launch);
        var clinic = await LoadClinic.Write(launch.DataFolder, "", practitioners: 1);
        await using var server = await PublishedServer.Start(launch);
        var pdf = ManyPages.Pdf(Pages);
        var document = new Uri(server.Address, $"{await File(server, clinic, pdf)}/view").ToString();
        await Read(launch, clinic);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Chromium.Launch(playwright);
        var signedIn = await SignIn(browser, server.Address, clinic.Emails[0]);
        await using var kept = await browser.NewContextAsync(Arrives(signedIn));
        var (usual, first) = (new List<Dictionary<string, double>>(), new List<Dictionary<string, double>>());
        for (var i = -WarmUp; i < Takes; i++)
        {
            await using var nothing = await browser.NewContextAsync(Arrives(signedIn));
            var (again, anew) = (await Opens(kept, document), await Opens(nothing, document));
            if (i >= 0)
            {
                usual.Add(again);
                first.Add(anew);
            }
        }

        Tell(findings, $"first page of a PDF of {Pages} on the screen", usual);
        Tell(findings, $"first page of a PDF of {Pages} on the screen, nothing kept in the browser", first);
        findings.Notes.Add($"The PDF has {pdf.Length / 1000} kB.");
    }

    private static async Task<string> File(PublishedServer server, LoadClinic clinic, byte[] pdf)
    {
        using var desk = await Desk.SignIn(server.Address, clinic.Emails[0], 0);
        using var body = new ByteArrayContent(pdf);
        return await desk.File(clinic.Patients[0], "rapport.pdf", body);
    }

    /// <summary>Until the server has looked into it: that is over when somebody opens it, as a rule.</summary>
    private static async Task Read(Launch launch, LoadClinic clinic)
    {
        await using var db = LoadClinic.Open(launch.DataFolder, "");
        db.Enter(clinic.Tenant);
        while (await db.DocumentReadings.AnyAsync(r => r.State == ReadingState.Waiting))
        {
            await Task.Delay(500);
        }
    }

    /// <summary>Returns the cookies.</summary>
    private static async Task<string> SignIn(IBrowser browser, Uri server, string email)
    {
        await using var context = await browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(server, "/sign-in").ToString());
        await page.Locator("input[type=email]").FillAsync(email);
        await page.Locator("input[type=password]").FillAsync(LoadClinic.Password);
        await page.Locator("form:has(input[type=password]) button:not([type=button])").ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("/sign-in", StringComparison.Ordinal));
        return await context.StorageStateAsync();
    }

    private static BrowserNewContextOptions Arrives(string signedIn) => new() { Locale = "fr-FR", StorageState = signedIn, ViewportSize = new ViewportSize { Width = 1280, Height = 800 } };

    /// <summary>When each stage was reached.</summary>
    private static async Task<Dictionary<string, double>> Opens(IBrowserContext context, string document)
    {
        var page = await context.NewPageAsync();
        await page.AddInitScriptAsync(Scripts.Read("painted.js"));
        await page.GotoAsync(document, new PageGotoOptions { WaitUntil = WaitUntilState.Commit });
        var marks = await page.EvaluateAsync<string>("async () => JSON.stringify(await window.benchPainted)").WaitAsync(TimeSpan.FromSeconds(30));
        await page.CloseAsync();
        return JsonSerializer.Deserialize<Dictionary<string, double>>(marks)!;
    }

    private static void Tell(Findings findings, string what, List<Dictionary<string, double>> takes)
    {
        var painted = takes.Select(t => t["painted"]).ToList();
        findings.Add(new Finding(what, painted.Milliseconds(), "–", null, $"p95 ≤ {Most} ms", painted.P95() <= Most));
        var stages = takes.SelectMany(t => t).ToLookup(m => m.Key, m => m.Value).Select(s => (Name: s.Key, At: s.Median())).OrderBy(s => s.At);
        findings.Notes.Add($"{char.ToUpperInvariant(what[0])}{what[1..]}, medians: {string.Join(", ", stages.Select(s => $"{s.Name} {s.At:0} ms"))}.");
    }
}
