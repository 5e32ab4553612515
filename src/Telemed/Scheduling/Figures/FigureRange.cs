using NodaTime;

namespace Telemed.Scheduling.Figures;

/// <summary>Days of the clinic's calendar that are counted, both ends included; at most <see cref="MostDays"/>.</summary>
public sealed record FigureRange
{
    /// <summary>A whole year, and the week that it begins or ends in.</summary>
    public const int MostDays = 371;

    private const int UsualWeeks = 12;

    /// <summary>Years that may be asked for; beyond them a slip of the keyboard.</summary>
    private static readonly LocalDate Earliest = new(2000, 1, 1), Latest = new(2100, 12, 31);

    private FigureRange(LocalDate first, LocalDate last) => (First, Last) = (first, last);

    public LocalDate First { get; }

    public LocalDate Last { get; }

    /// <summary>Twelve weeks with this one, which counts to its Sunday.</summary>
    public static FigureRange Usual(LocalDate today)
    {
        var monday = MondayOf(today);
        return new(monday.PlusWeeks(1 - UsualWeeks), monday.PlusDays(6));
    }

    /// <summary>The range, or what is wrong with it: backwards, too-long or out-of-range.</summary>
    public static (FigureRange? Range, string? Fault) Of(LocalDate first, LocalDate last) => true switch
    {
        _ when first < Earliest || last > Latest => (null, "out-of-range"),
        _ when last < first => (null, "backwards"),
        _ when Period.DaysBetween(first, last) >= MostDays => (null, "too-long"),
        _ => (new FigureRange(first, last), null),
    };

    /// <summary>Its weeks from Monday to Sunday; the first and the last only as far as they are in the range.</summary>
    public IEnumerable<(LocalDate First, LocalDate Last)> Weeks()
    {
        for (var monday = MondayOf(First); monday <= Last; monday = monday.PlusWeeks(1))
        {
            yield return (LocalDate.Max(monday, First), LocalDate.Min(monday.PlusDays(6), Last));
        }
    }

    private static LocalDate MondayOf(LocalDate day) => day.PlusDays(1 - (int)day.DayOfWeek);
}
