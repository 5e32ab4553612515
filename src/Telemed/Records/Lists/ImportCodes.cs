using Microsoft.EntityFrameworkCore;
using Telemed.People;
using Telemed.Platform;

namespace Telemed.Records.Lists;

/// <summary>
/// <c>telemed import-codes FILE</c>: reads lines of a code and its label between which stands a tab or a semicolon, in UTF-8. All of the
/// file or nothing of it. Codes on file that it lacks stay: entries may have them.
/// </summary>
internal static class ImportCodes
{
    private const string Usage = "telemed import-codes FILE\nFILE: one code of ICD-10 a line, a tab or a semicolon, its label; UTF-8.";

    /// <summary>The French CIM-10 has some 40,000 codes.</summary>
    private const int MostLines = 200_000;

    private static readonly char[] Between = ['\t', ';'];

    public static async Task<int> Run(IServiceProvider services, string[] args)
    {
        if (args is not [var path] || !File.Exists(path))
        {
            return Fail(args.Length == 1 ? $"There is no file {args[0]}." : Usage);
        }

        var codes = new Dictionary<string, (string Code, string Label)>(StringComparer.Ordinal);
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (number > MostLines || (!string.IsNullOrWhiteSpace(line) && !Read(line, codes)))
            {
                return Fail(number > MostLines ? $"More than {MostLines} lines: nothing was imported." : $"Line {number} is no code with a label: nothing was imported.\n{Usage}");
            }
        }

        var db = services.GetRequiredService<Db>();
        var added = await db.InTransaction(() => Keep(db, codes));
        Console.WriteLine($"{codes.Count} codes read, {added} of them new.");
        return 0;
    }

    private static bool Read(string line, Dictionary<string, (string, string)> codes)
    {
        var cut = line.IndexOfAny(Between);
        var (code, label) = cut < 0 ? ("", "") : (line[..cut].Trim().Trim('\uFEFF'), line[(cut + 1)..].Trim());
        var isCode = code.Length is > 0 and <= DiagnosisCode.CodeLimit && char.IsAsciiLetter(code[0]) && code.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '+' or '*' or '-');
        if (!isCode || PlainText.Fault(label, DiagnosisCode.LabelLimit) is not null)
        {
            return false;
        }

        codes[DiagnosisCode.PlainOf(code)] = (code, label);
        return true;
    }

    private static async Task<int> Keep(Db db, Dictionary<string, (string Code, string Label)> codes)
    {
        var known = await db.DiagnosisCodes.ToDictionaryAsync(c => c.Plain, StringComparer.Ordinal);
        var added = 0;
        foreach (var (plain, (code, label)) in codes)
        {
            if (known.TryGetValue(plain, out var row))
            {
                (row.Code, row.Label, row.Folded) = (code, label, Folding.Fold(label));
            }
            else
            {
                added++;
                db.DiagnosisCodes.Add(new DiagnosisCode { Id = DiagnosisCodeId.New(), Code = code, Plain = plain, Label = label, Folded = Folding.Fold(label) });
            }
        }

        return added;
    }

    private static int Fail(string why)
    {
        Console.Error.WriteLine(why);
        return 1;
    }
}
