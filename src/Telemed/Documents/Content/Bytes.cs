namespace Telemed.Documents.Content;

/// <summary>Looking into a file without holding it.</summary>
internal static class Bytes
{
    /// <summary>The longest stretch that <see cref="Any"/> shows, in bytes.</summary>
    public const int Window = 262_144;

    /// <summary>At most <paramref name="count"/> bytes from <paramref name="position"/>; fewer where the file ends.</summary>
    public static byte[] At(Stream file, long position, int count)
    {
        if (position < 0 || position >= file.Length)
        {
            return [];
        }

        var bytes = new byte[Math.Min(count, file.Length - position)];
        file.Position = position;
        file.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>
    /// True as soon as <paramref name="found"/> says so of a stretch of the file. Each begins with the last <paramref name="overlap"/> bytes of the
    /// one before, so that nothing shorter is cut in two.
    /// </summary>
    public static bool Any(Stream file, int overlap, Func<ReadOnlySpan<byte>, long, bool> found) => Any(file, overlap, new byte[Window], found);

    /// <summary>The same in a buffer of the caller's, for many short files.</summary>
    public static bool Any(Stream file, int overlap, byte[] buffer, Func<ReadOnlySpan<byte>, long, bool> found)
    {
        var (kept, at) = (0, 0L);
        while (true)
        {
            var read = file.ReadAtLeast(buffer.AsSpan(kept), 1, throwOnEndOfStream: false);
            if (read == 0)
            {
                return false;
            }

            if (found(buffer.AsSpan(0, kept + read), at - kept))
            {
                return true;
            }

            at += read;
            var rest = Math.Min(overlap, kept + read);
            buffer.AsSpan(kept + read - rest, rest).CopyTo(buffer);
            kept = rest;
        }
    }

    /// <summary>Whether one of these words of ASCII is in it, in capitals or not. Each begins with &lt;.</summary>
    public static bool HasTag(ReadOnlySpan<byte> bytes, ReadOnlySpan<string> tags)
    {
        for (var at = bytes.IndexOf((byte)'<'); at >= 0;)
        {
            bytes = bytes[at..];
            foreach (var tag in tags)
            {
                if (bytes.Length >= tag.Length && System.Text.Ascii.EqualsIgnoreCase(bytes[..tag.Length], tag))
                {
                    return true;
                }
            }

            at = bytes[1..].IndexOf((byte)'<');
            at = at < 0 ? at : at + 1;
        }

        return false;
    }
}
