namespace Telemed.Documents.Content;

/// <summary>A .doc, [MS-CFB] and [MS-DOC]: taken unless its directory names a project of macros or a packed file ([MS-OVBA] 2.2.1, [MS-OLEDS] 2.3.6).</summary>
internal static class OldWordFile
{
    private static readonly byte[] Magic = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

    // Names stand in the directory in UTF-16.
    private static readonly byte[][] Active = [System.Text.Encoding.Unicode.GetBytes("_VBA_PROJECT"), System.Text.Encoding.Unicode.GetBytes("Ole10Native")];

    public static FileRefusal? Fault(Stream file)
    {
        if (!Bytes.At(file, 0, Magic.Length).SequenceEqual(Magic))
        {
            return FileRefusal.ContentMismatch;
        }

        file.Position = 0;
        return Bytes.Any(file, 64, static (bytes, _) => bytes.IndexOf(Active[0]) >= 0 || bytes.IndexOf(Active[1]) >= 0) ? FileRefusal.ActiveContent : null;
    }
}
