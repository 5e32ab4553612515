using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Accounts;
using Telemed.People;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Benchmarks.Booking;

/// <summary>A clinic for a load: practitioners who sign in, and patients with a mail address. Written straight into a migrated database.</summary>
/// <param name="Tenant">The clinic.</param>
/// <param name="Emails">One practitioner's sign-in each.</param>
internal sealed record LoadClinic(TenantId Tenant, IReadOnlyList<string> Emails, IReadOnlyList<PractitionerId> Practitioners, IReadOnlyList<PatientId> Patients)
{
    /// <summary>Plans for all of them.</summary>
    public const string Assistant = "assistant@load.example";

    /// <summary>Of every account here.</summary>
    public const string Password = "a-load-of-bookings-2026";

    private const int PatientCount = 200;

    public static async Task<LoadClinic> Write(string dataFolder, string postgres, int practitioners)
    {
        await using var db = Open(dataFolder, postgres);
        var now = SystemClock.Instance.GetCurrentInstant();
        var tenant = new Tenant { Id = TenantId.New(), Name = "Cabinet du banc d’essai", Zone = "Etc/UTC", Language = "fr" };
        db.Enter(tenant.Id);
        db.Add(tenant);
        await db.SaveChangesAsync();
        var emails = Enumerable.Range(0, practitioners).Select(i => $"practitioner.{i}@load.example").ToList();
        var patients = Enumerable.Range(0, PatientCount).Select(i => NewPatient(db, i, now)).ToList();
        db.AddRange(patients);
        await db.SaveChangesAsync();
        var ids = new List<PractitionerId>();
        foreach (var email in emails)
        {
            ids.Add(await AddPractitioner(db, email, now));
            await db.CareBegins(ids[^1], patients[0].Id, now);
        }

        NewAccounts.Create(db, new NewAccount(Assistant, Password, "Sacha", "Lenoir", "fr", Role.Assistant, null), now);
        await db.SaveChangesAsync();
        return new LoadClinic(tenant.Id, emails, ids, [.. patients.Select(p => p.Id)]);
    }

    private static async Task<PractitionerId> AddPractitioner(Db db, string email, Instant now)
    {
        var id = PractitionerId.New();
        var (account, _) = NewAccounts.Create(db, new NewAccount(email, Password, "Camille", "Moreau", "fr", Role.Practitioner, id), now);
        db.Add(new Practitioner { TenantId = db.Tenant, Id = id, AccountId = account, Title = "Dr", GivenName = "Camille", FamilyName = "Moreau" });
        await db.SaveChangesAsync();
        return id;
    }

    public static Patient NewPatient(Db db, int number, Instant now) => new()
    {
        TenantId = db.Tenant, Id = PatientId.New(), GivenName = "Dominique", FamilyName = $"Patient-{number}", FoldedGivenName = "DOMINIQUE",
        FoldedFamilyName = $"PATIENT-{number}", BirthDate = new LocalDate(1980, 1, 1).PlusDays(number), Sex = Sex.Female,
        Email = $"patient.{number}@load.example", Language = "fr", CreatedAt = now,
    };

    /// <summary>The database of a server that is migrated, opened as the server does it.</summary>
    /// <param name="postgres">Empty: SQLite in the data folder.</param>
    public static Db Open(string dataFolder, string postgres)
    {
        if (postgres.Length > 0)
        {
            return new PostgresDb(new DbContextOptionsBuilder<PostgresDb>().UseNpgsql(DbUp.Prepared(postgres)).Options, new WriterGate(), new Clock(TimeProvider.System));
        }

        var options = new DbContextOptionsBuilder<SqliteDb>();
        DbUp.UseSqlite(options, Path.Combine(dataFolder, "telemed.db"));
        return new SqliteDb(options.Options, new WriterGate(), new Clock(TimeProvider.System));
    }
}
