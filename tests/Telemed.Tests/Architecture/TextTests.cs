using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Telemed.Tests.Architecture;

/// <summary>Every text stands in French and in English, and every text that is asked for stands somewhere.</summary>
public sealed partial class TextTests
{
    // The same word in both languages, read by a person who speaks both.
    private static readonly HashSet<string> SameInBoth = new(StringComparer.Ordinal)
    {
        "Patients", "Patient", "Message", "Messages", "Notifications", "Note", "Notes", "Documents", "Document", "Date", "Action", "Actions",
        "Agenda", "Type", "Page", "Pages", "Micro", "Microphone", "Audio", "Participants", "Participant", "Telemed", "Total", "Code", "Cookies",
        "Images", "Image", "Photo", "Photos", "Question", "Questions", "Instant", "Sessions", "Session", "Administration", "Plan", "SOAP",
        "E-mail", "Excellent", "Description", "Durée", "min", "Certificat", "Confirmation", "Consultation", "Consultations",
        "document", "documents", "version", "Assistant", "PDF", "Word", "DICOM", "mmHg", "kg", "cm", "kg/m²", "mg/dL",
    };

    [Fact]
    public void Every_text_stands_in_both_languages()
    {
        None(Pairs().SelectMany(p => Missing(p.Path, p.French, p.English, "English").Concat(Missing(p.Path, p.English, p.French, "French"))));
    }

    [Fact]
    public void No_French_text_is_the_English_one()
    {
        None(Pairs().SelectMany(p => p.French.Where(t => p.English.TryGetValue(t.Key, out var english) && english == t.Value)
            .Where(t => Letters().IsMatch(Words(t.Value)) && !SameInBoth.Contains(Words(t.Value)))
            .Select(t => $"{p.Path}: '{t.Key}' is '{t.Value}' in both languages: translate it, or add the word to the list of words that are the same")));
    }

    [Fact]
    public void Every_text_that_is_asked_for_stands_in_its_slice()
    {
        var known = Known();
        var found = new List<string>();
        foreach (var file in Sources.OfProduct(".razor", ".cs"))
        {
            foreach (var (name, texts) in Localizers(file))
            {
                found.AddRange(known.TryGetValue(texts, out var keys)
                    ? AskedKeys.In(file.Text, name + "[").Distinct().SelectMany(shape => Lacking(texts, shape, keys)).Select(k => $"{file.Path}: the text '{k}' is not in {texts}")
                    : [$"{file.Path}: asks {texts} for texts, which has none"]);
            }
        }

        found.AddRange(ComposedKeys.ByMethod.SelectMany(m => m.Keys.Except(known[Product + m.Slice + "/Texts"]).Select(k => $"the text '{k}' is not in {m.Slice}")));
        None(found);
    }

    [Fact]
    public void Every_text_that_an_island_says_is_handed_to_it()
    {
        var known = Known();
        var found = new List<string>();
        foreach (var file in Sources.All(".ts").Where(f => !f.Path.EndsWith(".test.ts", StringComparison.Ordinal)))
        {
            var asked = AskedKeys.In(file.Text, "texts.say(").Distinct().ToList();
            var (_, texts, prefix) = Handed.FirstOrDefault(h => file.Path.StartsWith(h.Island, StringComparison.Ordinal));
            found.AddRange(asked.Count > 0 && texts is null
                ? [$"{file.Path}: says texts; add to the list of this test whose they are"]
                : asked.Where(shape => !known[Product + texts].Any(Shaped(prefix + shape).IsMatch)).Select(k => $"{file.Path}: the text '{prefix}{k}' is not in {texts}"));
        }

        None(found);
    }

    [Fact]
    public void A_key_is_found_wherever_it_stands_in_the_first_argument()
    {
        Assert.Equal(["a", "b-{}-c", "d{}", "e", "f"], AskedKeys.In(
            """@T[x is "no" ? "a" : y == "no" ? $"b-{F(1, 2)}-c" : "d" + z, "no"] @T[Called("no")] List["no"] @(T[n switch { 1 => "e", _ => "f" }])""", "T["));
        Assert.Equal(["a", "b-{}"], AskedKeys.In("""this.#texts.say(x?.y === "no" ? "a" : `b-${f({ z: 1 })}`, { no: "no" })""", "texts.say("));
    }

    private const string Product = "src/Telemed/";

