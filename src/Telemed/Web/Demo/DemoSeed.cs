using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Accounts;
using Telemed.People;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Web.Demo;

/// <summary>Puts the two demonstration clinics with their people into an empty database.</summary>
internal static class DemoSeed
{
    /// <summary>Writes nothing when the database already has a clinic.</summary>
    public static async Task Fill(IServiceScopeFactory scopes, DemoPasswords passwords, Instant now)
    {
        await using (var scope = scopes.CreateAsyncScope())
        {
            if (await scope.ServiceProvider.GetRequiredService<Db>().Tenants.AnyAsync())
            {
                return;
            }
        }

        foreach (var clinic in (DemoClinic[])[DemoCast.North, DemoCast.South])
        {
            foreach (var email in clinic.Staff.Select(s => s.Email).Concat(clinic.Patients.Where(p => p.SignsIn).Select(p => p.Email)))
            {
                passwords.Make(email);
            }
        }

        // Before the rows: a crash in between leaves passwords of nobody, never people whom nobody can be.
        passwords.Save();
        foreach (var clinic in (DemoClinic[])[DemoCast.North, DemoCast.South])
        {
            await using var scope = scopes.CreateAsyncScope();
            await FillClinic(scope.ServiceProvider.GetRequiredService<Db>(), clinic, passwords, now);
        }
    }

    private static async Task FillClinic(Db db, DemoClinic clinic, DemoPasswords passwords, Instant now)
    {
        var tenant = new Tenant { Id = TenantId.New(), Name = clinic.Name, Zone = clinic.Zone, Language = "fr", Slug = PublicName.Propose(clinic.Name), BooksOnline = true };
        db.Enter(tenant.Id);
        await db.InTransaction(async () =>
        {
            db.Tenants.Add(tenant);
            await db.SaveChangesAsync();
            foreach (var person in clinic.Staff)
            {
                await AddStaff(db, person, passwords[person.Email], now);
            }

            foreach (var patient in clinic.Patients)
            {
                await AddPatient(db, patient, passwords, now);
            }

            await DemoHours.Fill(db, now.InZone(tenant.TimeZone).Date);
        });
    }

    private static async Task AddStaff(Db db, DemoStaff person, string password, Instant now)
    {
        PractitionerId? practitioner = person.Role is Role.Practitioner ? PractitionerId.New() : null;
        var (account, _) = NewAccounts.Create(db, new NewAccount(person.Email, password, person.GivenName, person.FamilyName, "fr", person.Role, practitioner), now);
        if (practitioner is { } id)
        {
            db.Practitioners.Add(new Practitioner
            {
                TenantId = db.Tenant, Id = id, AccountId = account, Title = person.Title, GivenName = person.GivenName,
                FamilyName = person.FamilyName, Speciality = person.Speciality, Number = person.Number,
            });
        }

        await db.SaveChangesAsync();
    }

    private static async Task AddPatient(Db db, DemoPatient person, DemoPasswords passwords, Instant now)
    {
        var patient = new Patient
        {
            TenantId = db.Tenant, Id = PatientId.New(), GivenName = person.GivenName, FamilyName = person.FamilyName,
            FoldedGivenName = Folding.Fold(person.GivenName), FoldedFamilyName = Folding.Fold(person.FamilyName),
            BirthDate = person.BirthDate, Sex = person.Sex, Email = person.Email, Language = "fr", CreatedAt = now,
        };
        db.Patients.Add(patient);
        await db.SaveChangesAsync();
        if (person.SignsIn)
        {
            NewAccounts.Create(db, new NewAccount(person.Email, passwords[person.Email], person.GivenName, person.FamilyName, "fr", Role.Patient, null, patient.Id), now);
            await db.SaveChangesAsync();
        }
    }
}
