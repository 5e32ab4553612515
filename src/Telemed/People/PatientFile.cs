using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Accounts;
using Telemed.Audit;
using Telemed.People.Identity;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.People;

/// <summary>What became of a wish to put a patient on file.</summary>
public abstract record PatientOutcome
{
    private PatientOutcome() { }

    public sealed record Created(Patient Patient) : PatientOutcome;

    /// <summary>They may be on file already: see <see cref="Likeness"/>. Nothing was written.</summary>
    public sealed record Alike(IReadOnlyList<Patient> Files) : PatientOutcome;

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
        /// Patients born that day whose birth, used or given name begins with the letters, whatever their case and accents; to book for, so
        /// identity only. Audited without what was searched.
        /// </summary>
        public Task<List<Patient>> FindPatients(Actor actor, LocalDate birth, string? letters, Instant now) => db.InTransaction(async () =>
        {
            var first = Folding.Fold(letters ?? "");
            first = first[..Math.Min(first.Length, MaxLetters)];
            var found = await db.PatientsToBookFor(actor).AsNoTracking().Where(p => p.BirthDate == birth)
                .Where(p => first == "" || p.FoldedFamilyName.StartsWith(first) || p.FoldedGivenName.StartsWith(first) || p.FoldedUsedName!.StartsWith(first))
                .OrderBy(p => p.FoldedFamilyName).ThenBy(p => p.FoldedGivenName).Take(MaxFound).ToListAsync();
            db.Record(actor, AuditAction.PatientSearched, now, detail: $"found-{found.Count}");
            return found;
        });

        /// <summary>Puts a patient on file, or says what is wrong. Staff only; anybody else gets the fault "actor".</summary>
        /// <param name="anyway">True: it is another person than those who were proposed.</param>
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
            var there = await db.Patients.AsNoTracking().Where(p => p.BirthDate == birth && p.FoldedGivenName == given && p.Email != null && p.MergedInto == null).ToListAsync();
            return there.FindAll(p => EmailAddress.Normalize(p.Email!) == person.NormalizedEmail) is [var only] ? only : null;
        }

        /// <summary>
        /// Two writers of one file come one after the other where each would else decide by what the other is about to change. Several files in
        /// one order, so that neither waits for the other. On SQLite every writer waits for its turn as it is. To be called inside <see cref="Db.InTransaction{T}"/>.
        /// </summary>
        public async Task InTurn(params PatientId[] files)
        {
            foreach (var file in files.OrderBy(f => f.Value))
            {
                await db.Patients.Where(p => p.Id == file).ExecuteUpdateAsync(p => p.SetProperty(x => x.Language, x => x.Language));
            }
        }

        /// <summary>Takes down where the patient's own clock is, as their browser says; what is no zone changes nothing.</summary>
        public Task LivesIn(PatientId patient, string? zone) => string.IsNullOrEmpty(zone) || NodaTime.DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is null ? Task.CompletedTask
            : db.Patients.Where(p => p.Id == patient && p.Zone != zone).ExecuteUpdateAsync(p => p.SetProperty(x => x.Zone, zone));

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
        if (!anyway && await db.MayBe(patient) is { Count: > 0 } files)
        {
            return new PatientOutcome.Alike(files);
        }

        db.Patients.Add(patient);
        db.Record(actor, AuditAction.PatientCreated, now, (nameof(Patient), patient.Id.Value), patient.Id);
        await db.SaveChangesAsync();
        return new PatientOutcome.Created(patient);
    }

    /// <param name="declared">Chosen by the caller for somebody who put themselves on file.</param>
    private static Patient ToRow(TenantId tenant, NewPatient wanted, Instant now, PatientId? declared = null)
    {
        var row = new Patient
        {
            TenantId = tenant, Id = declared ?? PatientId.New(), FamilyName = "", GivenName = "", FoldedFamilyName = "", FoldedGivenName = "",
            BirthDate = wanted.BirthDate!.Value, Sex = wanted.Sex!.Value, Language = wanted.Language!, CreatedAt = now, DeclaredAt = declared is null ? null : now,
        };
        row.Describe(wanted);
        return row;
    }
}
