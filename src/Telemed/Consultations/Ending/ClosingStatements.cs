using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.Consultations.Rooms;
using Telemed.People;
using Telemed.People.Identity;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Consultations.Ending;

/// <summary>Checks that each of the five is present or said to be none, then writes them with the end of the visit.</summary>
internal sealed class ClosingStatements(RoomClosing closing, IReports reports, Instant now) : Alongside
{
    private Practitioner _professional = null!;
    private ReportStanding _report;
    private int _incidents;

    public IReadOnlyList<string> Missing { get; private set; } = [];

    public override async Task<bool> MayWrite(Db db, RoomOnRecord before, RoomStep step)
    {
        var (id, practitioner) = (before.Encounter.Id, before.Encounter.PractitionerId);
        if (step.Refusal is not null || await db.Closures.AnyAsync(c => c.EncounterId == id))
        {
            return false;
        }

        _professional = await db.Practitioners.SingleAsync(p => p.Id == practitioner);
        _report = await reports.Of(db, id);
        _incidents = await db.Incidents.CountAsync(i => i.EncounterId == id);
        Missing = [.. Unstated()];
        return Missing.Count == 0;
    }

    public override void Write(Db db, RoomOnRecord before, RoomStep step, Actor actor)
    {
        var (encounter, state) = (before.Encounter, step.Room.State);
        _professional.Number ??= closing.Number;
        encounter.ClosingOwedSince = null;
        db.Closures.Add(new Closure
        {
            TenantId = db.Tenant, Id = ClosureId.New(), EncounterId = encounter.Id, ClosedBy = new AccountId(closing.Account), At = now, Report = _report,
            Acts = closing.NoActs ? null : closing.Acts!.Trim(), Professional = _professional.DisplayName, ProfessionalNumber = _professional.Number,
            StartedAt = encounter.StartedAt!.Value, EndedAt = state.EndedAt!.Value, Incidents = _incidents,
        });
        db.Record(actor, AuditAction.VisitClosed, now, (nameof(Encounter), encounter.Id.Value), encounter.PatientId);
    }

    private IEnumerable<string> Unstated()
    {
        if (_report is ReportStanding.None != closing.NoReport)
        {
            yield return "report";
        }

        if (closing.NoActs != string.IsNullOrWhiteSpace(closing.Acts) || closing.Acts?.Length > Closure.LongestStatement)
        {
            yield return "acts";
        }

        // A number on file is stated with the name; without one it is given, or said to be missing.
        if (_professional.Number is null && (closing.Number is { } number ? !Rpps.TryParse(number, out _) : !closing.NoNumber))
        {
            yield return "professional";
        }

        // Only what was seen is stated: one more since is shown first.
        if (closing.Incidents != _incidents)
        {
            yield return "incidents";
        }
    }
}
