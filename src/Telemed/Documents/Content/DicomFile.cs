namespace Telemed.Documents.Content;

/// <summary>
/// An image of DICOM (PS3.10, 7.1): 128 bytes that anybody may use, then DICM. Only zeros or the head of a TIFF are taken there: whatever else is
/// a second file. It is handed out and never shown.
/// </summary>
internal static class DicomFile
{
    private const int Preamble = 128;

    public static FileRefusal? Fault(Stream file)
    {
        var start = Bytes.At(file, 0, Preamble + 4);
        if (start.Length < Preamble + 4 || !start.AsSpan(Preamble).SequenceEqual("DICM"u8))
        {
            return FileRefusal.ContentMismatch;
        }

        var preamble = start.AsSpan(0, Preamble);
        return !preamble.ContainsAnyExcept((byte)0) || preamble.StartsWith("II*\0"u8) || preamble.StartsWith("MM\0*"u8) ? null : FileRefusal.TwoKinds;
    }
}
