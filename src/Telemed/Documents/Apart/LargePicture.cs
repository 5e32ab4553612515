using NetVips;

namespace Telemed.Documents.Apart;

/// <summary>A picture as every browser shows it, with all that a telephone's camera saw.</summary>
internal static class LargePicture
{
    public const string Name = "large-picture";

    private const int Side = 4096;
    private const int Quality = 88;

    public static void Write(MemoryStream file, Stream output)
    {
        using var large = Shrunk.To(Side, file, 1, whole: false);
        output.Write(large.JpegsaveBuffer(Quality, keep: Enums.ForeignKeep.None));
    }
}
