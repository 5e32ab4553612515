namespace Telemed.Documents.Content;

/// <summary>
/// Where the object streams of a PDF (7.5.7) begin, found stretch by stretch from every word "obj", wherever it stands: a reader that repairs
/// files finds it there too.
/// </summary>
internal sealed class PdfStreams(long length, byte[] room)
{
    /// <summary>What two stretches share, in bytes: most dictionaries are shorter.</summary>
    public const int Overlap = 8_192;

    private const int MostDictionary = 1_000_000;

    private readonly List<long> _cut = [];
    private readonly SortedDictionary<long, bool> _packed = [];

    /// <summary>A file whose dictionaries lie in one another a thousand times takes time and is nobody's.</summary>
    private long _mayRead = (8 * length) + 16_000_000;

    /// <summary>Where their bytes begin, and whether they say that they are packed.</summary>
    public IReadOnlyDictionary<long, bool> Packed => _packed;

    public FileRefusal? Seen(ReadOnlySpan<byte> bytes, long at)
    {
        for (var from = 0; bytes[from..].IndexOf("obj"u8) is var found && found >= 0;)
        {
            from += found + 3;
            var head = PdfHead.Of(bytes[from..]);
            _mayRead -= head.Read;
            if (head.Kind is not PdfHeadKind.Cut)
            {
                if (Fault(head, bytes[from..], at + from) is { } fault)
                {
                    return fault;
                }
            }
            else if (from < bytes.Length - Overlap && at + bytes.Length < length)
            {
                // The next stretch will not show the whole of it either.
                _cut.Add(at + from);
            }

            if (_mayRead < 0)
            {
                return FileRefusal.ActiveContent;
            }
        }

        return null;
    }

    /// <summary>Those that were longer than a stretch.</summary>
    public FileRefusal? Long(Stream file)
    {
        foreach (var at in _cut)
        {
            var bytes = Bytes.At(file, at, MostDictionary);
            var head = PdfHead.Of(bytes);
            _mayRead -= head.Read;
            if (_mayRead < 0 || (head.Kind is PdfHeadKind.Cut && bytes.Length == MostDictionary))
            {
                return FileRefusal.ActiveContent;
            }

            if (Fault(head, bytes, at) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    /// <summary>Notes an object stream by what it must have; one that is packed in a way that hides names is a fault.</summary>
    private FileRefusal? Fault(PdfHead head, ReadOnlySpan<byte> bytes, long at)
    {
        if (head.Kind is PdfHeadKind.Crooked)
        {
            return FileRefusal.ActiveContent;
        }

        if (head.Kind is not PdfHeadKind.Stream)
        {
            return null;
        }

        var written = bytes[head.Dictionary];
        var dictionary = PdfNames.Plain(written, written.Length <= room.Length ? room : new byte[written.Length]);
        if (!PdfNames.Has(dictionary, "/ObjStm"u8) && !(PdfNames.Has(dictionary, "/First"u8) && PdfNames.Has(dictionary, "/N"u8)))
        {
            return null;
        }

        if (PdfNames.Has(dictionary, "/DecodeParms"u8) || PdfNames.Has(dictionary, "/LZWDecode"u8) || dictionary.IndexOf("/ASCII"u8) >= 0 || PdfNames.Has(dictionary, "/RunLengthDecode"u8) || PdfNames.Has(dictionary, "/F"u8))
        {
            return FileRefusal.ActiveContent;
        }

        _packed[at + head.Content] = PdfNames.Has(dictionary, "/Filter"u8);
        return null;
    }
}
