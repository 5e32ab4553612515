using System.Globalization;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Telemed.People;

namespace Telemed.Records;

/// <summary>A note's details as words, as a form and the page beside the picture hold them: choices in camel case, a day as 2026-12-31; empty: not said.</summary>
public sealed record NoteDetailsInput(string? Category, string? Priority, string? Confidentiality, string? Tags, string? Minutes, string? FollowUp)
{
    public static NoteDetailsInput Of(NoteDetails details)
    {
        ArgumentNullException.ThrowIfNull(details);
        return new(Word(details.Category), Word(details.Priority), Word(details.Confidentiality), details.Tags,
            details.Minutes?.ToString(CultureInfo.InvariantCulture) ?? "", details.FollowUp is { } day ? LocalDatePattern.Iso.Format(day) : "");
    }

    /// <summary>The text with these details, or with what of them cannot be read.</summary>
    public NoteText With(NoteText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (category, priority, confidentiality) = (Choice<NoteCategory>(Category), Choice<NotePriority>(Priority), Choice<NoteConfidentiality>(Confidentiality));
        var (tags, minutes, followUp) = (TagLine.Clean(Tags), Number(Minutes), Day(FollowUp));
        NoteRefusal? unread = category is null || priority is null || confidentiality is null ? NoteRefusal.BadChoice
            : tags is null ? NoteRefusal.BadTags
            : minutes is null && !string.IsNullOrWhiteSpace(Minutes) ? NoteRefusal.BadMinutes
            : followUp is null && !string.IsNullOrWhiteSpace(FollowUp) ? NoteRefusal.BadFollowUp
            : null;
        return unread is null
            ? text with { Details = new NoteDetails(category!.Value, priority!.Value, confidentiality!.Value, tags!, minutes, followUp) }
            : text with { Unread = unread };
    }

    /// <summary>As the pages and the API write a choice.</summary>
    internal static string Word<T>(T value) where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    // Not TryParse: it takes numbers. Nothing said is the first of a kind but of priorities, where it is the ordinary one.
    private static T? Choice<T>(string? word) where T : struct, Enum => string.IsNullOrWhiteSpace(word)
        ? Enum.GetValues<T>().OrderByDescending(v => v.ToString() == nameof(NotePriority.Normal)).First()
        : Enum.GetValues<T>().Where(v => Word(v) == word).Select(v => (T?)v).FirstOrDefault();

    private static int? Number(string? typed) =>
        int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= NoteDetails.LongestMinutes ? number : null;

    private static LocalDate? Day(string? typed) => LocalDatePattern.Iso.Parse(typed ?? "").TryGetValue(default, out var day) && day.Year is >= 2000 and <= 2100 ? day : null;
}
