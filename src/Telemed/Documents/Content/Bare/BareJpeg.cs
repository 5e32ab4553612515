using System.Buffers.Binary;

namespace Telemed.Documents.Content.Bare;

/// <summary>
/// A JPEG without what its camera wrote beside the picture (ITU-T T.81, B.1.1): place, time, device, thumbnail, comments, a film behind it. Which
/// way is up stays, as the one number of a new Exif segment; the picture's own bytes are not touched.
/// </summary>
internal static class BareJpeg
{
    private const int MostSteps = 200_000;

    /// <summary>A picture that comes in turns has ten, seldom a hundred; readers give up beyond five hundred.</summary>
    private const int MostScans = 500;

    private const int Scan = 0xDA, End = 0xD9, App0 = 0xE0, Exif = 0xE1, App2 = 0xE2, Adobe = 0xEE, App15 = 0xEF, Comment = 0xFE;

    /// <summary>Null: there is nothing to take away, or it is no JPEG that can be shown.</summary>
    public static Pieces? Of(Stream file)
    {
        var (pieces, at, scans, buffer) = (new Pieces(file), 2L, 0, new byte[Bytes.Window]);
        pieces.Keep(0, 2);
        for (var n = 0; n < MostSteps && Bytes.At(file, at, 4) is { Length: >= 2 } head; n++)
        {
            if (head[0] != 0xFF || head[1] is 0xFF or 0x01 or (>= 0xD0 and <= 0xD8))
            {
                // A byte that readers step over, or a marker that stands alone.
                var step = head[0] != 0xFF || head[1] == 0xFF ? 1 : 2;
                pieces.Keep(at, step);
                at += step;
                continue;
            }

            if (head[1] == End)
            {
                return Ended(file, pieces, at);
            }

            var segment = head.Length < 4 ? 0 : 2 + BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(2));
            if (segment < 4)
            {
                return null;
            }

            Take(file, pieces, at, segment, head[1]);
            at += segment;
            if (head[1] == Scan)
            {
                if (++scans > MostScans)
                {
                    return null;
                }

                var after = AfterScan(file, at, buffer);
                pieces.Keep(at, after - at);
                at = after;
            }
        }

        // Cut off: what is there is shown.
        return at >= file.Length - 1 ? Ended(file, pieces, file.Length) : null;
    }

    private static void Take(Stream file, Pieces pieces, long at, int segment, byte marker)
    {
        if (Stays(file, at, marker))
        {
            pieces.Keep(at, Math.Min(segment, file.Length - at));
            return;
        }

        pieces.Leave();
        if (marker == Exif && Exifs.Orientation(Bytes.At(file, at + 4, segment - 4)) is { } orientation)
        {
            pieces.Put(Exifs.Segment(orientation));
        }
    }

    private static bool Stays(Stream file, long at, byte marker) => marker switch
    {
        App0 or Adobe => true,
        App2 => Bytes.At(file, at + 4, 12).AsSpan().SequenceEqual("ICC_PROFILE\0"u8), // its colours
        (>= Exif and <= App15) or Comment => false,
        _ => true,
    };

    /// <summary>Where the next marker stands: of a scan's bytes, FF is followed by a zero or is a restart (B.1.1.5).</summary>
    private static long AfterScan(Stream file, long at, byte[] buffer)
    {
        var marker = -1L;
        file.Position = Math.Min(at, file.Length);
        Bytes.Any(file, 1, buffer, (bytes, from) => (marker = Marker(bytes) is var found && found >= 0 ? at + from + found : -1) >= 0);
        return marker < 0 ? file.Length : marker;
    }

    private static int Marker(ReadOnlySpan<byte> bytes)
    {
        for (var at = 0; bytes[at..].IndexOf((byte)0xFF) is var found && found >= 0 && at + found + 1 < bytes.Length; at += found + 1)
        {
            if (bytes[at + found + 1] is not (0 or 0xFF or 0x01 or (>= 0xD0 and <= 0xD7)))
            {
                return at + found;
            }
        }

        return -1;
    }

    /// <summary>Up to the mark of its end, and no further.</summary>
    private static Pieces? Ended(Stream file, Pieces pieces, long at)
    {
        pieces.Keep(at, Math.Min(2, file.Length - at));
        if (at + 2 < file.Length)
        {
            pieces.Leave();
        }

        return pieces.Changed ? pieces : null;
    }
}
