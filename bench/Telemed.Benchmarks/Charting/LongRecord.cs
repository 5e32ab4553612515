using NodaTime;
using Telemed.Benchmarks.Booking;
using Telemed.Benchmarks.Searching;
using Telemed.Consultations;
using Telemed.Consultations.Quality;
using Telemed.Documents;
using Telemed.Platform;
using Telemed.Records;
using Telemed.Records.Observing;
using Telemed.Records.Searching;
using Telemed.Scheduling;

namespace Telemed.Benchmarks.Charting;

/// <summary>A record that ten years have filled: encounters, each an appointment that was kept, a visit, its signed note, a document and what was measured. Written straight into the database, with its index.</summary>
/// <param name="By">The practitioner of all of it: the clinic's first.</param>
internal sealed record LongRecord(LoadClinic Clinic, PatientId Patient, AccountId By)
{
    /// <summary>What the time line shows of one encounter.</summary>
    public const int EntriesEach = 5;

    private const int AtOnce = 50;
    private static readonly Duration All = Duration.FromDays(3652);
    private static readonly ObservationKind[] Measured = [ObservationKind.BloodPressure, ObservationKind.Pulse, ObservationKind.Weight];

    public async Task Write(string folder, string postgres, int entries)
    {
        var (chance, now, encounters) = (new Random(1), SystemClock.Instance.GetCurrentInstant(), entries / EntriesEach);
        for (var written = 0; written < encounters; written += AtOnce)
        {
            await using var db = LoadClinic.Open(folder, postgres);
            db.Enter(Clinic.Tenant);
            var from = written;
            await db.InTransaction(() => db.IndexAll([.. Enumerable.Range(from, Math.Min(AtOnce, encounters - from)).SelectMany(n => Encounter(db, n, now - (All * (n + 1) / encounters), chance))]));
        }
    }

    private IEnumerable<Indexed> Encounter(Db db, int number, Instant at, Random chance)
    {
        var (tenant, practitioner, over) = (Clinic.Tenant, Clinic.Practitioners[0], at + Duration.FromMinutes(15));
        var appointment = new Appointment
        {
            TenantId = tenant, Id = AppointmentId.New(), PatientId = Patient, PractitionerId = practitioner, StartsAt = at, EndsAt = over, Reason = "Suivi d’hypertension",
            Modality = Modality.Video, Status = AppointmentStatus.Fulfilled, CreatedAt = at, BookedBy = By,
        };
        var visit = new Encounter
        {
            TenantId = tenant, Id = EncounterId.New(), AppointmentId = appointment.Id, PatientId = Patient, PractitionerId = practitioner, Status = EncounterStatus.Completed,
            CreatedAt = at, OpenedAt = at, StartedAt = at + Duration.FromMinutes(2), EndedAt = over, DurationSeconds = 780,
        };
        var note = SoapNote.Draft(tenant, visit.Id, Patient, practitioner, at + Duration.FromMinutes(3));
        note.Save(new NoteText(MadeUpWords.Text(chance, 40), MadeUpWords.Text(chance, 20), MadeUpWords.Text(chance, 10), MadeUpWords.Text(chance, 30)), note.Version, over);
        note.Sign(note.Version, over, out var signed);
        var document = new Document
        {
            TenantId = tenant, Id = DocumentId.New(), PatientId = Patient, Kind = DocumentKind.LabResult, FileName = $"Résultats {number}.pdf", ContentType = "application/pdf",
            Length = 200_000, Sha256 = new byte[32], Blob = $"{note.Id}", Source = DocumentSource.Upload, AddedBy = By, AddedAt = over + Duration.FromHours(3),
        };
        db.AddRange(appointment, visit, note, signed!, document);
        db.AddRange(Measured.Select(kind => new Observation
        {
            TenantId = tenant, Id = ObservationId.New(), PatientId = Patient, Kind = kind, Hundredths = 8000 + chance.Next(4000), At = at - Duration.FromHours(2), Source = ObservationSource.Patient,
            SecondHundredths = kind is ObservationKind.BloodPressure ? 8000 : null, By = By, RecordedAt = at,
        }));
        if (number % 4 == 0)
        {
            db.Add(new Incident { TenantId = tenant, Id = IncidentId.New(), EncounterId = visit.Id, Kind = IncidentKind.Relayed, Code = IncidentCode.Udp, Began = at, Ended = at });
        }

        return [Indexed.Of(note, note.Text), Indexed.Of(document)];
    }
}
