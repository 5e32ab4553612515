using Telemed.Platform;

namespace Telemed.Documents.Retention;

/// <summary>Why somebody did to documents what others will ask about.</summary>
internal static class Reason
{
    /// <summary>Null: it says something; else required, too-short, too-long or characters.</summary>
    public static string? Fault(string reason) =>
        PlainText.Fault(reason, Document.LongestReason) ?? (reason.Length < Document.ShortestReason ? "too-short" : null);
}
