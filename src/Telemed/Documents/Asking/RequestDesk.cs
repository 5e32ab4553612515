using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using Telemed.Audit;
using Telemed.Notifications;
using Telemed.People;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Documents.Asking;

/// <summary>What a practitioner typed to ask for a document, each as it stood in its field.</summary>
public sealed record AskTyped(string Kind, string Wording, string WantedBy);

/// <summary>What became of it.</summary>
public abstract record Asked
{
    private Asked() { }

    public sealed record Done(DocumentRequest Request) : Asked;

    /// <param name="Faults">By field: required, too-long, characters, twice, many, unknown, no-date, past or far.</param>
    public sealed record Refused(IReadOnlyDictionary<string, string> Faults) : Asked;

    /// <summary>Not there, or not their patient.</summary>
    public sealed record None : Asked;
}

/// <summary>A practitioner asks a patient for a document, or asks no more.</summary>
public static class RequestDesk
{
    /// <summary>From today: who wishes for something later than that mistyped the year.</summary>
    private const int FarthestDays = 366;

    extension(Db db)
    {
        /// <summary>Asks, and tells the patient by mail and bell: that something is asked for, never what.</summary>
        /// <param name="today">In the clinic's zone.</param>
        public Task<Asked> Ask(AccountActor actor, PatientId patient, AskTyped typed, LocalDate today, Instant now) => db.InTransaction<Asked>(async () =>
        {
            ArgumentNullException.ThrowIfNull(typed);
            // A file that is read within another has no reader of its own.
            if (actor is not { Role: Role.Practitioner } || !await db.PatientsToFileFor(actor).AnyAsync(p => p.Id == patient && p.MergedInto == null))
            {
                return new Asked.None();
            }

            var faults = await db.Faults(patient, typed, today);
            if (faults.Count > 0)
            {
                return new Asked.Refused(faults);
            }

            var request = new DocumentRequest
            {
                TenantId = db.Tenant, Id = DocumentRequestId.New(), PatientId = patient, Kind = Enum.Parse<DocumentKind>(typed.Kind), Wording = typed.Wording,
                WantedBy = Day(typed.WantedBy), AskedBy = actor.AccountId, AskedAt = now,
            };
            db.DocumentRequests.Add(request);
            db.Record(actor, AuditAction.DocumentRequested, now, ("DocumentRequest", request.Id.Value), patient);
            db.Mail(patient, NotificationKind.DocumentRequested, request.Id.Value, now);
            if (await db.AccountOf(patient, now) is { } account)
            {
                db.Tell(account, NotificationKind.DocumentRequested, now, patient: patient);
            }

            return new Asked.Done(request);
        });

        /// <summary>Withdraws an open one; what was answered meanwhile stays so. False: not there, or not theirs.</summary>
        public Task<bool> WithdrawRequest(AccountActor actor, DocumentRequestId id, Instant now) => db.InTransaction(async () =>
        {
            if (actor is not { Role: Role.Practitioner } || await db.RequestsFor(actor).AsNoTracking().SingleOrDefaultAsync(r => r.Id == id) is not { } request)
            {
                return false;
            }

            // The patient may answer it this moment: whoever comes second finds it so.
            if (await db.DocumentRequests.Where(r => r.Id == id && r.AnsweredAt == null && r.WithdrawnAt == null)
                    .ExecuteUpdateAsync(r => r.SetProperty(x => x.WithdrawnAt, now).SetProperty(x => x.WithdrawnBy, actor.AccountId)) == 1)
            {
                db.Record(actor, AuditAction.DocumentRequestWithdrawn, now, ("DocumentRequest", id.Value), request.PatientId);
            }

            return true;
        });

        private async Task<Dictionary<string, string>> Faults(PatientId patient, AskTyped typed, LocalDate today)
        {
            var faults = new Dictionary<string, string>();
            if (!Enum.TryParse<DocumentKind>(typed.Kind, out var kind) || !Enum.IsDefined(kind))
            {
                faults["kind"] = "unknown";
            }

            var open = db.DocumentRequests.Where(r => r.PatientId == patient && r.AnsweredAt == null && r.WithdrawnAt == null);
            if ((PlainText.Fault(typed.Wording, DocumentRequest.LongestWording)
                ?? (await open.AnyAsync(r => r.Wording == typed.Wording) ? "twice" : await open.CountAsync() >= DocumentRequest.MostOpen ? "many" : null)) is { } fault)
            {
                faults["wording"] = fault;
            }

            if (typed.WantedBy.Length > 0 && (Day(typed.WantedBy) is not { } day ? "no-date" : day < today ? "past" : day > today.PlusDays(FarthestDays) ? "far" : null) is { } late)
            {
                faults["by"] = late;
            }

            return faults;
        }
    }

    private static LocalDate? Day(string typed) => LocalDatePattern.Iso.Parse(typed).TryGetValue(default, out var day) ? day : null;
}
