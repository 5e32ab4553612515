using System.Buffers;
using System.Text;

namespace Telemed.Documents.Content;

/// <summary>
/// Is it a plain text? UTF-8 or Windows-1252, no control characters but tab and line ends, and not beginning like a page or a script:
/// such a file named .txt waits for whoever names it back.
/// </summary>
internal static class TextFile
{
    private const int BufferSize = 81_920;
    private const int LongestOpening = 256;

    private static readonly string[] Openings = ["<!doctype", "<html", "<head", "<body", "<script", "<svg", "<iframe", "<?xml", "<?php", "#!", "@echo", "%pdf-"];

    // Not assigned in Windows-1252.
    private static readonly SearchValues<byte> Unassigned = SearchValues.Create([0x81, 0x8D, 0x8F, 0x90, 0x9D]);

    private static readonly SearchValues<byte> Controls = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Append(127).Where(b => b is not ('\t' or '\n' or '\r' or '\f')).Select(b => (byte)b)]);

    public static bool Fits(Stream file)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            return Fits(file, buffer);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static bool Fits(Stream file, byte[] buffer)
    {
        var utf8 = new UTF8Encoding(false, throwOnInvalidBytes: true).GetDecoder();
        var (isUtf8, isWindows) = (true, true);
        file.Position = 0;
        int read;
        while ((read = file.ReadAtLeast(buffer, 1, throwOnEndOfStream: false)) > 0)
        {
            var bytes = buffer.AsSpan(0, read);
            if (bytes.ContainsAny(Controls) || (file.Position == read && LooksLikeProgram(bytes)))
            {
                return false;
            }

            isUtf8 = isUtf8 && Decodes(utf8, bytes, last: false);
            isWindows = isWindows && !bytes.ContainsAny(Unassigned);
            if (!isUtf8 && !isWindows)
            {
                return false;
            }
        }

        return isWindows || (isUtf8 && Decodes(utf8, [], last: true));
    }

    private static bool Decodes(Decoder utf8, ReadOnlySpan<byte> bytes, bool last)
    {
        try
        {
            Span<char> chars = stackalloc char[2048];
            var (done, used) = (false, 0);
            while (!done)
            {
                utf8.Convert(bytes[used..], chars, last, out var now, out _, out done);
                used += now;
            }

            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private static bool LooksLikeProgram(ReadOnlySpan<byte> start)
    {
        var opening = Encoding.UTF8.GetString(start[..Math.Min(start.Length, LongestOpening)]).TrimStart('\uFEFF').TrimStart().ToLowerInvariant();
        return Array.Exists(Openings, o => opening.StartsWith(o, StringComparison.Ordinal));
    }
}
