using System.Buffers;

namespace Telemed.Documents.Content;

/// <summary>What follows the word "obj" of a PDF.</summary>
internal enum PdfHeadKind
{
    /// <summary>No stream.</summary>
    Other,

    /// <summary>A dictionary and the bytes of a stream.</summary>
    Stream,

    /// <summary>The bytes ended behind the word, before that was known.</summary>
    Bare,

    /// <summary>They ended within the dictionary or the word "stream".</summary>
    Cut,

    /// <summary>Brackets that do not match, or more in one another than any honest file has: readers disagree on where such a dictionary ends.</summary>
    Crooked,
}

/// <summary>The dictionary of a PDF's stream, read forward from the word "obj" on (ISO 32000-2, 7.3), so that no padding and no string hides a key.</summary>
/// <param name="Read">How many bytes were looked at.</param>
/// <param name="Dictionary">Where it lies.</param>
/// <param name="Content">Where the stream's bytes begin: on the next line.</param>
/// <param name="Vague">Something else stands on the line of the word "stream": some readers begin there.</param>
internal readonly record struct PdfHead(PdfHeadKind Kind, int Read, Range Dictionary = default, int Content = 0, bool Vague = false)
{
    private const int Deepest = 60;

    private static readonly SearchValues<byte> OfNumbers = SearchValues.Create("0123456789+-."u8);

    public static PdfHead Of(ReadOnlySpan<byte> bytes)
    {
        var start = AfterBlank(bytes, 0);
        if (start + 2 > bytes.Length)
        {
            return new(PdfHeadKind.Bare, bytes.Length);
        }

        if (!bytes[start..].StartsWith("<<"u8))
        {
            return new(PdfHeadKind.Other, start);
        }

        var (end, kind) = AfterDictionary(bytes, start);
        if (kind is not PdfHeadKind.Stream)
        {
            return new(kind, end);
        }

        var word = AfterBlank(bytes, end);
        var rest = bytes[word..];
        if (rest.Length < 6 && "stream"u8.StartsWith(rest))
        {
            return new(PdfHeadKind.Cut, bytes.Length);
        }

        return !rest.StartsWith("stream"u8) ? new(PdfHeadKind.Other, word, start..end)
            : rest.IndexOfAny((byte)'\r', (byte)'\n') is var line && (line < 0 || line + 1 >= rest.Length) ? new(PdfHeadKind.Cut, bytes.Length)
            : new(PdfHeadKind.Stream, word + line, start..end, word + line + (rest[line] == '\r' && rest[line + 1] == '\n' ? 2 : 1), rest[6..line].ContainsAnyExcept((byte)' ', (byte)'\t'));
    }

    /// <summary>Behind the dictionary that begins at <paramref name="at"/>; "stream": it is whole.</summary>
    private static (int At, PdfHeadKind Kind) AfterDictionary(ReadOnlySpan<byte> bytes, int at)
    {
        var (depth, arrays) = (0, 0UL); // a bit for each open bracket: whether it is an array's
        do
        {
            if (at < 0 || at + 1 >= bytes.Length)
            {
                return (bytes.Length, PdfHeadKind.Cut);
            }

            var inArray = (arrays & 1) == 1;
            switch (((char)bytes[at], (char)bytes[at + 1]))
            {
                case ('<', '<') or ('[', _) when depth == Deepest:
                case ('>', '>') when inArray:
                case (']', _) when !inArray:
                    return (at, PdfHeadKind.Crooked);
                case ('<', '<'):
                    (depth, arrays, at) = (depth + 1, arrays << 1, at + 2);
                    break;
                case ('[', _):
                    (depth, arrays, at) = (depth + 1, (arrays << 1) | 1, at + 1);
                    break;
                case ('>', '>'):
                    (depth, arrays, at) = (depth - 1, arrays >> 1, at + 2);
                    break;
                case (']', _):
                    (depth, arrays, at) = (depth - 1, arrays >> 1, at + 1);
                    break;
                case ('<', _):
                    at = After(bytes, at, (byte)'>');
                    break;
                case ('(', _):
                    at = AfterString(bytes, at);
                    break;
                case ('%', _):
                    at = AfterLine(bytes, at);
                    break;
                case ('/', _):
                    at = AfterRegular(bytes, at + 1);
                    break;
                case ('>' or ')' or '{' or '}', _):
                    return (at, PdfHeadKind.Crooked);
                case var _ when PdfNames.IsBlank(bytes[at]):
                    at++;
                    break;
                default:
                    // At a word that is none here, some readers end the array or the dictionary.
                    var word = bytes[at..AfterRegular(bytes, at)];
                    if (at + word.Length < bytes.Length && !IsValue(word))
                    {
                        return (at, PdfHeadKind.Crooked);
                    }

                    at += word.Length;
                    break;
            }
        }
        while (depth > 0);
        return (at, PdfHeadKind.Stream);
    }

    private static int AfterRegular(ReadOnlySpan<byte> bytes, int at)
    {
        while (at < bytes.Length && PdfNames.IsRegular(bytes[at]))
        {
            at++;
        }

        return at;
    }

    /// <summary>A number, or one of the words that are values (7.3).</summary>
    private static bool IsValue(ReadOnlySpan<byte> word) => !word.ContainsAnyExcept(OfNumbers)
        || word.SequenceEqual("R"u8) || word.SequenceEqual("true"u8) || word.SequenceEqual("false"u8) || word.SequenceEqual("null"u8);

    /// <summary>7.3.4.2: brackets in a string count unless a backslash stands before them. −1: it does not end.</summary>
    private static int AfterString(ReadOnlySpan<byte> bytes, int at)
    {
        for (var depth = 0; at < bytes.Length; at++)
        {
            depth += bytes[at] switch { (byte)'(' => 1, (byte)')' => -1, _ => 0 };
            if (depth == 0)
            {
                return at + 1;
            }

            at += bytes[at] == (byte)'\\' ? 1 : 0;
        }

        return -1;
    }

    /// <summary>Behind white space and comments (7.2.3, 7.2.4).</summary>
    public static int AfterBlank(ReadOnlySpan<byte> bytes, int at)
    {
        while (at < bytes.Length)
        {
            if (bytes[at] == (byte)'%')
            {
                at = AfterLine(bytes, at) is var line && line < 0 ? bytes.Length : line;
            }
            else if (PdfNames.IsBlank(bytes[at]))
            {
                at++;
            }
            else
            {
                break;
            }
        }

        return at;
    }

    private static int AfterLine(ReadOnlySpan<byte> bytes, int at) => bytes[at..].IndexOfAny((byte)'\r', (byte)'\n') is var end && end < 0 ? -1 : at + end + 1;

    private static int After(ReadOnlySpan<byte> bytes, int at, byte wanted) => bytes[at..].IndexOf(wanted) is var end && end < 0 ? -1 : at + end + 1;
}
