namespace Telemed.Documents.Content;

/// <summary>
/// A PDF (ISO 32000-2) that only shows: nothing in it runs, opens a program or another file, or carries one. No reader of PDF is asked, since a
/// hostile file is made for readers: the names that do these things are looked for in every byte, and in what object streams (7.5.7) unpack to,
/// with bounds. A file whose names cannot be seen is not taken either.
/// </summary>
internal static class PdfFile
{
    public static FileRefusal? Fault(Stream file)
    {
        if (!Bytes.At(file, 0, 5).AsSpan().SequenceEqual("%PDF-"u8))
        {
            return FileRefusal.ContentMismatch;
        }

        if (ZipDirectory.Read(file) is not null)
        {
            return FileRefusal.TwoKinds;
        }

        FileRefusal? fault = null;
        var room = new byte[Bytes.Window];
        var (names, streams) = (new ActiveNames(room), new PdfStreams(file.Length, room));
        file.Position = 0;
        Bytes.Any(file, PdfStreams.Overlap, (bytes, at) => (fault = names.Seen(bytes)) is not null || (fault = streams.Seen(bytes, at)) is not null);
        return fault ?? names.AtEnd ?? streams.Long(file) ?? new PackedObjects(file, names).Fault(streams.Packed);
    }
}
