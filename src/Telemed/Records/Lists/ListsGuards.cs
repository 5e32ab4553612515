using Telemed.Platform;

namespace Telemed.Records.Lists;

/// <summary>What the database itself refuses: changing what an entry once said, deleting an entry, and making it another one.</summary>
internal sealed class ListsGuards : IGuardSource
{
    public IEnumerable<Guard> Guards =>
    [
        .. Guard.AppendOnly("list_entry_versions"),
        Guard.Refuse("list_entries_stay", "list_entries", "DELETE", "1", "true"),
        Guard.Refuse("list_entries_keep_their_patient", "list_entries", "UPDATE", "NEW.patient_id IS NOT OLD.patient_id OR NEW.kind IS NOT OLD.kind OR NEW.version < OLD.version",
            "NEW.patient_id IS DISTINCT FROM OLD.patient_id OR NEW.kind IS DISTINCT FROM OLD.kind OR NEW.version < OLD.version"),
    ];
}