    /// <summary>Which texts the pages hand to which islands, and what their keys begin with there.</summary>
    private static readonly (string Island, string Texts, string Prefix)[] Handed =
    [
        ("src/Client/visit/measure-panel.ts", "Web/Pages/Record/Texts", "say-"),
        ("src/Client/visit/", "Web/Pages/Visit/Texts", "say-"),
        ("src/Client/lib/upload-row.ts", "Web/Pages/Visit/Texts", "say-"),
        ("src/Client/lib/record-uploads.ts", "Web/Pages/Visit/Texts", "say-"),
        ("src/Client/lib/phone-dialog.ts", "Web/Pages/Visit/Texts", "say-"),
        ("src/Client/phone/phone-upload.ts", "Web/Pages/Visit/Texts", "say-"),
        ("src/Client/staff/document-page.ts", "Web/Pages/Visit/Texts", "say-"),
        ("src/Client/staff/agenda-grid.ts", "Web/Pages/Agenda/Texts", "say-"),
        ("src/Client/staff/waiting-", "Web/Islands/Texts", "say-"),
        ("src/Client/staff/notification-bell.ts", "Web/Texts", ""),
    ];

    /// <summary>The keys of each slice that stand in both languages.</summary>
    private static Dictionary<string, HashSet<string>> Known() =>
        Pairs().ToDictionary(p => p.Path, p => p.French.Keys.Intersect(p.English.Keys).ToHashSet(StringComparer.Ordinal));

    private static IEnumerable<string> Lacking(string texts, string shape, HashSet<string> keys)
    {
        var slice = texts[Product.Length..^"/Texts".Length];
        return ComposedKeys.Open.Contains($"{slice} {shape}") && keys.Any(Shaped(shape).IsMatch) ? [] : ComposedKeys.Of(slice, shape).Where(k => !keys.Contains(k));
    }

    private static Regex Shaped(string shape) => new($"^{Regex.Escape(shape).Replace(@"\{}", "[A-Za-z0-9-]+", StringComparison.Ordinal)}$");

    private static string Words(string text) => Placeholder().Replace(text, "").Trim(' ', '\u00a0', '1');

    private static IEnumerable<string> Missing(string path, Dictionary<string, string> there, Dictionary<string, string> here, string language) =>
        there.Keys.Where(k => !here.TryGetValue(k, out var text) || string.IsNullOrWhiteSpace(text)).Select(k => $"{path}: '{k}' is missing in {language}");

    /// <summary>Names of localizers in a file and the resource they read, from the type that they name.</summary>
    private static IEnumerable<(string Name, string Texts)> Localizers(SourceFile file)
    {
        foreach (Match match in Localizer().Matches(file.Text))
        {
            var parts = match.Groups["type"].Value.Split('.');
            if (parts[^1] != "Texts")
            {
                continue;
            }

            var space = Regex.Match(file.Text, @"^(?:@namespace|namespace) ([\w.]+)", RegexOptions.Multiline).Groups[1].Value;
            yield return (match.Groups["name"].Value, Resolve(parts[..^1], space));
        }
    }

    /// <summary>As the compiler does: the qualifier from the file's own namespace outwards.</summary>
    private static string Resolve(string[] qualifier, string space)
    {
        for (var scope = space; scope.Length > 0; scope = scope.Contains('.', StringComparison.Ordinal) ? scope[..scope.LastIndexOf('.')] : "")
        {
            var folder = qualifier.FirstOrDefault() == "Telemed" ? string.Join('/', qualifier[1..]) : string.Join('/', scope.Split('.').Skip(1).Concat(qualifier));
            var path = $"src/Telemed/{folder}/Texts";
            if (File.Exists(Path.Combine(Sources.Root, path + ".fr.resx")))
            {
                return path;
            }
        }

        return $"src/Telemed/{string.Join('/', qualifier)}/Texts";
    }

    private static IEnumerable<(string Path, Dictionary<string, string> French, Dictionary<string, string> English)> Pairs() =>
        Sources.OfProduct(".resx").Select(f => f.Path[..^".fr.resx".Length]).Distinct().Select(p => (p, Read(p + ".fr.resx"), Read(p + ".en.resx")));

    private static Dictionary<string, string> Read(string path)
    {
        var file = Path.Combine(Sources.Root, path);
        return File.Exists(file)
            ? XDocument.Load(file).Root!.Elements("data").ToDictionary(d => d.Attribute("name")!.Value, d => d.Element("value")?.Value ?? "")
            : [];
    }

    private static void None(IEnumerable<string> found)
    {
        var lines = string.Join('\n', found.Order(StringComparer.Ordinal));
        Assert.True(lines.Length == 0, lines);
    }

    [GeneratedRegex(@"IStringLocalizer<(?<type>[\w.]+)>\s+(?<name>\w+)")]
    private static partial Regex Localizer();

    [GeneratedRegex(@"\p{L}{2}")]
    private static partial Regex Letters();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Placeholder();
}
