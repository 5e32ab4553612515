using System.Text.RegularExpressions;
using Telemed.Consultations.Relay;
using Telemed.Platform;

namespace Telemed.Tests.Architecture;

/// <summary>What the documents say of the program is so.</summary>
public sealed partial class DocumentTests
{
    [Fact]
    public void Every_test_that_the_document_on_security_names_exists()
    {
        var classes = typeof(DocumentTests).Assembly.GetTypes().Where(t => t.IsPublic).GroupBy(t => t.Name).ToDictionary(g => g.Key, g => g.First());
        var lost = new List<string>();
        var last = "";
        foreach (Match named in Named().Matches(File.ReadAllText(Path.Combine(Sources.Root, "docs", "security.md"))))
        {
            last = named.Groups["class"].Success ? named.Groups["class"].Value : last;
            var (method, open) = (named.Groups["method"].Value.TrimEnd('…'), named.Groups["method"].Value.EndsWith('…'));
            if (!classes.TryGetValue(last, out var type) || (method.Length > 0 && !type.GetMethods().Any(m => open ? m.Name.StartsWith(method, StringComparison.Ordinal) : m.Name == method)))
            {
                lost.Add(named.Value);
            }
        }

        Assert.True(lost.Count == 0, string.Join('\n', lost));
    }

    [Fact]
    public void The_relays_configuration_in_the_document_on_self_hosting_is_the_one_that_is_printed()
    {
        var printed = RelayConfig.Of(new TurnOptions { Host = "relay.clinic.example", Secret = "…", TlsPort = 443 });
        Assert.Contains($"```\n{printed}```", File.ReadAllText(Path.Combine(Sources.Root, "docs", "self-hosting.md")), StringComparison.Ordinal);
    }

    // `SomeTests`, `SomeTests.A_sentence_…`, and, of the class named last, `Another_sentence`.
    [GeneratedRegex(@"`(?:(?<class>[A-Z]\w+Tests)(?:\.(?<method>[A-Z][\w…]+))?|(?<method>[A-Z][a-z0-9]*_[\w…]+))`")]
    private static partial Regex Named();
}
