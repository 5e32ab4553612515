using NodaTime;
using Telemed.Platform;

namespace Telemed.Records.Templates;

/// <summary>Text that a practitioner begins a note with, at a press: never by itself, since it would read like a finding that nobody made.</summary>
public sealed class NoteTemplate : ITenantOwned
{
    public const int MaxName = 80;

    /// <summary>Of one practitioner.</summary>
    public const int Most = 50;

    public required TenantId TenantId { get; init; }
    public required NoteTemplateId Id { get; init; }

    /// <summary>Whose it is; nobody else sees it.</summary>
    public required PractitionerId PractitionerId { get; init; }

    /// <summary>The visits for which it is offered first; null: any.</summary>
    public VisitTypeId? VisitTypeId { get; set; }

    /// <summary>Once a practitioner.</summary>
    public required string Name { get; set; }
    public string Subjective { get; set; } = "";
    public string Objective { get; set; } = "";
    public string Assessment { get; set; } = "";
    public string Plan { get; set; } = "";
    public required Instant ChangedAt { get; set; }

    /// <summary>Grows with every change; a page that read an older one is told so.</summary>
    public int Version { get; set; }

    public NoteText Text => new(Subjective, Objective, Assessment, Plan);
}
