using System.Globalization;
using System.Text;
using Microsoft.Playwright;
using Telemed.BrowserTests.Testing;
using static Microsoft.Playwright.Assertions;

namespace Telemed.BrowserTests.Record;

/// <summary>A document looked at within the record: a PDF page by page, a picture closely; and said what it is.</summary>
public sealed class DocumentJourneyTests(RunningServer server, Browsers browsers)
{
    private const string Email = "alice.martin@tilleuls.example";

    [Fact]
    public async Task A_pdf_of_three_hundred_pages_is_read_in_the_page_with_the_keyboard_and_by_who_does_not_see_it()
    {
        await using var alice = await browsers.Someone(server);
        await Filed(alice, "rapport.pdf", Pdf(300));
        await alice.Page.Locator("a.document-name", new PageLocatorOptions { HasText = "rapport.pdf" }).First.ClickAsync();
        await alice.Page.Locator(".viewer-page[data-page='1'] canvas").WaitForAsync();
        Assert.True(await Ink(alice, 1) > 100, "the first page is blank");
        await Expect(alice.Page.Locator("[data-page-number]")).ToHaveTextAsync("Page 1 sur 300");
        await Expect(alice.Page.Locator(".viewer-page[data-page='1'] p")).ToContainTextAsync("Feuille 1");
        Assert.True(await alice.Page.Locator("canvas").CountAsync() < 10, "pages are drawn that nobody sees");

        await alice.Page.Locator("[data-stage]").FocusAsync();
        await alice.Page.Keyboard.PressAsync("PageDown");
        await Expect(alice.Page.Locator("[data-page-number]")).ToHaveTextAsync("Page 2 sur 300");
        await alice.Page.Locator(".viewer-page[data-page='2'] canvas").WaitForAsync();
        var width = await Width(alice);
        await alice.Page.Keyboard.PressAsync("+");
        Assert.True(await Width(alice) > width * 1.2);
        await alice.Page.Keyboard.PressAsync("0");
        Assert.Equal(width, await Width(alice), 1.0);
        await alice.Page.Keyboard.PressAsync("r");
        var box = (await alice.Page.Locator(".viewer-page[data-page='2']").BoundingBoxAsync())!;
        Assert.True(box.Width > box.Height, "a turned page lies on its side");
    }

    [Fact]
    public async Task A_pdf_that_cannot_be_drawn_says_so_and_can_be_downloaded()
    {
        await using var alice = await browsers.Someone(server);
        await Filed(alice, "abime.pdf", Encoding.ASCII.GetBytes("%PDF-1.7\nnothing that a reader finds\n%%EOF"));
        await alice.Page.Locator("a.document-name", new PageLocatorOptions { HasText = "abime.pdf" }).First.ClickAsync();
        await Expect(alice.Page.Locator("[data-say]")).ToContainTextAsync("Téléchargez-le");
        await Expect(alice.Page.Locator("a[download]")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_picture_is_made_larger_and_turned_and_the_document_gets_its_title()
    {
        await using var alice = await browsers.Someone(server);
        await Filed(alice, "IMG_20261102_1532.png", await Photo(alice));
        await alice.Page.Locator("a.document-name", new PageLocatorOptions { HasText = "IMG_20261102_1532.png" }).First.ClickAsync();
        var frame = alice.Page.Locator(".viewer-frame");
        await frame.WaitForAsync();
        var before = (await frame.BoundingBoxAsync())!;
        await alice.Page.Locator("[data-act=larger]").ClickAsync();
        Assert.True((await frame.BoundingBoxAsync())!.Width > before.Width * 1.2);
        await alice.Page.Locator("[data-act=fit]").ClickAsync();
        await alice.Page.Locator("[data-act=turn]").ClickAsync();
        var turned = (await frame.BoundingBoxAsync())!;
        Assert.True(turned.Height > turned.Width && before.Width > before.Height);

        await Expect(alice.Page.Locator("#dated")).ToHaveValueAsync("2026-11-02");
        await alice.Page.Locator("#title").FillAsync("Photo de l’avant-bras");
        await alice.Page.Locator("button.primary").ClickAsync();
        await Expect(alice.Page.Locator("h1")).ToHaveTextAsync("Photo de l’avant-bras");
        await Expect(alice.Page.Locator("[role=status]").Filter(new LocatorFilterOptions { HasText = "enregistrée" })).ToHaveCountAsync(1);
    }

    private async Task Filed(Someone alice, string name, byte[] bytes)
    {
        await alice.SignIn(Email, server.PasswordOf(Email));
        await alice.Page.GotoAsync("/patients");
        await alice.Page.Locator(".line a.person").First.ClickAsync();
        await alice.Page.Locator("document-page:not([hidden])").WaitForAsync();
        await alice.Page.Locator("document-page [data-input]").SetInputFilesAsync(new FilePayload { Name = name, MimeType = "application/octet-stream", Buffer = bytes });
        await Expect(alice.Page.Locator(".upload")).ToContainTextAsync("Dossier : ", new LocatorAssertionsToContainTextOptions { Timeout = 20_000 });
        await Expect(alice.Page.Locator("a.document-name", new PageLocatorOptions { HasText = name }).First).ToBeVisibleAsync();
    }

    private static async Task<double> Width(Someone alice) => (await alice.Page.Locator(".viewer-page[data-page='2']").BoundingBoxAsync())!.Width;

    private static Task<int> Ink(Someone alice, int page) => alice.Page.EvaluateAsync<int>("""
        page => {
          const canvas = document.querySelector(`.viewer-page[data-page='${page}'] canvas`);
          const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          let dark = 0;
          for (let at = 0; at < data.length; at += 4) dark += data[at] < 128 && data[at + 3] > 128 ? 1 : 0;
          return dark;
        }
        """, page);

    private static async Task<byte[]> Photo(Someone alice) => Convert.FromBase64String(await alice.Page.EvaluateAsync<string>("""
        () => {
          const canvas = document.createElement("canvas");
          [canvas.width, canvas.height] = [600, 400];
          canvas.getContext("2d").fillRect(100, 100, 200, 100);
          return canvas.toDataURL("image/png").split(",")[1];
        }
        """));

    /// <summary>Pages with a line of text each, in a font that a PDF need not bring along.</summary>
    private static byte[] Pdf(int pages)
    {
        var (pdf, starts) = (new StringBuilder("%PDF-1.4\n"), new List<int>());
        void Object(string content)
        {
            starts.Add(pdf.Length);
            pdf.Append(CultureInfo.InvariantCulture, $"{starts.Count} 0 obj\n{content}\nendobj\n");
        }

        Object("<</Type/Catalog/Pages 2 0 R>>");
        Object($"<</Type/Pages/Count {pages}/Kids[{string.Join(' ', Enumerable.Range(0, pages).Select(p => $"{4 + (p * 2)} 0 R"))}]>>");
        Object("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>");
        for (var page = 0; page < pages; page++)
        {
            var words = $"BT /F1 48 Tf 60 700 Td (Feuille {page + 1}) Tj ET";
            Object($"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents {5 + (page * 2)} 0 R>>");
            Object($"<</Length {words.Length}>>stream\n{words}\nendstream");
        }

        var table = pdf.Length;
        pdf.Append(CultureInfo.InvariantCulture, $"xref\n0 {starts.Count + 1}\n0000000000 65535 f \n").AppendJoin("", starts.Select(s => $"{s:0000000000} 00000 n \n"));
        pdf.Append(CultureInfo.InvariantCulture, $"trailer\n<</Size {starts.Count + 1}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n");
        return Encoding.ASCII.GetBytes(pdf.ToString());
    }
}
