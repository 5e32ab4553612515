namespace Telemed.Records.Pages;

/// <summary>What a note's form posts.</summary>
public sealed class NoteInput
{
    public int Version { get; set; }
    public string? Subjective { get; set; }
    public string? Objective { get; set; }
    public string? Assessment { get; set; }
    public string? Plan { get; set; }
    public string? Reason { get; set; }

    /// <summary>The button pressed.</summary>
    public string? Then { get; set; }

    // Browsers post line ends as CR LF; a text that only went through a form must not look changed.
    public NoteText Text => new(Lines(Subjective), Lines(Objective), Lines(Assessment), Lines(Plan));

    private static string Lines(string? text) => (text ?? "").ReplaceLineEndings("\n");
}
