using Deque.AxeCore.Commons;

namespace Telemed.BrowserTests.Testing;

/// <summary>axe-core on the page that is open, light and dark, as wide as a laptop and as a phone. The page keeps the size that it had.</summary>
internal static class Axe
{
    private static readonly string Script = new BundledAxeScriptProvider().GetScript();

    /// <summary>In the dark only the colours are others: the rest was looked at in the light, at the same width.</summary>
    private static readonly string[] Colours = ["color-contrast", "link-in-text-block"];

    private const string GraveFindings = """
        async rules => (await axe.run(document, { resultTypes: ["violations"], iframes: false, runOnly: rules ?? undefined }))
          .violations.filter(v => v.impact === "serious" || v.impact === "critical")
          .map(v => `${v.id} at ${v.nodes.map(n => n.target.join(" ")).join(" | ")}`)
        """;

    /// <summary>The colours of the other theme are painted two frames later, those that pass into one another when they have arrived.</summary>
    private const string Painted = """
        async () => {
          await new Promise(painted => requestAnimationFrame(() => requestAnimationFrame(painted)));
          await Promise.allSettled(document.getAnimations().filter(a => a instanceof CSSTransition).map(a => a.finished));
        }
        """;

    /// <summary>What is serious or critical on this page; <paramref name="screen"/> is what the finding calls it.</summary>
    /// <param name="brief">One look alone, by day on a phone: for what was looked at in the other language.</param>
    public static async Task<IReadOnlyList<string>> Findings(this IPage page, string screen, bool brief = false)
    {
        var (found, size) = (new List<string>(), page.ViewportSize!);
        await page.EvaluateAsync(Script);
        foreach (var width in brief ? [360] : (int[])[1280, 360])
        {
            await page.SetViewportSizeAsync(width, 760);
            foreach (var scheme in brief ? [ColorScheme.Light] : (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
            {
                await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
                await page.EvaluateAsync(Painted);
                var graves = await page.EvaluateAsync<string[]>(GraveFindings, scheme is ColorScheme.Dark ? Colours : null);
                found.AddRange(graves.Select(grave => $"{screen}, {width}, {scheme}: {grave}"));
            }
        }

        await page.SetViewportSizeAsync(size.Width, size.Height);
        return found;
    }

    /// <summary>For a journey that comes by a screen which nothing else reaches.</summary>
    public static async Task HasNoGraveFinding(this IPage page, string screen)
    {
        var found = await page.Findings(screen);
        Assert.True(found.Count == 0, string.Join("\n", found));
    }
}
