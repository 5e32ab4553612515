using Telemed.Platform;

namespace Telemed.Scheduling.Reminding;

/// <summary>Which reminders a patient does not wish to get, or the clinic to send. No row: all are wanted.</summary>
public sealed class ReminderChoice : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required ReminderChoiceId Id { get; init; }

    /// <summary>Whose; null: the clinic's own, for everybody.</summary>
    public PatientId? PatientId { get; init; }
    public required Leads Unwanted { get; set; }
}
