namespace Telemed.Records.Pages;

/// <summary>What a note's form posts.</summary>
public sealed class NoteInput
{
    public int Version { get; set; }
    public string? Subjective { get; set; }
    public string? Objective { get; set; }
    public string? Assessment { get; set; }
    public string? Plan { get; set; }
    public string? Category { get; set; }
    public string? Priority { get; set; }
    public string? Confidentiality { get; set; }
    public string? Tags { get; set; }
    public string? Minutes { get; set; }
    public string? FollowUp { get; set; }
    public string? Reason { get; set; }

    /// <summary>The button pressed.</summary>
    public string? Then { get; set; }

    // Browsers post line ends as CR LF; a text that only went through a form must not look changed.
    public NoteText Text => new NoteDetailsInput(Category, Priority, Confidentiality, Tags, Minutes, FollowUp)
        .With(new NoteText(Lines(Subjective), Lines(Objective), Lines(Assessment), Lines(Plan)));

    private static string Lines(string? text) => (text ?? "").ReplaceLineEndings("\n");
}
