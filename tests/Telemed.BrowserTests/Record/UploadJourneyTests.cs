using System.Security.Cryptography;
using System.Text;
using Microsoft.Playwright;
using Telemed.BrowserTests.Testing;
using static Microsoft.Playwright.Assertions;

namespace Telemed.BrowserTests.Record;

/// <summary>Files into a patient's record over a slow line: lost, paused, reloaded, given up; and what is said of a hostile one.</summary>
public sealed class UploadJourneyTests(RunningServer server, Browsers browsers)
{
    private const int Size = 1_500_000;
    private const int BytesPerSecond = 200_000;
    /// <summary>A picture as a camera takes it: large as PNG, since it has some grain, and much smaller as JPEG.</summary>
    private const string Grainy = """
        async () => {
          const canvas = new OffscreenCanvas(3000, 2000);
          const pen = canvas.getContext("2d");
          const picture = pen.createImageData(3000, 2000);
          for (let at = 0, grain = 1; at < picture.data.length; at += 4) {
            grain = (grain * 1103515245 + 12345) % 2147483648;
            picture.data.set([at / 120000, 90 + (grain >> 20) % 8, 120, 255], at);
          }
          pen.putImageData(picture, 0, 0);
          const reader = new FileReader();
          reader.readAsDataURL(await canvas.convertToBlob({ type: "image/png" }));
          await new Promise(done => reader.onload = done);
          return reader.result.split(",")[1];
        }
        """;

