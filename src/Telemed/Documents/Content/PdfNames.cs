namespace Telemed.Documents.Content;

/// <summary>Names in a PDF (ISO 32000-2, 7.3.5), whose letters may be written as # and two hexadecimal digits.</summary>
internal static class PdfNames
{
    public enum Place
    {
        Nowhere,
        Within,

        /// <summary>The bytes end with it; in a file it may go on.</summary>
        AtEnd,
    }

    /// <summary>The same bytes with such letters written out, in <paramref name="plain"/> where there are any: as long as they at least.</summary>
    public static ReadOnlySpan<byte> Plain(ReadOnlySpan<byte> bytes, Span<byte> plain)
    {
        if (bytes.IndexOf((byte)'#') is var first && first < 0)
        {
            return bytes;
        }

        bytes[..first].CopyTo(plain);
        var to = first;
        for (var from = first; from < bytes.Length;)
        {
            if (bytes[from] == (byte)'#' && from + 2 < bytes.Length && Digit(bytes[from + 1]) is { } high && Digit(bytes[from + 2]) is { } low)
            {
                plain[to++] = (byte)((high << 4) | low);
                from += 3;
                continue;
            }

            plain[to++] = bytes[from++];
        }

        return plain[..to];
    }

    /// <summary>Whether that name stands there, and not the beginning of a longer one. What ends with it has it.</summary>
    public static bool Has(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> name) => Find(bytes, name) is not Place.Nowhere;

    public static Place Find(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> name)
    {
        for (var at = bytes.IndexOf(name); at >= 0;)
        {
            bytes = bytes[(at + name.Length)..];
            if (bytes.IsEmpty)
            {
                return Place.AtEnd;
            }

            if (!IsRegular(bytes[0]))
            {
                return Place.Within;
            }

            at = bytes.IndexOf(name);
        }

        return Place.Nowhere;
    }

    /// <summary>7.2.3: neither white space nor a delimiter, so that the name goes on.</summary>
    private static bool IsRegular(byte b) => b is > 32 and not ((byte)'(' or (byte)')' or (byte)'<' or (byte)'>' or (byte)'[' or (byte)']' or (byte)'{' or (byte)'}' or (byte)'/' or (byte)'%');

    private static int? Digit(byte b) => b switch
    {
        >= (byte)'0' and <= (byte)'9' => b - '0',
        >= (byte)'a' and <= (byte)'f' => b - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => b - 'A' + 10,
        _ => null,
    };
}
