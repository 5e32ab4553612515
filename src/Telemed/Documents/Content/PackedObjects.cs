using System.IO.Compression;

namespace Telemed.Documents.Content;

/// <summary>What the object streams of a PDF unpack to, looked at with bounds on what is read and on what comes of it.</summary>
internal sealed class PackedObjects(Stream file, ActiveNames names)
{
    /// <summary>What a stream costs beside its bytes, in bytes.</summary>
    private const int Each = 4_096;

    /// <summary>What is read ahead of the packed bytes, at most.</summary>
    private const int Ahead = 8_192;

    private readonly byte[] _stretch = new byte[Bytes.Window];

    /// <summary>What all may unpack to, in bytes.</summary>
    private long _mayUnpack = 128_000_000;

    /// <summary>Streams that lie in one another are read again and again.</summary>
    private long _mayRead = (2 * file.Length) + 64_000_000;

    public FileRefusal? Fault(IEnumerable<long> starts)
    {
        foreach (var start in starts)
        {
            file.Position = start;
            if (Fault() is { } fault)
            {
                return fault;
            }

            _mayRead -= Math.Max(0, file.Position - start - Ahead) + Each;
            if (_mayRead < 0)
            {
                return FileRefusal.Bomb;
            }
        }

        return null;
    }

    private FileRefusal? Fault()
    {
        FileRefusal? fault = null;
        var seen = 0L;
        try
        {
            using var content = new ZLibStream(file, CompressionMode.Decompress, leaveOpen: true);
            Bytes.Any(content, ActiveNames.Overlap, _stretch, (bytes, at) =>
            {
                seen = at + bytes.Length;
                fault = names.SeenInObjects(bytes, at) ?? (seen > _mayUnpack ? FileRefusal.Bomb : null);
                return fault is not null;
            });
        }
        catch (Exception e) when (e is InvalidDataException || (e is IOException && e.GetType().Namespace == "System.IO.Compression"))
        {
            // Altered, or not as zlib writes: some reader shows more of it than we saw.
            return FileRefusal.ActiveContent;
        }

        _mayUnpack -= seen;
        return seen == 0 ? fault : fault ?? names.AtEnd;
    }
}
