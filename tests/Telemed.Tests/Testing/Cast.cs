using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Telemed.Accounts;
using Telemed.People;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Tests.Testing;

/// <summary>Someone with an account, in one clinic.</summary>
public sealed record Person(TenantId Clinic, AccountId Account, MembershipId Membership, Role Role, PractitionerId? Practitioner, PatientId? Patient)
{
    public AccountActor Actor => new(Clinic, Account, Role, Practitioner, Patient);
}

/// <summary>
/// The same people in every test: Alice practises at North, Bob is her patient, Nora is North's assistant, Ada administers North,
/// Eva is North's patient without an account or a care relation, Charlie practises at South and must see nothing of North, Dan is
/// another practitioner of North, who does not know Bob.
/// </summary>
public sealed record Cast(TenantId North, TenantId South, Person Alice, Person Bob, Person Nora, Person Ada, Person Dan, Person Charlie, PatientId Eva)
{
    /// <summary>The password of everyone in the cast.</summary>
    public const string Password = "correct horse battery";

    /// <summary>Its hash, made once a process: it takes a tenth of a second on purpose.</summary>
    public static string PasswordHash { get; } = Passwords.Hash(Password);

    public static async Task<Cast> Enter(IServiceScopeFactory scopes, Instant now)
    {
        ArgumentNullException.ThrowIfNull(scopes);
        var (north, south) = (TenantId.New(), TenantId.New());
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        db.Enter(north);
        db.Tenants.Add(new Tenant { Id = north, Name = "Clinique du Nord", Zone = "Europe/Paris", Language = "fr" });
        db.Tenants.Add(new Tenant { Id = south, Name = "Clinique du Sud", Zone = "Indian/Reunion", Language = "fr" });
        await db.SaveChangesAsync();
        var alice = await Add(db, "Alice", "Martin", Role.Practitioner, now);
        var dan = await Add(db, "Dan", "Okafor", Role.Practitioner, now);
        var nora = await Add(db, "Nora", "Kervella", Role.Assistant, now);
        var ada = await Add(db, "Ada", "Rousseau", Role.Administrator, now);
        var bob = await Add(db, "Bob", "Durand", Role.Patient, now);
        var eva = AddPatient(db, "Éva", "Petit", new LocalDate(1990, 2, 28), "eva@telemed.test", now);
        db.CareRelations.Add(new CareRelation
        {
            TenantId = north, Id = CareRelationId.New(), PatientId = bob.Patient!.Value, PractitionerId = alice.Practitioner!.Value, Since = now,
        });
        await db.SaveChangesAsync();
        await using var southScope = scopes.CreateAsyncScope();
        var southDb = southScope.ServiceProvider.GetRequiredService<Db>();
        southDb.Enter(south);
        var charlie = await Add(southDb, "Charlie", "Sudre", Role.Practitioner, now);
        return new Cast(north, south, alice, bob, nora, ada, dan, charlie, eva);
    }

    /// <summary>Opens a session without the sign-in page; returns the cookie's value.</summary>
    public static async Task<string> OpenSession(IServiceProvider services, Person person, Instant now)
    {
        ArgumentNullException.ThrowIfNull(person);
        var db = services.GetRequiredService<Db>();
        var secret = Secret.New();
        db.Sessions.Add(new Session
        {
            Id = SessionId.New(), AccountId = person.Account, MembershipId = person.Membership.Value, SecretHash = Secret.Hash(secret)!,
            CreatedAt = now, LastSeenAt = now, Persistent = person.Role is Role.Patient, Device = "Test",
            EndsAt = now + (person.Role is Role.Patient ? Session.PatientLifetime : Session.StaffLifetime),
        });
        await db.SaveChangesAsync();
        return secret;
    }

    /// <summary>One more patient with an account.</summary>
    public static Task<Person> Patient(Db db, string given, Instant now) => Add(db, given, "Lefort", Role.Patient, now);

    private static PatientId AddPatient(Db db, string given, string family, LocalDate birth, string email, Instant now)
    {
        var patient = new Patient
        {
            TenantId = db.Tenant, Id = PatientId.New(), GivenName = given, FamilyName = family, FoldedGivenName = Folding.Fold(given),
            FoldedFamilyName = Folding.Fold(family), BirthDate = birth, Sex = Sex.Unknown, Email = email, Language = "fr", CreatedAt = now,
        };
        db.Patients.Add(patient);
        return patient.Id;
    }

    private static async Task<Person> Add(Db db, string given, string family, Role role, Instant now)
    {
        var email = $"{given}@telemed.test".ToLowerInvariant();
        var account = new Account
        {
            Id = AccountId.New(), Email = email, NormalizedEmail = email.ToUpperInvariant(), GivenName = given, FamilyName = family,
            Language = "fr", CreatedAt = now, EmailConfirmedAt = now, SecurityStamp = Secret.New(), PasswordHash = PasswordHash,
        };
        db.Accounts.Add(account);
        PractitionerId? practitioner = role is Role.Practitioner ? PractitionerId.New() : null;
        if (practitioner is { } id)
        {
            db.Practitioners.Add(new Practitioner
            {
                TenantId = db.Tenant, Id = id, AccountId = account.Id, Title = "Dr", GivenName = given, FamilyName = family, Speciality = "Médecine générale",
            });
        }

        PatientId? patient = role is Role.Patient ? AddPatient(db, given, family, new LocalDate(1972, 4, 4), email, now) : null;
        var membership = new Membership
        {
            TenantId = db.Tenant, Id = MembershipId.New(), AccountId = account.Id, Role = role, PractitionerId = practitioner, PatientId = patient, Since = now,
        };
        db.Memberships.Add(membership);
        await db.SaveChangesAsync();
        return new Person(db.Tenant, account.Id, membership.Id, role, practitioner, patient);
    }
}