    private const string Email = "alice.martin@tilleuls.example";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_goes_on_by_itself_when_the_line_is_back_and_after_a_reload_when_the_same_file_is_chosen()
    {
        var (lost, _) = await Made("tunnel.txt");
        var (file, sha256) = await Made("radio-thorax.txt");
        await using var alice = await browsers.Someone(server);
        var line = await Enter(alice);
        await Choose(alice, lost);
        await Some(alice, lost);
        await Limit(line, offline: true);
        await Expect(Row(alice, lost)).ToContainTextAsync("L’envoi reprendra tout seul", new LocatorAssertionsToContainTextOptions { Timeout = 20_000 });
        await Limit(line, offline: false);
        await Expect(Row(alice, lost)).ToContainTextAsync("Dossier : ", new LocatorAssertionsToContainTextOptions { Timeout = 30_000 });

        await Choose(alice, file);
        await Some(alice, file);
        await alice.Page.ReloadAsync();
        await Expect(Row(alice, file)).ToContainTextAsync("Choisissez le même fichier pour continuer");
        await Choose(alice, file);
        await Expect(Row(alice, file)).ToContainTextAsync("Dossier : ", new LocatorAssertionsToContainTextOptions { Timeout = 30_000 });
        await Expect(Row(alice, file).Locator(".path [data-done]")).ToHaveTextAsync(["Reçu", "Contrôlé", "Classé"]);
        await Row(alice, file).Locator("summary").ClickAsync();
        await Expect(Row(alice, file).Locator(".fingerprint")).ToHaveTextAsync(sha256);
        await Expect(alice.Page.Locator(".upload")).ToHaveCountAsync(1);

        var link = alice.Page.Locator(".document", new PageLocatorOptions { HasText = Path.GetFileName(file) }).Locator("a[download]");
        var download = await alice.Page.RunAndWaitForDownloadAsync(() => link.ClickAsync());
        Assert.Equal(sha256, Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(await download.PathAsync(), Cancel))));
    }

    [Fact]
    public async Task Several_files_show_what_they_are_together_one_waits_while_it_is_paused_and_one_is_given_up()
    {
        var (first, _) = await Made("pause.txt");
        var (second, _) = await Made("abandon.txt");
        await using var alice = await browsers.Someone(server);
        await Enter(alice);
        await Choose(alice, first, second);
        await Expect(alice.Page.Locator("[data-uploads-total]")).ToContainTextAsync("2 fichiers");
        await Some(alice, first);
        await Row(alice, first).Locator("[data-act=pause]").PressAsync("Enter");
        await Expect(Row(alice, first)).ToContainTextAsync("En pause à ");
        await Expect(Row(alice, first).Locator("[data-act=go-on]")).ToBeFocusedAsync();
        await Row(alice, second).Locator("[data-act=give-up]").ClickAsync();
        await Expect(Row(alice, second)).ToHaveCountAsync(0);
        await Row(alice, first).Locator("[data-act=go-on]").ClickAsync();
        await Expect(Row(alice, first)).ToContainTextAsync("Dossier : ", new LocatorAssertionsToContainTextOptions { Timeout = 30_000 });
        await alice.Page.ReloadAsync();
        await Expect(alice.Page.Locator("document-page:not([hidden])")).ToHaveCountAsync(1);
        await Expect(alice.Page.Locator("a.document-name", new PageLocatorOptions { HasText = "pause.txt" })).ToHaveCountAsync(1);
        await Expect(alice.Page.Locator("a.document-name", new PageLocatorOptions { HasText = "abandon.txt" })).ToHaveCountAsync(0);
        await Expect(alice.Page.Locator(".upload")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_hostile_file_is_explained_in_its_row_and_is_not_in_the_record()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("telemed-hostile-").FullName, "facture-pharmacie.pdf");
        await File.WriteAllTextAsync(file, "%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n%%EOF", Cancel);
        await using var alice = await browsers.Someone(server);
        await Enter(alice);
        await Choose(alice, file);
        var row = Row(alice, file);
        await Expect(row.Locator("[role=alert]")).ToContainTextAsync("programme");
        await row.Locator("[data-act=dismiss]").ClickAsync();
        await Expect(row).ToHaveCountAsync(0);
        await Expect(alice.Page.Locator("a.document-name", new PageLocatorOptions { HasText = "facture-pharmacie.pdf" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_large_photo_on_a_slow_line_is_sent_smaller_when_that_is_wished()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("telemed-photo-").FullName, "grain-de-beaute.png");
        await using var alice = await browsers.Someone(server);
        await Enter(alice);
        await File.WriteAllBytesAsync(file, Convert.FromBase64String(await alice.Page.EvaluateAsync<string>(Grainy)), Cancel);
        Assert.InRange(new FileInfo(file).Length, 3_000_000, 30_000_000); // else it is there before anybody can ask
        await Choose(alice, file);
        await Some(alice, file, 0.02);
        await Row(alice, file).GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Envoyer en plus petit" }).ClickAsync();
        await Expect(Row(alice, "grain-de-beaute.jpg")).ToContainTextAsync("Dossier : ", new LocatorAssertionsToContainTextOptions { Timeout = 40_000 });
        await Expect(alice.Page.Locator("a.document-name", new PageLocatorOptions { HasText = "grain-de-beaute.png" })).ToHaveCountAsync(0);
        var link = alice.Page.Locator(".document", new PageLocatorOptions { HasText = "grain-de-beaute.jpg" }).Locator("a[download]");
        var download = await alice.Page.RunAndWaitForDownloadAsync(() => link.ClickAsync());
        Assert.InRange(new FileInfo(await download.PathAsync()).Length, 10_000, 1_500_000);
    }

    /// <summary>Alice on the page of her first patient, whose line carries little upwards.</summary>
    private async Task<ICDPSession> Enter(Someone alice)
    {
        await alice.SignIn(Email, server.PasswordOf(Email));
        await alice.Page.GotoAsync("/patients");
        await alice.Page.Locator(".line a.person").First.ClickAsync();
        await alice.Page.Locator("document-page:not([hidden])").WaitForAsync();
        var line = await alice.Context.NewCDPSessionAsync(alice.Page);
        await line.SendAsync("Network.enable");
        await Limit(line, offline: false);
        return line;
    }

    private static Task Limit(ICDPSession line, bool offline) => line.SendAsync("Network.emulateNetworkConditions",
        new Dictionary<string, object> { ["offline"] = offline, ["latency"] = 0, ["downloadThroughput"] = -1, ["uploadThroughput"] = BytesPerSecond });

    private static Task Choose(Someone alice, params string[] files) => alice.Page.Locator("document-page [data-input]").SetInputFilesAsync(files);

    private static ILocator Row(Someone alice, string file) => alice.Page.Locator(".upload").Filter(new LocatorFilterOptions { HasText = Path.GetFileName(file) });

    /// <summary>Waits until a part of it has left.</summary>
    private static Task Some(Someone alice, string file, double part = 0.2) => alice.Page.WaitForFunctionAsync(
        "([name, part]) => [...document.querySelectorAll('.upload')].some(row => row.textContent.includes(name) && row.querySelector('progress').value > part)",
        new object[] { Path.GetFileName(file), part });

    private static async Task<(string Path, string Sha256)> Made(string name)
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("telemed-upload-").FullName, name);
        var bytes = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, Size / 20).Select(i => $"{i:0000000} mesure 12/8\n")))[..Size];
        await File.WriteAllBytesAsync(path, bytes, Cancel);
        return (path, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }
}
