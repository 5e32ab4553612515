using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.People;
using Telemed.Platform;
using Telemed.Records.Access;
using Telemed.Records.Lists;
using Telemed.Records.Observing;
using Telemed.Tenancy;

namespace Telemed.Web.Demo;

/// <summary>
/// The record of the demonstration's first patient: a few entries and half a year of measures, written by the product's own verbs. Of
/// allergies one category is known and nothing is said of the others, so that "not asked" is seen.
/// </summary>
internal static class DemoRecord
{
    private static readonly ListInput[] Entries =
    [
        new(ListKind.Allergy, "Pénicilline", null, "Œdème de Quincke en 2011", AllergyCategory.Medicines, "2011", null, ListSource.Patient),
        new(ListKind.Problem, "Hypertension artérielle essentielle", null, null, null, "2019", null, ListSource.Practitioner),
        new(ListKind.Problem, "Migraine sans aura, peu active", null, null, null, "1998", null, ListSource.Patient),
        new(ListKind.Treatment, "Périndopril 8 mg", null, "un le matin", null, "2025-10", null, ListSource.Practitioner),
        new(ListKind.Treatment, "Paracétamol 1 g", null, "si douleur, trois par jour au plus", null, null, null, ListSource.Patient),
        new(ListKind.Vaccination, "Diphtérie, tétanos, poliomyélite", null, null, null, "2013", null, ListSource.Document),
        new(ListKind.FamilyHistory, "Accident vasculaire cérébral", null, "Père, à 62 ans", null, null, null, ListSource.Patient),
    ];

    /// <summary>Days ago, the two pressures, pulse and weight.</summary>
    private static readonly (int Ago, int Systolic, int Diastolic, int Pulse, decimal Weight)[] Measured =
    [
        (160, 152, 94, 78, 70.2m), (132, 150, 93, 74, 70.0m), (105, 147, 92, 76, 69.7m), (76, 149, 91, 72, 69.5m), (48, 143, 89, 70, 69.0m), (20, 139, 86, 73, 68.7m), (1, 136, 84, 72, 68.4m),
    ];

    /// <summary>Writes nothing when that patient has a record already.</summary>
    public static async Task Fill(Db db, DemoClinic clinic, Instant now)
    {
        var (email, doctorsName) = (clinic.Patients[0].Email, clinic.Staff[0].FamilyName);
        var patient = await db.Patients.AsNoTracking().FirstOrDefaultAsync(p => p.Email == email);
        var doctor = await db.Practitioners.AsNoTracking().FirstOrDefaultAsync(p => p.FamilyName == doctorsName);
        if (patient is null || doctor is null || await db.ListEntries.AnyAsync(e => e.PatientId == patient.Id))
        {
            return;
        }

        var alice = new AccountActor(db.Tenant, doctor.AccountId, Role.Practitioner, doctor.Id, null);
        await db.InTransaction(() => db.CareBegins(doctor.Id, patient.Id, now));
        var atHome = await db.AccountOf(patient.Id, now) is { } account ? new AccountActor(db.Tenant, account, Role.Patient, null, patient.Id) : alice;
        foreach (var entry in Entries)
        {
            await db.AddToList(alice, patient.Id, entry, now);
        }

        await db.Observe(alice, patient.Id, new NewObservations([Read("8302-2", "cm", 167)]), now - Duration.FromDays(165));
        foreach (var (ago, systolic, diastolic, pulse, weight) in Measured)
        {
            Measure[] measures = [Measure.Of("85354-9", "mm[Hg]", systolic, diastolic).Measure!, Read("8867-4", "/min", pulse), Read("29463-7", "kg", weight)];
            await db.Observe(atHome, patient.Id, new NewObservations(measures), now - Duration.FromDays(ago));
        }

        // After the measures: nobody is told of what was long ago.
        await db.Say(atHome, patient.Id, ConsentPurpose.RemoteMonitoring, true, atHome == alice ? ConsentMeans.Spoken : ConsentMeans.Account, now);
        await db.Monitor(alice, patient.Id, Thresholds.Default, now);
    }

    private static Measure Read(string code, string unit, decimal value) => Measure.Of(code, unit, value).Measure!;
}
