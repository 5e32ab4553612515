namespace Telemed.Documents.Content;

/// <summary>A picture: no bomb by its own head, and nothing beside a picture, as a zip would be that was put behind it.</summary>
internal static class PictureFile
{
    /// <summary>Of the largest cameras and scanners, and some more; 50,000 × 50,000 in 300 KB is a bomb.</summary>
    private const long MostPixels = 250_000_000;

    // What a server or a browser would run, were the picture taken for something else.
    private static readonly string[] Tags = ["<script", "<?php", "<html", "<!doctype html"];

    public static FileRefusal? Fault(Stream file, Func<Stream, PictureSize?> size)
    {
        if (size(file) is not { } head)
        {
            return FileRefusal.ContentMismatch;
        }

        if (head.Pixels > MostPixels)
        {
            return FileRefusal.Bomb;
        }

        file.Position = 0;
        return Bytes.Any(file, 32, static (bytes, _) => Bytes.HasTag(bytes, Tags)) || IsComment(Bytes.At(file, 0, 8)) || ZipDirectory.Read(file) is not null ? FileRefusal.TwoKinds : null;
    }

    /// <summary>A GIF whose width spells the beginning of a comment runs as a script.</summary>
    private static bool IsComment(byte[] start) => start is [(byte)'G', _, _, _, _, _, (byte)'/', (byte)'*'];
}
