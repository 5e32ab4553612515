using System.Text.RegularExpressions;
using Telemed.BrowserTests.Testing;
using static Microsoft.Playwright.Assertions;

namespace Telemed.BrowserTests.Visits;

/// <summary>What goes through the chat of one call: a photo, a line while the socket is away, a clinical word.</summary>
public sealed class ChatTests(RunningServer server, Browsers browsers)
{
    private const string Words = "J’ai une douleur au bras";

    // One white pixel.
    private static readonly byte[] Photo = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mP8/x8AAwMCAO+ip1sAAAAASUVORK5CYII=");

    [Fact]
    public async Task A_photo_a_line_typed_offline_and_a_moment_kept_into_the_note()
    {
        var links = await server.ReadyVisit();
        var email = await server.AccountOf(links.Practitioner);
        await using var patient = await browsers.Someone(server);
        await using var practitioner = await browsers.Someone(server);
        var socket = await Socket.Of(patient);
        await practitioner.SignIn(email, server.PasswordOf(email));
        await Task.WhenAll(patient.Join(links.Patient), practitioner.Join(links.Practitioner));
        await Task.WhenAll(patient.SeesAndHears(), practitioner.SeesAndHears());

        await SendsAPhoto(patient, practitioner);
        await SaysWhileTheSocketIsAway(patient, practitioner, socket);
        await KeepsTheMoment(practitioner);
    }

    private static async Task SendsAPhoto(Someone patient, Someone practitioner)
    {
        await patient.Page.Locator("[data-chat-panel] [data-chat-file]").SetInputFilesAsync(
        [
            new FilePayload { Name = "bras.png", MimeType = "image/png", Buffer = Photo },
            new FilePayload { Name = "faux.pdf", MimeType = "application/pdf", Buffer = "<script>"u8.ToArray() },
        ]);
        await Expect(patient.Page.Locator("[data-chat-panel] .upload[data-tone=danger]")).ToContainTextAsync("Le contenu du fichier ne correspond pas");
        var own = patient.Page.Locator("[data-chat-panel] .bubble.mine");
        await Expect(own).ToContainTextAsync("bras.png");
        await Expect(own.Locator("a")).ToHaveCountAsync(0);
        await Expect(own.Locator(".delivery")).ToHaveTextAsync("Reçu");

        await Expect(practitioner.Page.Locator("#tab-chat [data-unread]:not([hidden])")).ToContainTextAsync("1");
        await practitioner.Page.Locator("#tab-chat").ClickAsync();
        await Expect(own.Locator(".delivery")).ToHaveTextAsync("Vu");
        var link = practitioner.Page.Locator("#panel-chat a.file-name");
        var download = await practitioner.Page.RunAndWaitForDownloadAsync(() => link.ClickAsync());
        Assert.Equal("bras.png", download.SuggestedFilename);
        Assert.Equal(Photo, await File.ReadAllBytesAsync(await download.PathAsync(), TestContext.Current.CancellationToken));

        await practitioner.Page.Locator("#tab-documents").ClickAsync();
        await Expect(practitioner.Page.Locator("document-drop .document-line").Filter(new LocatorFilterOptions { HasText = "bras.png" }))
            .ToContainTextAsync("(patient), dans la messagerie de la consultation");
    }

    private static async Task SaysWhileTheSocketIsAway(Someone patient, Someone practitioner, Socket socket)
    {
        await practitioner.Page.Locator("#tab-chat").ClickAsync();
        await socket.Cut();
        await patient.Page.FillAsync("#say", Words);
        await patient.Page.Keyboard.PressAsync("Enter");
        var own = patient.Page.Locator("[data-chat-panel] .bubble.mine").Filter(new LocatorFilterOptions { HasText = Words });
        await Expect(own.Locator(".delivery")).ToHaveTextAsync("Envoi en cours");
        await patient.Page.ReloadAsync();
        await Expect(own.Locator(".delivery")).ToHaveTextAsync("Envoi en cours");
        Assert.DoesNotContain(Words, await practitioner.Page.Locator("#panel-chat").TextContentAsync() ?? "", StringComparison.Ordinal);

        socket.Mend();
        await Expect(own.Locator(".delivery")).ToHaveTextAsync("Vu");
        await patient.Page.ReloadAsync();
        await Expect(own.Locator(".delivery")).ToHaveTextAsync("Vu");
        await Expect(own).ToHaveCountAsync(1);
        await Expect(practitioner.Page.Locator("#panel-chat .bubble").Filter(new LocatorFilterOptions { HasText = Words })).ToHaveCountAsync(1);
    }

    private static async Task KeepsTheMoment(Someone practitioner)
    {
        await practitioner.Page.Locator("#tab-note").ClickAsync();
        await practitioner.Page.Locator("[data-mark]").ClickAsync();
        var moments = practitioner.Page.Locator("note-moments .moment");
        await Expect(moments).ToHaveCountAsync(2);
        var said = moments.Filter(new LocatorFilterOptions { HasText = Words });
        await said.Locator("button").First.ClickAsync();
        await moments.Locator("button").Last.ClickAsync();
        await Expect(moments).ToHaveCountAsync(0);
        await Expect(practitioner.Page.Locator("[data-saved][data-state=clean]")).ToContainTextAsync("Enregistré à");
        await practitioner.Page.ReloadAsync();
        await Expect(practitioner.Page.Locator("textarea[name=subjective]")).ToHaveValueAsync(new Regex($@"^\[\d\d:\d\d\] .+ : {Words}$"));
        await Expect(moments).ToHaveCountAsync(0);
        await practitioner.SeesAndHears();
    }

    /// <summary>The room's socket of one person, which the test cuts; until it is mended each new one is refused.</summary>
    private sealed class Socket
    {
        private readonly List<(IWebSocketRoute Page, IWebSocketRoute Server)> _open = [];
        private bool _away;

        public static async Task<Socket> Of(Someone someone)
        {
            var socket = new Socket();
            await someone.Context.RouteWebSocketAsync(new Regex("/hubs/consultation"), page => socket.Opens(page));
            return socket;
        }

        public async Task Cut()
        {
            _away = true;
            foreach (var (page, server) in _open)
            {
                // The page's end first: while it looked open, the page would send into a socket already closed behind it.
                await page.CloseAsync();
                await server.CloseAsync();
            }

            _open.Clear();
        }

        public void Mend() => _away = false;

        private void Opens(IWebSocketRoute page)
        {
            if (_away)
            {
                _ = page.CloseAsync();
            }
            else
            {
                _open.Add((page, page.ConnectToServer()));
            }
        }
    }
}
