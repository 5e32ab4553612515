using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.People;

/// <summary>What became of a wish to put a patient on file.</summary>
public abstract record PatientOutcome
{
    private PatientOutcome() { }

    public sealed record Created(Patient Patient) : PatientOutcome;

    /// <summary>Somebody of the same names and birth date is on file. Nothing was written.</summary>
    public sealed record Known(Patient Patient) : PatientOutcome;

    /// <summary>Nothing was written.</summary>
    /// <param name="Faults">A code per field.</param>
    public sealed record Invalid(IReadOnlyDictionary<string, string> Faults) : PatientOutcome;
}

/// <summary>The clinic's file of patients: finding by birth date, opening a new one.</summary>
public static class PatientFile
{
    /// <summary>A search names at most this many first letters: enough with the birth date, and it tells little to whom looks on.</summary>
    public const int MaxLetters = 3;

    /// <summary>Longest list of people shown at once.</summary>
    public const int MaxFound = 40;

    extension(Db db)
    {
        /// <summary>
        /// Patients born that day whose family or given name begins with the letters, whatever their case and accents; to book for, so
        /// identity only. Audited without what was searched.
        /// </summary>
        public Task<List<Patient>> FindPatients(Actor actor, LocalDate birth, string? letters, Instant now) => db.InTransaction(async () =>
        {
            var first = Folding.Fold(letters ?? "");
            first = first[..Math.Min(first.Length, MaxLetters)];
            var found = await db.PatientsToBookFor(actor).AsNoTracking().Where(p => p.BirthDate == birth)
                .Where(p => first == "" || p.FoldedFamilyName.StartsWith(first) || p.FoldedGivenName.StartsWith(first))
                .OrderBy(p => p.FoldedFamilyName).ThenBy(p => p.FoldedGivenName).Take(MaxFound).ToListAsync();
            db.Record(actor, AuditAction.PatientSearched, now, detail: $"found-{found.Count}");
            return found;
        });

        /// <summary>Puts a patient on file, or says what is wrong. Staff only; anybody else gets the fault "actor".</summary>
        /// <param name="anyway">True: it is another person than the one of the same names and birth date.</param>
        public Task<PatientOutcome> CreatePatient(Actor actor, NewPatient wanted, LocalDate today, Instant now, bool anyway = false)
        {
            ArgumentNullException.ThrowIfNull(wanted);
            return db.InTransaction(() => Create(db, actor, wanted, today, now, anyway));
        }
    }

    private static async Task<PatientOutcome> Create(Db db, Actor actor, NewPatient wanted, LocalDate today, Instant now, bool anyway)
    {
        if (actor is not AccountActor { IsStaff: true })
        {
            return new PatientOutcome.Invalid(new Dictionary<string, string> { ["actor"] = "not-allowed" });
        }

        if (wanted.Faults(today) is { Count: > 0 } faults)
        {
            return new PatientOutcome.Invalid(faults);
        }

        var patient = ToRow(actor.TenantId, wanted, now);
        var same = await db.Patients.AsNoTracking().FirstOrDefaultAsync(p => p.BirthDate == patient.BirthDate
            && p.FoldedFamilyName == patient.FoldedFamilyName && p.FoldedGivenName == patient.FoldedGivenName);
        if (same is not null && !anyway)
        {
            return new PatientOutcome.Known(same);
        }

        db.Patients.Add(patient);
        db.Record(actor, AuditAction.PatientCreated, now, (nameof(Patient), patient.Id.Value), patient.Id);
        await db.SaveChangesAsync();
        return new PatientOutcome.Created(patient);
    }

    private static Patient ToRow(TenantId tenant, NewPatient wanted, Instant now) => new()
    {
        TenantId = tenant, Id = PatientId.New(), FamilyName = wanted.FamilyName!.Trim(), GivenName = wanted.GivenName!.Trim(),
        FoldedFamilyName = Folding.Fold(wanted.FamilyName), FoldedGivenName = Folding.Fold(wanted.GivenName!),
        BirthDate = wanted.BirthDate!.Value, Sex = wanted.Sex!.Value, Email = OrNull(wanted.Email), Phone = OrNull(wanted.Phone),
        Language = wanted.Language!, CreatedAt = now,
    };

    private static string? OrNull(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.Trim();
}
