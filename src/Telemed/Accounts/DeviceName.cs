namespace Telemed.Accounts;

/// <summary>A browser in a few words, from what it says of itself, so that people know their own in a list.</summary>
public static class DeviceName
{
    // The order matters: each browser also names those that it wants to be taken for.
    private static readonly (string Mark, string Name)[] Browsers =
        [("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox/", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];

    private static readonly (string Mark, string Name)[] Systems =
        [("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("CrOS", "ChromeOS"), ("Macintosh", "macOS"), ("Linux", "Linux")];

    /// <summary>For example "Firefox · Android"; "–" for a part that is not known.</summary>
    public static string Of(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var agent = context.Request.Headers.UserAgent.ToString();
        return $"{First(Browsers, agent)} · {First(Systems, agent)}";
    }

    private static string First((string Mark, string Name)[] table, string agent) =>
        Array.Find(table, t => agent.Contains(t.Mark, StringComparison.Ordinal)).Name ?? "–";
}
