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
        ([.. "/FileAttachment"u8], FileRefusal.ActiveContent),
        ([.. "/Rendition"u8], FileRefusal.ActiveContent),
        ([.. "/GoToE"u8], FileRefusal.ActiveContent),
        ([.. "/GoToR"u8], FileRefusal.ActiveContent), // a path on a share sends who is signed in to whoever holds it
    ];

    /// <summary>The last stretch ended with such a name: it is one if nothing follows, and else the next stretch shows it again.</summary>
    public FileRefusal? AtEnd { get; private set; }

    public FileRefusal? Seen(ReadOnlySpan<byte> bytes)
    {
        AtEnd = null;
        return Fault(PdfNames.Plain(bytes, room));
    }

    /// <summary>Of what an object stream unpacks to. No stream may begin in it (7.5.7): some readers open one.</summary>
    public FileRefusal? SeenInObjects(ReadOnlySpan<byte> bytes, long at)
    {
        AtEnd = null;
        var plain = PdfNames.Plain(bytes, room);
        return HasStream(bytes, at) || PdfNames.HasFile(plain) ? FileRefusal.ActiveContent : Fault(plain);
    }

    /// <summary>The word behind a dictionary, white space and comments between them; or behind more of those than is shown.</summary>
    private static bool HasStream(ReadOnlySpan<byte> bytes, long at)
    {
        var close = -1;
        for (var from = 0; bytes[from..].IndexOf("stream"u8) is var found && found >= 0;)
        {
            var word = from + found;
            close = bytes[from..word].LastIndexOf(">>"u8) is var last && last >= 0 ? from + last + 2 : close;
            if (close >= 0 ? PdfHead.AfterBlank(bytes, close) == word : at > 0 && word > Overlap / 2 && PdfHead.AfterBlank(bytes, 0) == word)
            {
                return true;
            }

            from = word + 6;
        }

        return false;
    }

    /// <summary>One look at the bytes for all of them: where several stand, the first of the table is told.</summary>
    private FileRefusal? Fault(ReadOnlySpan<byte> plain)
    {
        var found = Names.Length;
        for (var rest = plain; rest.IndexOf((byte)'/') is var slash && slash >= 0; rest = rest[1..])
        {
            rest = rest[slash..];
            for (var name = 0; name < found; name++)
            {
                if (!rest.StartsWith(Names[name].Name))
                {
                    continue;
                }

                var after = rest[Names[name].Name.Length..];
                AtEnd = after.IsEmpty ? Names[name].Why : AtEnd;
                found = after.IsEmpty || PdfNames.GoesOn(after) ? found : name;
            }
        }

        return found < Names.Length ? Names[found].Why : null;
    }
}
