using Telemed.Platform;

namespace Telemed.Records.Observing;

/// <summary>What the database itself refuses: deleting a measure, changing it, and taking back or rewriting the mark of an error.</summary>
internal sealed class ObservingGuards : IGuardSource
{
    private const string Kept = "tenant_id, id, patient_id, kind, hundredths, second_hundredths, at, source, by, recorded_at, encounter_id, from_weight, from_height";

    public IEnumerable<Guard> Guards =>
    [
        Guard.Refuse("observations_stay", "observations", "DELETE", "1", "true"),
        Guard.Refuse("observations_keep_their_value", "observations", "UPDATE", $"OLD.in_error_at IS NOT NULL OR {Differ("IS NOT")}", $"OLD.in_error_at IS NOT NULL OR {Differ("IS DISTINCT FROM")}"),
    ];

    private static string Differ(string verb) => string.Join(" OR ", Kept.Split(", ").Select(c => $"NEW.\"{c}\" {verb} OLD.\"{c}\""));
}
