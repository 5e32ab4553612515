using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Accounts;
using Telemed.Benchmarks.Booking;
using Telemed.Consultations;
using Telemed.Consultations.Links;
using Telemed.Consultations.Rooms;
using Telemed.People;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Benchmarks.Relaying;

/// <summary>One visit that may be joined: its two places, each with the secret of the browser that is bound to it.</summary>
internal sealed record OpenVisit(ParticipantId Practitioner, string PractitionerSecret, ParticipantId Patient, string PatientSecret);

/// <summary>Instant visits of one clinic, written straight into a migrated SQLite database: practitioners without a password, rooms, browsers.</summary>
internal sealed class RoomClinic(string dataFolder)
{
    private const int RowsAtOnce = 1000;

    /// <summary>Nothing that looks at what ended lately looks so far back.</summary>
    private static readonly Duration LongAgo = Duration.FromHours(1);

    private readonly TenantId _tenant = TenantId.New();
    private readonly Instant _now = SystemClock.Instance.GetCurrentInstant();

    /// <summary>A visit each, of a practitioner of its own, whose two browsers are bound.</summary>
    public async Task<IReadOnlyList<OpenVisit>> Visits(int count)
    {
        await Save([new Tenant { Id = _tenant, Name = "Cabinet du banc d’essai", Zone = "Etc/UTC", Language = "fr" }]);
        var (practitioners, patient) = (await Practitioners(count), await Patients(1));
        var (rows, visits) = (new List<object>(), new List<OpenVisit>());
        foreach (var practitioner in practitioners)
        {
            var encounter = NewEncounter(practitioner, patient[0]);
            var (places, secrets) = (Places(encounter), (Secret.New(), Secret.New()));
            rows.AddRange([encounter, .. places, Browser(places[0], secrets.Item1), Browser(places[1], secrets.Item2)]);
            visits.Add(new OpenVisit(places[0].Id, secrets.Item1, places[1].Id, secrets.Item2));
        }

        await Save(rows);
        return visits;
    }

    /// <summary>Visits whose patient came, found nobody and went. Said to be over, until <see cref="Open"/>.</summary>
    public async Task IdleRooms(int count)
    {
        const int PatientsEach = 100;
        await Save([new Tenant { Id = _tenant, Name = "Cabinet du banc d’essai", Zone = "Etc/UTC", Language = "fr" }]);
        var patients = await Patients(PatientsEach);
        foreach (var practitioner in await Practitioners((count + PatientsEach - 1) / PatientsEach))
        {
            var rows = new List<object>();
            foreach (var patient in patients.Take(count))
            {
                var encounter = NewEncounter(practitioner, patient, over: true);
                var places = Places(encounter);
                rows.AddRange([encounter, .. places,
                    Event(encounter, 1, RoomEventKind.Opened, places[1]), Event(encounter, 2, RoomEventKind.Arrived, places[1]), Event(encounter, 3, RoomEventKind.Left, places[1])]);
            }

            count -= patients.Count;
            await Save(rows);
        }
    }

    /// <summary>None of the rooms is over.</summary>
    public async Task Open()
    {
        await using var db = Enter();
        await db.Encounters.ExecuteUpdateAsync(e => e.SetProperty(x => x.EndedAt, (Instant?)null));
    }

    private Encounter NewEncounter(PractitionerId practitioner, PatientId patient, bool over = false) => new()
    {
        TenantId = _tenant, Id = EncounterId.New(), PractitionerId = practitioner, PatientId = patient, Status = EncounterStatus.Planned, CreatedAt = _now,
        OpenedAt = over ? _now : null, EndedAt = over ? _now - LongAgo : null, DueAt = over ? _now + RoomRules.Default.NoShowAfter : null,
    };

    private Participant[] Places(Encounter encounter) =>
    [
        new() { TenantId = _tenant, Id = ParticipantId.New(), EncounterId = encounter.Id, Role = ParticipantRole.Practitioner, SeatNumber = 0, PractitionerId = encounter.PractitionerId, BoundAt = _now },
        new() { TenantId = _tenant, Id = ParticipantId.New(), EncounterId = encounter.Id, Role = ParticipantRole.Patient, SeatNumber = 1, PatientId = encounter.PatientId, BoundAt = _now },
    ];

    private VisitBrowser Browser(Participant of, string secret) =>
        new() { TenantId = _tenant, Id = VisitBrowserId.New(), ParticipantId = of.Id, SecretHash = Secret.Hash(secret)!, BoundAt = _now };

    private RoomEvent Event(Encounter encounter, int number, RoomEventKind kind, Participant who) => new()
    {
        TenantId = _tenant, Id = RoomEventId.New(), EncounterId = encounter.Id, Number = number, Kind = kind, ParticipantId = who.Id, At = _now,
        Connection = kind is RoomEventKind.Arrived ? "gone/gone" : null, Tab = kind is RoomEventKind.Arrived ? "tab" : null, Attempt = kind is RoomEventKind.Arrived ? 1 : null,
    };

    private async Task<IReadOnlyList<PractitionerId>> Practitioners(int count)
    {
        var (rows, made) = (new List<object>(), new List<PractitionerId>());
        for (var i = 0; i < count; i++)
        {
            var (id, email) = (PractitionerId.New(), $"practitioner.{i}@load.example");
            var account = new Account
            {
                Id = AccountId.New(), Email = email, NormalizedEmail = email.ToUpperInvariant(), GivenName = "Camille", FamilyName = "Moreau", Language = "fr",
                CreatedAt = _now, EmailConfirmedAt = _now, SecurityStamp = Secret.New(),
            };
            rows.AddRange([account,
                new Practitioner { TenantId = _tenant, Id = id, AccountId = account.Id, Title = "Dr", GivenName = "Camille", FamilyName = "Moreau" },
                new Membership { TenantId = _tenant, Id = MembershipId.New(), AccountId = account.Id, Role = Role.Practitioner, PractitionerId = id, Since = _now }]);
            made.Add(id);
        }

        await Save(rows);
        return made;
    }

    private async Task<IReadOnlyList<PatientId>> Patients(int count)
    {
        await using var db = Enter();
        var patients = Enumerable.Range(0, count).Select(i => LoadClinic.NewPatient(db, i, _now)).ToList();
        db.AddRange(patients);
        await db.SaveChangesAsync();
        return [.. patients.Select(p => p.Id)];
    }

    private async Task Save(IEnumerable<object> rows)
    {
        foreach (var some in rows.Chunk(RowsAtOnce))
        {
            await using var db = Enter();
            db.ChangeTracker.AutoDetectChangesEnabled = false;
            db.AddRange(some);
            await db.SaveChangesAsync();
        }
    }

    private Db Enter()
    {
        var db = LoadClinic.Open(dataFolder, "");
        db.Enter(_tenant);
        return db;
    }
}
