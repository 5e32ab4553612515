using Telemed.Platform;
using Telemed.Records.Templates;

namespace Telemed.Records.Pages;

/// <summary>What a template's form posts.</summary>
public sealed class TemplateInput
{
    public string? Name { get; set; }
    public string? VisitType { get; set; }
    public int Version { get; set; }
    public string? Subjective { get; set; }
    public string? Objective { get; set; }
    public string? Assessment { get; set; }
    public string? Plan { get; set; }

    /// <summary>The button pressed.</summary>
    public string? Then { get; set; }

    public NoteText Text => new NoteInput { Subjective = Subjective, Objective = Objective, Assessment = Assessment, Plan = Plan }.Text;

    // A visit type that cannot be read is one that there is not.
    public NoteTemplateDraft Draft => new(Name, string.IsNullOrEmpty(VisitType) ? null : new VisitTypeId(Guid.TryParse(VisitType, out var type) ? type : Guid.Empty), Text);

    internal static TemplateInput Of(NoteTemplate template) => new()
    {
        Name = template.Name, VisitType = template.VisitTypeId?.ToString(), Version = template.Version, Subjective = template.Subjective, Objective = template.Objective,
        Assessment = template.Assessment, Plan = template.Plan,
    };
}
