namespace Telemed.Tests.Architecture;

/// <summary>The keys that source code asks texts for, read from the first argument of each call.</summary>
internal static class AskedKeys
{
    /// <summary>What stands before a literal that is the argument's value, and not part of a condition or of another call.</summary>
    private static readonly string[] BeforeValue = ["", "?", ":", "=>"];

    /// <summary>Keys, and shapes such as "kind-{}" of those put together, of every <paramref name="call"/>: "T[", "texts.say(".</summary>
    public static IEnumerable<string> In(string source, string call)
    {
        for (var at = source.IndexOf(call, StringComparison.Ordinal); at >= 0; at = source.IndexOf(call, at + 1, StringComparison.Ordinal))
        {
            if (at == 0 || !(char.IsLetterOrDigit(source[at - 1]) || source[at - 1] == '_'))
            {
                foreach (var key in OfArgument(source, at + call.Length))
                {
                    yield return key;
                }
            }
        }
    }

    private static IEnumerable<string> OfArgument(string source, int start)
    {
        var depth = 0;
        for (var (at, since) = (start, start); at < source.Length && !(depth == 0 && source[at] is ',' or ']' or ')'); at++)
        {
            if (source[at] is '"' or '`')
            {
                var before = source[since..at].TrimEnd('$', ' ', '\n');
                var (text, end) = Literal(source, at);
                var goesOn = source[end..].TrimStart().StartsWith('+');
                if (BeforeValue.Any(b => b.Length == 0 ? before.Length == 0 && since == start : before.EndsWith(b, StringComparison.Ordinal)))
                {
                    yield return goesOn ? text + "{}" : text;
                }

                (at, since) = (end - 1, end);
            }
            else
            {
                depth += source[at] is '(' or '[' or '{' ? 1 : source[at] is ')' or ']' or '}' ? -1 : 0;
            }
        }
    }

    /// <summary>The literal that begins at <paramref name="start"/>, each hole as "{}", and where it is over. No key has a quote or a brace of its own.</summary>
    private static (string Text, int End) Literal(string source, int start)
    {
        var (text, holes) = (new System.Text.StringBuilder(), 0);
        for (var at = start + 1; at < source.Length; at++)
        {
            var letter = source[at];
            if (holes == 0 && letter == source[start])
            {
                return (text.ToString(), at + 1);
            }

            holes += letter == '{' ? 1 : letter == '}' ? -1 : 0;
            text.Append(letter == '}' && holes == 0 ? "{}" : holes > 0 || letter == '$' ? "" : letter.ToString());
        }

        return (text.ToString(), source.Length);
    }
}
