namespace Telemed.Documents.Content;

/// <summary>Looks stretch by stretch for the names by which a PDF runs, sends, opens or carries something (ISO 32000-2, 12.6, 7.11.4, 13.7), or is under a password.</summary>
internal sealed class ActiveNames(byte[] room)
{
    /// <summary>What two stretches share at least, in bytes: the longest name with every letter written as three.</summary>
    public const int Overlap = 64;

    // Long enough not to come about in the bytes of a picture.
    private static readonly (byte[] Name, FileRefusal Why)[] Names =
    [
        ([.. "/Encrypt"u8], FileRefusal.Locked),
        ([.. "/JavaScript"u8], FileRefusal.ActiveContent),
        ([.. "/Launch"u8], FileRefusal.ActiveContent),
        ([.. "/EmbeddedFile"u8], FileRefusal.ActiveContent),
        ([.. "/EmbeddedFiles"u8], FileRefusal.ActiveContent),
        ([.. "/RichMedia"u8], FileRefusal.ActiveContent),
        ([.. "/SubmitForm"u8], FileRefusal.ActiveContent),
        ([.. "/ImportData"u8], FileRefusal.ActiveContent),
        ([.. "/XFA"u8], FileRefusal.ActiveContent),
    ];

    /// <summary>The last stretch ended with such a name: it is one if nothing follows, and else the next stretch shows it again.</summary>
    public FileRefusal? AtEnd { get; private set; }

    public FileRefusal? Seen(ReadOnlySpan<byte> bytes)
    {
        AtEnd = null;
        var plain = PdfNames.Plain(bytes, room);
        foreach (var (name, why) in Names)
        {
            switch (PdfNames.Find(plain, name))
            {
                case PdfNames.Place.Within:
                    return why;
                case PdfNames.Place.AtEnd:
                    AtEnd = why;
                    break;
            }
        }

        return null;
    }
}
