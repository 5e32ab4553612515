using System.Text;

namespace Telemed.Platform;

/// <summary>Tables as text that spreadsheets open: RFC 4180, in UTF-8.</summary>
public static class Csv
{
    public const string ContentType = "text/csv; charset=utf-8; header=present";

    /// <summary>What makes a spreadsheet take a field for a formula, which could send the sheet's other cells away.</summary>
    private const string Formula = "=+-@\t\r\n＝＋－＠";

    /// <summary>The first row is the head.</summary>
    public static byte[] Write(IEnumerable<IReadOnlyList<string>> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var text = new StringBuilder("\uFEFF"); // without the mark some spreadsheets read UTF-8 as Windows-1252
        foreach (var row in rows)
        {
            text.AppendJoin(',', row.Select(Field)).Append("\r\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string Field(string value)
    {
        var safe = value.Length > 0 && Formula.Contains(value[0], StringComparison.Ordinal) ? "'" + value : value;
        return safe.AsSpan().IndexOfAny(",\"\r\n") >= 0 ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
