using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Platform;

namespace Telemed.People.Identity;

/// <summary>
/// Files that may be of one person: born the same day with a name in common, whichever of their names it is and in whatever order; or with the
/// same names and a birth date that one slip of the hand would explain. It proposes: that two are one, people say.
/// </summary>
public static class Likeness
{
    /// <summary>More than so many are no help.</summary>
    public const int Most = 10;

    extension(Db db)
    {
        /// <summary>Files that may be of this person, the likeliest first. Audited by nobody: the caller shows identities that its reader may see.</summary>
        /// <param name="person">On file or not.</param>
        public async Task<List<Patient>> MayBe(Patient person)
        {
            ArgumentNullException.ThrowIfNull(person);
            var (id, birth, family, given) = (person.Id, person.BirthDate, person.FoldedFamilyName, person.FoldedGivenName);
            var near = await db.Patients.AsNoTracking().Where(p => p.Id != id && p.MergedInto == null
                    && (p.BirthDate == birth || (p.FoldedFamilyName == family && p.FoldedGivenName == given) || (p.FoldedFamilyName == given && p.FoldedGivenName == family)))
                .ToListAsync();
            return [.. near.Select(p => (File: p, Score: Of(person, p))).Where(p => p.Score > 0).OrderByDescending(p => p.Score).ThenBy(p => p.File.FoldedFamilyName).Take(Most).Select(p => p.File)];
        }
    }

    /// <summary>0: nothing speaks for one person; the more, the likelier.</summary>
    internal static int Of(Patient one, Patient other)
    {
        if (one.BirthDate != other.BirthDate)
        {
            return IsSlip(one.BirthDate, other.BirthDate) && SharesName(Families(one), Families(other)) && SharesName(Givens(one), Givens(other)) ? 1 : 0;
        }

        var straight = SharesName(Families(one), Families(other)) && SharesName(Givens(one), Givens(other));
        var swapped = SharesName(Families(one), Givens(other)) && SharesName(Givens(one), Families(other));
        return straight ? 3 : swapped ? 2 : 0;
    }

    private static string[] Families(Patient person) => [.. new[] { person.FamilyName, person.UsedFamilyName }.OfType<string>().SelectMany(Parts)];

    private static string[] Givens(Patient person) => [.. new[] { person.GivenName, person.UsedGivenName, person.OtherGivenNames }.OfType<string>().SelectMany(Parts)];

    // "Vandenbroucke-Lemaire" is found as Lemaire too.
    private static IEnumerable<string> Parts(string name) =>
        name.Split([' ', '-', ',', '\u00a0'], StringSplitOptions.RemoveEmptyEntries).Append(name).Select(Folding.Fold).Where(p => p.Length > 1).Distinct();

    private static bool SharesName(string[] some, string[] others) => some.Any(a => others.Any(b => a == b || (Math.Min(a.Length, b.Length) >= 4 && Spelling.Edits(a, b) <= 1)));

    /// <summary>Day and month exchanged, or one digit of the date another.</summary>
    private static bool IsSlip(LocalDate one, LocalDate other)
    {
        var (a, b) = (one.ToString("uuuuMMdd", CultureInfo.InvariantCulture), other.ToString("uuuuMMdd", CultureInfo.InvariantCulture));
        return (one.Year == other.Year && one.Month == other.Day && one.Day == other.Month) || a.Zip(b).Count(pair => pair.First != pair.Second) is 1;
    }
}
