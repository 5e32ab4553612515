using System.Buffers.Binary;
using System.Text;

namespace Telemed.Documents.Content.Bare;

/// <summary>
/// A HEIC whose items of Exif and XMP are zeros (ISO/IEC 14496-12, 8.11): which way is up is said elsewhere in it. Nothing is moved, so that
/// every place in it stays where its tables say.
/// </summary>
internal static class BareHeic
{
    private const int LargestTable = 1_000_000;
    private const int LargestItem = 4_000_000;
    private const int MostExtents = 100;

    /// <summary>Null: there is nothing to take away.</summary>
    public static Pieces? Of(Stream file)
    {
        if (Box(file, 0, file.Length, "meta") is not { Length: >= 4 and <= LargestTable } meta)
        {
            return null;
        }

        // Behind the version and flags of a full box.
        var bytes = Bytes.At(file, meta.Start + 4, (int)meta.Length - 4);
        var items = Items(Within(bytes, "iinf"));
        if (items.Count == 0)
        {
            return null;
        }

        var (pieces, at, head) = (new Pieces(file), 0L, meta.Start + meta.Length);
        var brand = BinaryPrimitives.ReadUInt32BigEndian(Bytes.At(file, 0, 4));
        var idat = Find(bytes, "idat") is { } box ? ((long Start, long Length)?)(meta.Start + 4 + box.Start, box.Length) : null;
        foreach (var (start, length) in Extents(Within(bytes, "iloc"), items, idat).Where(e => e.Length is > 0 and <= LargestItem).OrderBy(e => e.Start).Take(MostExtents))
        {
            // Never within what says where all the rest is.
            var beside = start >= brand && (start >= head || start <= meta.Start - 8 - length);
            var within = beside || (idat is { } place && start >= place.Start && start <= place.Start + place.Length - length);
            if (within && start >= at && start <= file.Length - length && Bytes.At(file, start, (int)length).AsSpan().ContainsAnyExcept((byte)0))
            {
                pieces.Keep(at, start - at);
                pieces.Zero(length);
                at = start + length;
            }
        }

        pieces.Keep(at, file.Length - at);
        return pieces.Changed ? pieces : null;
    }

    /// <summary>The ids of items that are Exif, or XMP as the type of a text.</summary>
    private static HashSet<uint> Items(ReadOnlySpan<byte> iinf)
    {
        var found = new HashSet<uint>();
        if (iinf.Length < 8)
        {
            return found;
        }

        var rest = iinf[(iinf[0] == 0 ? 6 : 8)..];
        while (rest.Length >= 20 && BinaryPrimitives.ReadUInt32BigEndian(rest) is var size && size >= 20 && size <= rest.Length)
        {
            // infe, versions 2 and 3: its id in two or in four bytes, two of protection, its type.
            var (version, wide) = (rest[8], rest[8] == 3);
            var body = rest[12..(int)size];
            if (version >= 2 && body.Length >= (wide ? 10 : 8) && IsTold(body[(wide ? 6 : 4)..]))
            {
                found.Add(wide ? BinaryPrimitives.ReadUInt32BigEndian(body) : BinaryPrimitives.ReadUInt16BigEndian(body));
            }

            rest = rest[(int)size..];
        }

        return found;
    }

    /// <summary>Exif, or a text of the type of XMP: its type, its name and its kind of text stand one behind the other.</summary>
    private static bool IsTold(ReadOnlySpan<byte> item) => item.StartsWith("Exif"u8) || (item.StartsWith("mime"u8) && item.IndexOf("application/rdf+xml"u8) >= 0);

    private static List<(long Start, long Length)> Extents(ReadOnlySpan<byte> iloc, HashSet<uint> wanted, (long Start, long Length)? idat)
    {
        var extents = new List<(long, long)>();
        var reader = new Reader(iloc);
        var version = reader.Take(1);
        reader.Take(3);
        var (sizes, more) = ((int)reader.Take(1), (int)reader.Take(1));
        var count = reader.Take(version < 2 ? 2 : 4);
        for (var item = 0L; item < count && !reader.IsOver; item++)
        {
            var id = (uint)reader.Take(version < 2 ? 2 : 4);
            // 0: in the file; 1: in idat; others within other items. A file elsewhere is named by its number.
            var method = version > 0 ? reader.Take(2) & 0xF : 0;
            var here = reader.Take(2) == 0 && (method == 0 || (method == 1 && idat is not null));
            var from = reader.Take(more >> 4) + (method == 1 && idat is { } place ? place.Start : 0);
            for (var left = reader.Take(2); left > 0 && !reader.IsOver; left--)
            {
                reader.Take(version > 0 ? more & 0xF : 0);
                var (offset, length) = (reader.Take(sizes >> 4), reader.Take(sizes & 0xF));
                if (here && wanted.Contains(id) && from >= 0 && offset is >= 0 and < int.MaxValue * 4L && from < int.MaxValue * 4L)
                {
                    extents.Add((from + offset, length));
                }
            }
        }

        return reader.IsOver ? [] : extents;
    }

    private static (long Start, long Length)? Box(Stream file, long at, long end, string kind)
    {
        for (var n = 0; n < 100 && at + 8 <= end && Bytes.At(file, at, 8) is { Length: 8 } head; n++)
        {
            var length = (long)BinaryPrimitives.ReadUInt32BigEndian(head);
            if (length < 8)
            {
                return null;
            }

            if (Encoding.Latin1.GetString(head, 4, 4) == kind)
            {
                return at + length <= end ? (at + 8, length - 8) : null;
            }

            at += length;
        }

        return null;
    }

    private static (int Start, int Length)? Find(byte[] bytes, string kind) => Box(new MemoryStream(bytes), 0, bytes.Length, kind) is { } box ? ((int)box.Start, (int)box.Length) : null;

    private static ReadOnlySpan<byte> Within(byte[] bytes, string kind) => Find(bytes, kind) is { } box ? bytes.AsSpan(box.Start, box.Length) : [];

    /// <summary>Numbers of so many bytes, the highest first; zeros once it is over.</summary>
    private ref struct Reader(ReadOnlySpan<byte> bytes)
    {
        private ReadOnlySpan<byte> _rest = bytes;

        public bool IsOver { get; private set; }

        public long Take(int count)
        {
            if (count > 8 || count > _rest.Length)
            {
                IsOver = true;
                return 0;
            }

            var number = 0L;
            foreach (var one in _rest[..count])
            {
                number = (number << 8) | one;
            }

            _rest = _rest[count..];
            return number;
        }
    }
}
