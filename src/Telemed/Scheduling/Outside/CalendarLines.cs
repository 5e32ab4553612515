using System.Text;
using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.TimeZones;

namespace Telemed.Scheduling.Outside;

/// <summary>
/// Of a calendar's text (RFC 5545) only what says when somebody is busy. Titles, places and guests go no further than here, and neither does
/// what could be nested without end.
/// </summary>
internal static partial class CalendarLines
{
    private const int LongestLine = 20_000;

    private static readonly HashSet<string> Kept = new(StringComparer.OrdinalIgnoreCase)
    {
        "UID", "SEQUENCE", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "STATUS", "TRANSP",
    };

    /// <summary>A calendar of the events' times alone; null when the text is no calendar.</summary>
    public static string? Of(string text)
    {
        var (kept, depth, inEvent) = (new StringBuilder("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Telemed//EN\r\n"), 0, false);
        foreach (var line in Unfolded(text))
        {
            if (line.StartsWith("BEGIN:", StringComparison.OrdinalIgnoreCase))
            {
                depth++;
                if (depth == 1 && !Is(line, "VCALENDAR"))
                {
                    return null;
                }

                inEvent |= depth == 2 && Is(line, "VEVENT");
                kept.Append(depth == 2 && inEvent ? "BEGIN:VEVENT\r\n" : "");
            }
            else if (line.StartsWith("END:", StringComparison.OrdinalIgnoreCase))
            {
                kept.Append(depth == 2 && inEvent ? "END:VEVENT\r\n" : "");
                inEvent &= depth != 2;
                depth--;
            }
            else if (depth == 2 && inEvent && line.Length <= LongestLine && Kept.Contains(line[..Math.Max(0, line.IndexOfAny([':', ';']))]))
            {
                kept.Append(Zone().Replace(line, ZoneKnown)).Append("\r\n");
            }

            if (depth < 0 || (depth == 0 && !line.StartsWith("END:", StringComparison.OrdinalIgnoreCase)))
            {
                return null;
            }
        }

        return depth == 0 && text.Length > 0 ? kept.Append("END:VCALENDAR\r\n").ToString() : null;
    }

    /// <summary>By its name of IANA, also for one that goes by Windows'; one that nobody knows is left out, which means the reader's own.</summary>
    private static string ZoneKnown(Match named)
    {
        var id = named.Groups[1].Value.Trim('"');
        var known = TzdbDateTimeZoneSource.Default.WindowsMapping.PrimaryMapping.TryGetValue(id, out var iana) ? iana : id;
        return DateTimeZoneProviders.Tzdb.GetZoneOrNull(known) is { } zone ? $";TZID={zone.Id}" : "";
    }

    [GeneratedRegex(""";TZID=("[^"]*"|[^:;]*)""", RegexOptions.IgnoreCase)]
    private static partial Regex Zone();

    private static bool Is(string line, string component) => line.AsSpan(line.IndexOf(':', StringComparison.Ordinal) + 1).Trim().Equals(component, StringComparison.OrdinalIgnoreCase);

    /// <summary>A line that begins with white space goes on with the one before.</summary>
    private static IEnumerable<string> Unfolded(string text)
    {
        var line = new StringBuilder();
        using var reader = new StringReader(text);
        while (reader.ReadLine() is { } next)
        {
            if (next.Length > 0 && next[0] is ' ' or '\t')
            {
                line.Append(next.AsSpan(1));
                continue;
            }

            if (line.Length > 0)
            {
                yield return line.ToString();
            }

            line.Clear().Append(next);
        }

        if (line.Length > 0)
        {
            yield return line.ToString();
        }
    }
}
