using System.Globalization;
using NodaTime;
using Telemed.People;

namespace Telemed.Web.Pages.Agenda;

/// <summary>A piece of a column, in the rows of its axis.</summary>
/// <param name="Row">From 0.</param>
public abstract record AgendaPiece(int Row, int Span)
{
    /// <summary>An appointment or a block. Those that meet share the width.</summary>
    /// <param name="Lane">From 0 to <paramref name="Lanes"/>, exclusive.</param>
    public sealed record Taken(AgendaItem Item, int Row, int Span, int Lane, int Lanes) : AgendaPiece(Row, Span);

    /// <summary>Open, and nobody has it.</summary>
    /// <param name="At">From when on it can be booked.</param>
    public sealed record Free(Instant At, int Row, int Span) : AgendaPiece(Row, Span);

    /// <summary>Outside of the hours, or no time of that day at all.</summary>
    public sealed record Closed(int Row, int Span) : AgendaPiece(Row, Span);

    /// <summary>Where the clock stands.</summary>
    public sealed record Now(int Row) : AgendaPiece(Row, 1);
}

/// <summary>One practitioner's day in a grid.</summary>
/// <param name="Pieces">In the order of the day.</param>
/// <param name="Times">When its rows begin, for the script: "row=seconds since 1970", or "row=" for rows that the day does not have; five minutes a row until the next.</param>
public sealed record AgendaColumn(Practitioner Practitioner, LocalDate Day, IReadOnlyList<AgendaPiece> Pieces, string Times)
{
    /// <summary>A quarter of an hour: less could not be read or pressed.</summary>
    private const int LeastSpan = 15 / DayAxis.Step;

    private static readonly Duration Row = Duration.FromMinutes(DayAxis.Step);

    public IEnumerable<AgendaItem> Items => Pieces.OfType<AgendaPiece.Taken>().Select(p => p.Item);

    /// <param name="rows">As <see cref="DayAxis.Times"/> gives them.</param>
    /// <param name="open">When it may be booked; null: nobody ever said when.</param>
    public static AgendaColumn Of(Practitioner practitioner, LocalDate day, Instant?[] rows, IEnumerable<AgendaItem> items, IReadOnlyList<Interval>? open, Instant now)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var placed = Lanes.Share(items.Select(item => Place(item, rows)));
        var (isOpen, isTaken) = (new bool[rows.Length], new bool[rows.Length]);
        for (var row = 0; row < rows.Length; row++)
        {
            isOpen[row] = rows[row] is { } at && (open is null || open.Any(o => o.Contains(at)));
        }

        foreach (var taken in placed)
        {
            Array.Fill(isTaken, true, taken.Row, taken.Span);
        }

        var pieces = new List<AgendaPiece>(placed);
        pieces.AddRange(Runs(rows.Length, row => !isOpen[row]).Select(run => new AgendaPiece.Closed(run.Row, run.Span)));
        pieces.AddRange(Runs(rows.Length, row => isOpen[row] && !isTaken[row] && rows[row] >= now).Select(run => new AgendaPiece.Free(rows[run.Row]!.Value, run.Row, run.Span)));
        if (RowAt(rows, now) is { } there)
        {
            pieces.Add(new AgendaPiece.Now(there));
        }

        return new AgendaColumn(practitioner, day, [.. pieces.OrderBy(p => p.Row)], Written(rows));
    }

    private static AgendaPiece.Taken Place(AgendaItem item, Instant?[] rows)
    {
        var row = Math.Min(Math.Max(Array.FindLastIndex(rows, at => at <= item.StartsAt), 0), rows.Length - LeastSpan);
        var end = Array.FindIndex(rows, row, at => at >= item.EndsAt);
        return new AgendaPiece.Taken(item, row, Math.Max((end < 0 ? rows.Length : end) - row, LeastSpan), 0, 1);
    }

    private static IEnumerable<(int Row, int Span)> Runs(int rows, Func<int, bool> holds)
    {
        for (var row = 0; row < rows; row++)
        {
            var first = row;
            while (row < rows && holds(row))
            {
                row++;
            }

            if (row > first)
            {
                yield return (first, row - first);
            }
        }
    }

    /// <summary>Null when it is another day.</summary>
    private static int? RowAt(Instant?[] rows, Instant now)
    {
        var row = Array.FindIndex(rows, at => at <= now && at + Row > now);
        return row < 0 ? null : row;
    }

    private static string Written(Instant?[] rows)
    {
        var pieces = Enumerable.Range(0, rows.Length).Where(row => row == 0 || rows[row] != rows[row - 1] + Row);
        return string.Join(' ', pieces.Where(row => row == 0 || rows[row] is not null || rows[row - 1] is not null)
            .Select(row => string.Create(CultureInfo.InvariantCulture, $"{row}={rows[row]?.ToUnixTimeSeconds()}")));
    }
}
