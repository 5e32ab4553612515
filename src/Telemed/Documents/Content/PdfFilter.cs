namespace Telemed.Documents.Content;

/// <summary>How the bytes of an object stream are packed (ISO 32000-2, 7.4): only what we unpack as every reader does is known.</summary>
internal static class PdfFilter
{
    /// <summary>By zlib, once, without a predictor, and all of it to be seen from here.</summary>
    /// <param name="dictionary">With the letters of its names written out.</param>
    public static bool IsFlateOnce(ReadOnlySpan<byte> dictionary)
    {
        // Of a predictor, another file, or the short names of pictures within a page (8.9.7), which some readers take here too.
        if (PdfNames.Has(dictionary, "/DecodeParms"u8) || PdfNames.Has(dictionary, "/DP"u8) || PdfNames.Has(dictionary, "/F"u8) || After(dictionary) is not { } at)
        {
            return false;
        }

        // Said twice, readers take the one or the other.
        var value = dictionary[at..];
        return After(value) is null && IsFlate(value);
    }

    private static bool IsFlate(ReadOnlySpan<byte> value)
    {
        var at = PdfHead.AfterBlank(value, 0);
        var list = value[at..].StartsWith("["u8);
        at = list ? PdfHead.AfterBlank(value, at + 1) : at;
        var name = value[at..].StartsWith("/FlateDecode"u8) ? 12 : value[at..].StartsWith("/Fl"u8) ? 3 : 0;
        if (name == 0 || PdfNames.GoesOn(value[(at + name)..]))
        {
            return false;
        }

        return !list || value[PdfHead.AfterBlank(value, at + name)..].StartsWith("]"u8);
    }

    /// <summary>Behind the first key of that name.</summary>
    private static int? After(ReadOnlySpan<byte> bytes)
    {
        var key = "/Filter"u8;
        for (var from = 0; bytes[from..].IndexOf(key) is var found && found >= 0;)
        {
            from += found + key.Length;
            if (!PdfNames.GoesOn(bytes[from..]))
            {
                return from;
            }
        }

        return null;
    }
}
