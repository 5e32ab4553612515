using Telemed.Records.Observing;

namespace Telemed.Web.Pages.Record;

/// <summary>What the two pages of measures read from their address.</summary>
internal static class MeasurePages
{
    /// <summary>Null for none and for a word that is no kind.</summary>
    public static ObservationKind? Kind(string? word) =>
        Enum.GetValues<ObservationKind>().Where(k => k.ToString() == word).Select(k => (ObservationKind?)k).FirstOrDefault();
}
