using NodaTime;
using Telemed.Platform;

namespace Telemed.Scheduling.Hours;

/// <summary>A day, or several in a row, that are otherwise than every week. FHIR Schedule, and Slot of status busy-unavailable.</summary>
public sealed class HoursChange : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required HoursChangeId Id { get; init; }
    public required PractitionerId PractitionerId { get; init; }
    public required LocalDate First { get; init; }

    /// <summary>The last of the days; the same as <see cref="First"/> for one.</summary>
    public required LocalDate Last { get; init; }

    /// <summary>Minutes after midnight by the wall clock.</summary>
    public required int FromMinute { get; init; }

    /// <summary>Exclusive.</summary>
    public required int UntilMinute { get; init; }

    /// <summary>True: open besides; false: closed.</summary>
    public required bool IsOpen { get; init; }

    /// <summary>For the clinic's own eyes, at most <see cref="MaxNote"/> characters; may be empty.</summary>
    public required string Note { get; init; }

    public const int MaxNote = 100;
}
