using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Telemed.BrowserTests.Testing;

/// <summary>What somebody finds in their mail, read from the page that development has for it.</summary>
public sealed partial class Mailbox(Someone reader)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>How many mails to this name have that subject.</summary>
    public async Task<int> Count(string name, string subject)
    {
        await reader.Page.GotoAsync("/dev/mail");
        return await Mails(name, subject).CountAsync();
    }

    /// <summary>The latest mail to this name with that subject, once there are more than <paramref name="after"/>.</summary>
    public async Task<ILocator> Latest(string name, string subject, int after = 0)
    {
        var started = Stopwatch.GetTimestamp();
        while (await Count(name, subject) <= after)
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < Patience, $"No mail “{subject}” to {name}.");
        }

        return Mails(name, subject).First;
    }

    /// <summary>Where the mail's button leads.</summary>
    public async Task<string> Link(string name, string subject) =>
        (await (await Latest(name, subject)).Locator("a.button").GetAttributeAsync("href"))!;

    /// <summary>The six digits in the mail.</summary>
    public async Task<string> Code(string name, string subject, int after = 0) =>
        SixDigits().Match(await (await Latest(name, subject, after)).InnerTextAsync()).Value.Replace(" ", "", StringComparison.Ordinal);

    private ILocator Mails(string name, string subject) => reader.Page.Locator("article")
        .Filter(new LocatorFilterOptions { Has = reader.Page.Locator("h2", new PageLocatorOptions { HasText = subject }) })
        .Filter(new LocatorFilterOptions { HasText = name });

    [GeneratedRegex(@"\b\d{3} \d{3}\b")]
    private static partial Regex SixDigits();
}
