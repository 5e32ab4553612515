namespace Telemed.Documents.Content;

/// <summary>Names in a PDF (ISO 32000-2, 7.3.5), whose letters may be written as # and two hexadecimal digits.</summary>
internal static class PdfNames
{
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
            if (from + 2 < bytes.Length && IsRegular(bytes[from + 1]) && IsRegular(bytes[from + 2]))
            {
                plain[to++] = (byte)((Digit(bytes[from + 1]) << 4) + Digit(bytes[from + 2]));
                from += 3;
            }
            else
            {
                plain[to++] = bytes[from++];
            }

            // Up to the next one at once: in a picture there is one every 256 bytes, and byte by byte it would take as long as the upload.
            var run = bytes[from..].IndexOf((byte)'#') is >= 0 and var next ? next : bytes.Length - from;
            bytes.Slice(from, run).CopyTo(plain[to..]);
            (from, to) = (from + run, to + run);
        }

        return plain[..to];
    }

    /// <summary>Whether that name stands there, and not the beginning of a longer one. What ends with it has it.</summary>
    public static bool Has(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> name)
    {
        for (var at = bytes.IndexOf(name); at >= 0; at = bytes.IndexOf(name))
        {
            bytes = bytes[(at + name.Length)..];
            if (!GoesOn(bytes))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a file is carried: the key /EF (7.11.3) before a dictionary or a reference. In words of people it stands too: "FEVG/EF 60 %".</summary>
    public static bool HasFile(ReadOnlySpan<byte> bytes)
    {
        var key = "/EF"u8;
        for (var from = 0; bytes[from..].IndexOf(key) is var found && found >= 0;)
        {
            from += found + key.Length;
            var value = PdfHead.AfterBlank(bytes, from);
            // Padding up to the end of what is shown is nobody's.
            if (!GoesOn(bytes[from..]) && (value == bytes.Length ? value - from > ActiveNames.Overlap / 2 : bytes[value..].StartsWith("<<"u8) || IsReference(bytes[value..])))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>7.3.10: two numbers and an R.</summary>
    private static bool IsReference(ReadOnlySpan<byte> bytes)
    {
        for (var number = 0; number < 2; number++)
        {
            var digits = bytes.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            if (digits <= 0)
            {
                return false;
            }

            bytes = bytes[PdfHead.AfterBlank(bytes, digits)..];
        }

        return bytes.StartsWith("R"u8);
    }

    /// <summary>Whether a name before these bytes goes on in them (7.2.3): the next is neither white space nor a delimiter.</summary>
    public static bool GoesOn(ReadOnlySpan<byte> rest) => !rest.IsEmpty && IsRegular(rest[0]);

    /// <summary>7.2.3, table 1; and two that PDFium takes for white space.</summary>
    public static bool IsBlank(byte b) => b is 0 or 9 or 10 or 12 or 13 or 32 or 0x80 or 0xFF;

    /// <summary>7.2.3, table 2.</summary>
    public static bool IsRegular(byte b) =>
        b is not ((byte)'(' or (byte)')' or (byte)'<' or (byte)'>' or (byte)'[' or (byte)']' or (byte)'{' or (byte)'}' or (byte)'/' or (byte)'%') && !IsBlank(b);

    /// <summary>A hexadecimal digit; 0 for another letter, as PDFium has it: no reader that leaves such a # as it stands has an active name there.</summary>
    private static int Digit(byte b) => char.IsAsciiHexDigit((char)b) ? (b & 0xF) + (b > '9' ? 9 : 0) : 0;
}
