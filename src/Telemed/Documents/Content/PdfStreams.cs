namespace Telemed.Documents.Content;

/// <summary>
/// Where the object streams of a PDF (7.5.7) begin, found stretch by stretch from every word "obj", wherever it stands: a reader that repairs
/// files finds it there too.
/// </summary>
internal sealed class PdfStreams(long length, byte[] room)
{
    /// <summary>What two stretches share, in bytes: most dictionaries are shorter.</summary>
    public const int Overlap = 8_192;

    private const int FirstLook = 65_536, LastLook = 16_777_216;

    private readonly List<long> _cut = [];
    private readonly SortedSet<long> _packed = [];

    /// <summary>A file whose dictionaries lie in one another a thousand times takes time and is nobody's.</summary>
    private long _mayRead = (8 * length) + 16_000_000;

    /// <summary>Where their bytes begin.</summary>
    public IReadOnlyCollection<long> Packed => _packed;

    public FileRefusal? Seen(ReadOnlySpan<byte> bytes, long at)
    {
        for (var from = 0; bytes[from..].IndexOf("obj"u8) is var found && found >= 0;)
        {
            from += found + 3;
            var head = PdfHead.Of(bytes[from..]);
            _mayRead -= head.Read;
            if (head.Kind is not (PdfHeadKind.Cut or PdfHeadKind.Bare))
            {
                if (Fault(head, bytes[from..], at + from) is { } fault)
                {
                    return fault;
                }
            }
            else if (at + bytes.Length == length)
            {
                // A dictionary that never ends: readers end it where they like.
                if (head.Kind is PdfHeadKind.Cut)
                {
                    return FileRefusal.ActiveContent;
                }
            }
            else if (from - 3 < bytes.Length - Overlap)
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
            for (var look = FirstLook; ; look *= 4)
            {
                var bytes = Bytes.At(file, at, look);
                var head = PdfHead.Of(bytes);
                _mayRead -= bytes.Length + head.Read;
                var whole = bytes.Length < look || bytes.Length == LastLook;
                if (_mayRead < 0 || (head.Kind is PdfHeadKind.Cut && whole))
                {
                    return FileRefusal.ActiveContent;
                }

                if (head.Kind is not (PdfHeadKind.Cut or PdfHeadKind.Bare) || whole)
                {
                    if (Fault(head, bytes, at) is { } fault)
                    {
                        return fault;
                    }

                    break;
                }
            }
        }

        return null;
    }

    /// <summary>Notes an object stream by what it must have; one that is packed otherwise than all are is a fault, and so is a file within.</summary>
    private FileRefusal? Fault(PdfHead head, ReadOnlySpan<byte> bytes, long at)
    {
        if (head.Kind is PdfHeadKind.Crooked)
        {
            return FileRefusal.ActiveContent;
        }

        var written = bytes[head.Dictionary];
        var dictionary = PdfNames.Plain(written, written.Length <= room.Length ? room : new byte[written.Length]);
        if (PdfNames.HasFile(dictionary))
        {
            return FileRefusal.ActiveContent;
        }

        var holdsObjects = PdfNames.Has(dictionary, "/ObjStm"u8) || (PdfNames.Has(dictionary, "/First"u8) && PdfNames.Has(dictionary, "/N"u8));
        if (head.Kind is not PdfHeadKind.Stream || !holdsObjects)
        {
            return null;
        }

        if (head.Vague || !PdfFilter.IsFlateOnce(dictionary))
        {
            return FileRefusal.ActiveContent;
        }

        _packed.Add(at + head.Content);
        return null;
    }
}
