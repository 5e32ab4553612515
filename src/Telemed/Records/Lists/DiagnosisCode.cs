using Telemed.Platform;

namespace Telemed.Records.Lists;

/// <summary>A code of ICD-10 (in France CIM-10) with its label, from a file that the operator imported. Belongs to no clinic.</summary>
public sealed class DiagnosisCode
{
    public const int CodeLimit = 12;
    public const int LabelLimit = 300;

    public required DiagnosisCodeId Id { get; init; }

    /// <summary>As in the file: "I10" or "J45.0".</summary>
    public required string Code { get; set; }

    /// <summary>Upper case without the point, by which it is found: people and files write both.</summary>
    public required string Plain { get; init; }
    public required string Label { get; set; }

    /// <summary>The label in upper case without accents and spaces, for search.</summary>
    public required string Folded { get; set; }

    /// <summary>The form in which codes are compared.</summary>
    public static string PlainOf(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        return code.Trim().Replace(".", "", StringComparison.Ordinal).ToUpperInvariant();
    }
}
