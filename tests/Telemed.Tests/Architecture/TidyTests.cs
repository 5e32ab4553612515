using System.Text.RegularExpressions;

namespace Telemed.Tests.Architecture;

/// <summary>One pass over the sources. Each failure is one line: path, line, what, what to do instead.</summary>
public sealed partial class TidyTests
{
    private const int LongestFile = 400;
    private const int LongestMethod = 70;

    private static readonly string[] Forbidden =
        ["Manager", "Helper", "Util", "Common", "Shared", "Base", "Impl", "Info", "Data", "Dto", "Processor", "Handler", "Service"];

    // The framework's own word, and a document that is shared with its patient.
    private static readonly string[] MeantSo = ["SessionHandler", "SharedLetter"];

    [Fact]
    public void Files_and_methods_stay_short() => None(Long(Sources.All(".cs", ".razor", ".ts")));

    internal static List<string> Long(IEnumerable<SourceFile> files)
    {
        var found = new List<string>();
        foreach (var file in files)
        {
            if (file.Lines.Length > LongestFile)
            {
                found.Add($"{file.Path}:{LongestFile} has {file.Lines.Length} lines: an idea is missing, give it a file of its own");
            }

            found.AddRange(LongMethods(file));
        }

        return found;
    }

    [Fact]
    public void Nothing_is_left_to_be_done_later() =>
        None(LeftForLater(Sources.All(".cs", ".razor", ".ts").Where(f => !f.Path.EndsWith("/TidyTests.cs", StringComparison.Ordinal))));

    internal static IEnumerable<string> LeftForLater(IEnumerable<SourceFile> files) => Each(files, Later().IsMatch, "is left for later: do it, or write an issue");

    [Fact]
    public void No_type_is_named_after_nothing() => None(BadlyNamed(Sources.All(".cs")));

    internal static List<string> BadlyNamed(IEnumerable<SourceFile> files)
    {
        var found = new List<string>();
        foreach (var file in files)
        {
            for (var i = 0; i < file.Lines.Length; i++)
            {
                if (TypeName().Match(file.Lines[i]) is { Success: true } match && BadWord(match.Groups[1].Value) is { } word)
                {
                    found.Add($"{file.Path}:{i + 1} {match.Groups[1].Value} is named with '{word}': name it in the domain's words");
                }
            }
        }

        return found;
    }

    [Fact]
    public void Every_page_declares_who_may_see_it() => None(OpenPages(Sources.OfProduct(".razor")));

    internal static IEnumerable<string> OpenPages(IEnumerable<SourceFile> files) =>
        files.Where(f => f.Lines.Any(l => l.StartsWith("@page ", StringComparison.Ordinal)))
            .Where(f => !f.Lines.Any(l => l.StartsWith("@attribute [Authorize", StringComparison.Ordinal) || l.StartsWith("@attribute [AllowAnonymous", StringComparison.Ordinal)))
            .Select(f => $"{f.Path}:1 declares no authorization: add @attribute [Authorize(Roles = …)] or [AllowAnonymous]");

    [Fact]
    public void Every_endpoint_declares_who_may_call_it() => None(OpenEndpoints(Sources.OfProduct(".cs")));

    internal static List<string> OpenEndpoints(IEnumerable<SourceFile> files)
    {
        var found = new List<string>();
        foreach (var file in files)
        {
            foreach (Match map in Mapped().Matches(file.Text))
            {
                var statement = file.Text[map.Index..End(file.Text, map.Index)];
                if (!statement.Contains("AllowAnonymous", StringComparison.Ordinal) && !statement.Contains("RequireAuthorization", StringComparison.Ordinal)
                    && !GroupIsGuarded(file.Text, map.Groups["on"].Value) && !HubIsGuarded(map.Groups["hub"].Value))
                {
                    var line = file.Text[..map.Index].Count(c => c == '\n') + 1;
                    found.Add($"{file.Path}:{line} maps an endpoint that declares no authorization: add .RequireAuthorization(…) or .AllowAnonymous()");
                }
            }
        }

        return found;
    }

    private static bool GroupIsGuarded(string text, string group) =>
        Regex.Match(text, $@"\b{group}\s*=[^;]*MapGroup[^;]*;") is { Success: true } made
        && (made.Value.Contains("AllowAnonymous", StringComparison.Ordinal) || made.Value.Contains("RequireAuthorization", StringComparison.Ordinal));

    private static bool HubIsGuarded(string hub) => hub.Length > 0 && Sources.OfProduct($"/{hub}.cs")
        .Any(f => f.Text.Contains("[Authorize", StringComparison.Ordinal) || f.Text.Contains("[AllowAnonymous", StringComparison.Ordinal));

    /// <summary>The end of the statement that begins at <paramref name="start"/>: its semicolon outside all brackets.</summary>
    private static int End(string text, int start)
    {
        var depth = 0;
        for (var i = start; i < text.Length; i++)
        {
            depth += text[i] switch { '(' or '{' or '[' => 1, ')' or '}' or ']' => -1, _ => 0 };
            if (depth < 0 || (text[i] == ';' && depth == 0))
            {
                return i;
            }
        }

        return text.Length;
    }

    /// <summary>A member's body, by its indentation: from the line of its brace to the brace in the same column.</summary>
    private static IEnumerable<string> LongMethods(SourceFile file)
    {
        for (var i = 1; i < file.Lines.Length; i++)
        {
            var opens = file.Lines[i].TrimEnd();
            if (opens.TrimStart() != "{" || opens.Length == 1 || !file.Lines[i - 1].TrimEnd().EndsWith(')')
                || Statement().IsMatch(file.Lines[i - 1]) || TypeName().IsMatch(file.Lines[i - 1]))
            {
                continue;
            }

            var close = opens.Replace('{', '}');
            var end = Array.FindIndex(file.Lines, i, l => l.TrimEnd() == close);
            if (end - i > LongestMethod)
            {
                yield return $"{file.Path}:{i} a method of {end - i} lines: split it into what it says";
            }
        }
    }

    private static string? BadWord(string name) =>
        MeantSo.Contains(name) ? null : Array.Find(Forbidden, w => Words().Matches(name).Any(m => m.Value == w));

    private static IEnumerable<string> Each(IEnumerable<SourceFile> files, Func<string, bool> bad, string what) =>
        files.SelectMany(f => f.Lines.Select((line, i) => (line, i)).Where(l => bad(l.line)).Select(l => $"{f.Path}:{l.i + 1} {what}"));

    private static void None(IEnumerable<string> found)
    {
        var lines = string.Join('\n', found.Order(StringComparer.Ordinal));
        Assert.True(lines.Length == 0, lines);
    }

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b")]
    private static partial Regex Later();

    [GeneratedRegex(@"^\s*(?:public |internal |private |protected |sealed |static |abstract |partial |readonly |file )*(?:class|record struct|record|struct|interface|enum)\s+(\w+)")]
    private static partial Regex TypeName();

    [GeneratedRegex(@"[A-Z][a-z0-9]*")]
    private static partial Regex Words();

    [GeneratedRegex(@"\b(?<on>\w+)\.(?:MapGet|MapPost|MapPut|MapDelete|MapPatch|MapMethods|MapHub<(?<hub>\w+)>)\(")]
    private static partial Regex Mapped();

    [GeneratedRegex(@"^\s*(if|else|for|foreach|while|switch|using|await using|lock|catch|try|extension)\b")]
    private static partial Regex Statement();
}
