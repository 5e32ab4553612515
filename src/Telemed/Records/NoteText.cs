namespace Telemed.Records;

/// <summary>The four sections as written, each may be empty, none is ever null; and what the note is filed under.</summary>
public sealed record NoteText(string Subjective, string Objective, string Assessment, string Plan)
{
    /// <summary>Most characters a section holds (UTF-16 units, as a text area's maxlength counts them).</summary>
    public const int SectionLimit = 10_000;

    public NoteDetails Details { get; init; } = NoteDetails.Unsaid;

    /// <summary>Set when the details could not be read as they were typed; such a text is refused.</summary>
    public NoteRefusal? Unread { get; init; }

    public bool IsEmpty => Sections.All(s => string.IsNullOrWhiteSpace(s.Text));

    /// <summary>The first section over the limit, or null.</summary>
    public NoteSection? TooLong => FirstSection(text => text.Length > SectionLimit);

    /// <summary>The first section that holds a NUL, which PostgreSQL cannot store, or null.</summary>
    public NoteSection? Unreadable => FirstSection(text => text.Contains('\0', StringComparison.Ordinal));

    public IEnumerable<(NoteSection Section, string Text)> Sections =>
        [(NoteSection.Subjective, Subjective), (NoteSection.Objective, Objective), (NoteSection.Assessment, Assessment), (NoteSection.Plan, Plan)];

    private NoteSection? FirstSection(Func<string, bool> where)
    {
        foreach (var (section, text) in Sections)
        {
            if (where(text))
            {
                return section;
            }
        }

        return null;
    }

    /// <summary>Nothing of what was written: a note's text must not reach a log by way of a message.</summary>
    public override string ToString() => $"NoteText of {Sections.Sum(s => s.Text.Length)} characters";
}

/// <summary>LOINC 61150-9, 61149-1, 51848-0, 18776-5.</summary>
public enum NoteSection
{
    Subjective,
    Objective,
    Assessment,
    Plan,
}
