using System.Text;
using System.Text.RegularExpressions;

namespace Telemed.Documents.Content;

/// <summary>A saved mail (RFC 5322): lines of a header, among them who sent it and when or about what. It is handed out and never shown as a page.</summary>
internal static partial class MailFile
{
    private const int LongestHeader = 65_536;

    public static FileRefusal? Fault(Stream file)
    {
        var header = Encoding.Latin1.GetString(Bytes.At(file, 0, LongestHeader));
        var end = header.IndexOf("\n\n", StringComparison.Ordinal) is var bare && bare >= 0 ? bare : header.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        header = end < 0 ? header : header[..end];
        return !header.Contains('\0', StringComparison.Ordinal) && FirstLine().IsMatch(header) && From().IsMatch(header) && About().IsMatch(header) ? null : FileRefusal.ContentMismatch;
    }

    [GeneratedRegex(@"\A[!-9;-~]{1,100}:")]
    private static partial Regex FirstLine();

    [GeneratedRegex("^from:", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex From();

    [GeneratedRegex("^(date|received|subject|message-id):", RegexOptions.Multiline | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex About();
}
