using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Telemed.People;
using Telemed.Platform;
using Telemed.Records.Lists;

namespace Telemed.Tests.Records.Lists;

/// <summary>Entries of clinical lists, as the tests need them.</summary>
internal static class Entries
{
    public static readonly ListInput Penicillin = new(ListKind.Allergy, "Pénicilline", null, "Œdème de Quincke", AllergyCategory.Medicines, "2011", null, ListSource.Patient);

    public static readonly ListInput Hypertension = new(ListKind.Problem, "Hypertension artérielle", null, null, null, "2019", null, ListSource.Practitioner);

    /// <summary>A patient of Alice of whom nothing is recorded, so that tests do not read each other's entries.</summary>
    public static Task<PatientId> NewPatient(this TelemedApp app, bool known = true) => app.InClinic(app.Cast.North, async db =>
    {
        var patient = new Patient
        {
            TenantId = db.Tenant, Id = PatientId.New(), GivenName = "Zoé", FamilyName = "Canary", FoldedGivenName = "ZOE", FoldedFamilyName = "CANARY",
            BirthDate = new NodaTime.LocalDate(1972, 4, 4), Sex = Sex.Female, Language = "fr", CreatedAt = app.Now,
        };
        db.Patients.Add(patient);
        await db.SaveChangesAsync();
        if (known)
        {
            await db.InTransaction(() => db.CareBegins(app.Cast.Alice.Practitioner!.Value, patient.Id, app.Now));
        }

        return patient.Id;
    });

    /// <summary>Recorded by Alice.</summary>
    public static async Task<ListEntryId> Recorded(this TelemedApp app, PatientId patient, ListInput entry) =>
        Assert.IsType<ListOutcome.Done>(await app.InClinic(app.Cast.North, db => db.AddToList(app.Cast.Alice.Actor, patient, entry, app.Now))).Entry;

    public static Task<List<ListEntryVersion>> Versions(this TelemedApp app, ListEntryId entry) => app.InClinic(app.Cast.North, db =>
        db.ListEntryVersions.Where(v => v.ListEntryId == entry).OrderBy(v => v.Number).ToListAsync());

    public static Task<List<ListEntry>> EntriesOf(this TelemedApp app, PatientId patient) => app.InClinic(app.Cast.North, db =>
        db.ListEntries.Where(e => e.PatientId == patient).OrderBy(e => e.Id).ToListAsync());

    /// <summary>Runs <c>telemed import-codes</c> on a file of these lines.</summary>
    public static async Task<int> ImportCodes(this TelemedApp app, string lines)
    {
        var file = Path.Combine(app.DataFolder, $"codes-{Guid.CreateVersion7():n}.csv");
        await File.WriteAllTextAsync(file, lines, TestContext.Current.CancellationToken);
        return await app.InScope(s => s.GetServices<Command>().Single(c => c.Name == "import-codes").Run(s, [file]));
    }
}
