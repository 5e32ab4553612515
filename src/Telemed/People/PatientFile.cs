using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Accounts;
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

        /// <summary>
        /// The one patient on file with this proved e-mail address, birth date and given name (twins share the rest). Null when there is none, or
        /// when it could be several: whoever books then gets a record of their own, which staff may join later.
        /// </summary>
        public async Task<Patient?> KnownByEmail(NewPatient person)
        {
            ArgumentNullException.ThrowIfNull(person);
            var (birth, given) = (person.BirthDate, Folding.Fold(person.GivenName ?? ""));
            var there = await db.Patients.AsNoTracking().Where(p => p.BirthDate == birth && p.FoldedGivenName == given && p.Email != null).ToListAsync();
            return there.FindAll(p => EmailAddress.Normalize(p.Email!) == person.NormalizedEmail) is [var only] ? only : null;
        }

        /// <summary>Adds what a newcomer says of themselves to the unit of work, as a record that nobody has seen yet. <paramref name="person"/> has no fault.</summary>
        public void Declare(NewcomerActor actor, NewPatient person, Instant now)
        {
            ArgumentNullException.ThrowIfNull(actor);
            ArgumentNullException.ThrowIfNull(person);
            db.Patients.Add(ToRow(actor.TenantId, person, now, actor.PatientId));
            db.Record(actor, AuditAction.PatientCreated, now, (nameof(Patient), actor.PatientId.Value), actor.PatientId, detail: "declared");
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

    /// <param name="declared">Chosen by the caller for somebody who put themselves on file.</param>
    private static Patient ToRow(TenantId tenant, NewPatient wanted, Instant now, PatientId? declared = null) => new()
    {
        TenantId = tenant, Id = declared ?? PatientId.New(), FamilyName = wanted.FamilyName!.Trim(), GivenName = wanted.GivenName!.Trim(),
        FoldedFamilyName = Folding.Fold(wanted.FamilyName), FoldedGivenName = Folding.Fold(wanted.GivenName!),
        BirthDate = wanted.BirthDate!.Value, Sex = wanted.Sex!.Value, Email = OrNull(wanted.Email), Phone = OrNull(wanted.Phone),
        Language = wanted.Language!, CreatedAt = now, DeclaredAt = declared is null ? null : now,
    };

    private static string? OrNull(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.Trim();
}
