using Microsoft.EntityFrameworkCore;
using Telemed.People;
using Telemed.Platform;

namespace Telemed.Records.Lists;

/// <summary>Finding a code of the imported classification.</summary>
public static class Diagnoses
{
    /// <summary>Most codes proposed at once.</summary>
    public const int MostProposed = 8;

    /// <summary>Letters from which on a label is searched.</summary>
    private const int FewestLetters = 3;

    extension(Db db)
    {
        /// <summary>The code typed with or without its point, in any case; null when it is in no imported file.</summary>
        public async Task<DiagnosisCode?> Diagnosis(string typed)
        {
            var plain = DiagnosisCode.PlainOf(typed);
            return plain.Length is 0 or > DiagnosisCode.CodeLimit ? null : await db.DiagnosisCodes.AsNoTracking().SingleOrDefaultAsync(c => c.Plain == plain);
        }

        /// <summary>Codes whose label holds what was typed, or that begin with it; the shortest code first.</summary>
        public async Task<List<DiagnosisCode>> ProposedDiagnoses(string typed)
        {
            var (plain, folded) = (DiagnosisCode.PlainOf(typed), Folding.Fold(typed));
            if (folded.Length < FewestLetters || typed.Length > ListEntryVersion.TextLimit)
            {
                return [];
            }

            return await db.DiagnosisCodes.AsNoTracking().Where(c => c.Plain.StartsWith(plain) || c.Folded.Contains(folded))
                .OrderBy(c => c.Plain.Length).ThenBy(c => c.Plain).Take(MostProposed).ToListAsync();
        }
    }
}
