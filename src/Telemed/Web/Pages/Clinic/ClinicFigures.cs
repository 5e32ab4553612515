using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Accounts;
using Telemed.Consultations;
using Telemed.Documents;
using Telemed.People;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Tenancy;

namespace Telemed.Web.Pages.Clinic;

/// <summary>Counts of one clinic, read from its rows at this moment. Nothing medical: how many, never what.</summary>
internal sealed record ClinicFigures(int LiveVisits, int VisitsDone, int VisitsThisMonth, int AppointmentsToday, int AppointmentsComing,
    int Documents, long DocumentBytes, int Patients, int PatientAccounts, IReadOnlyList<ClinicFigures.Colleague> Staff)
{
    /// <param name="LastSeen">The last request of any of the person's sessions; null: never signed in.</param>
    internal sealed record Colleague(string Name, Role Role, Instant? LastSeen);

    public static async Task<ClinicFigures> Of(Db db, LocalDate today, DateTimeZone zone, Instant now)
    {
        var (morning, midnight) = (zone.AtStartOfDay(today).ToInstant(), zone.AtStartOfDay(today.PlusDays(1)).ToInstant());
        var month = zone.AtStartOfDay(today.With(DateAdjusters.StartOfMonth)).ToInstant();
        var held = db.Appointments.Where(a => a.Status != AppointmentStatus.Cancelled && a.Status != AppointmentStatus.EnteredInError);
        var documents = db.Documents.Where(d => d.DeletedAt == null);
        return new ClinicFigures(
            await db.Encounters.CountAsync(e => e.Status == EncounterStatus.InProgress),
            await db.Encounters.CountAsync(e => e.Status == EncounterStatus.Completed && e.StartedAt != null),
            await db.Encounters.CountAsync(e => e.Status == EncounterStatus.Completed && e.StartedAt >= month),
            await held.CountAsync(a => a.StartsAt >= morning && a.StartsAt < midnight),
            await held.CountAsync(a => a.StartsAt > now),
            await documents.CountAsync(),
            await documents.SumAsync(d => d.Length),
            await db.Patients.CountAsync(),
            await db.Memberships.CountAsync(m => m.Role == Role.Patient && m.EndedAt == null),
            await Colleagues(db));
    }

    private static async Task<IReadOnlyList<Colleague>> Colleagues(Db db)
    {
        var (memberships, accounts, sessions) = (db.Memberships, db.Accounts, db.Sessions);
        var people = await (from membership in memberships.AsNoTracking()
                            join account in accounts.AsNoTracking() on membership.AccountId equals account.Id
                            where membership.Role != Role.Patient && membership.EndedAt == null
                            orderby membership.Role, account.FamilyName
                            select new { membership.Role, account.Id, account.GivenName, account.FamilyName }).ToListAsync();
        var seen = await (from session in sessions.AsNoTracking()
                          join membership in memberships.AsNoTracking() on session.AccountId equals membership.AccountId
                          select new { session.AccountId, session.LastSeenAt }).ToListAsync();
        var titles = (await db.Practitioners.AsNoTracking().ToListAsync()).ToDictionary(p => p.AccountId, p => p.DisplayName);
        return [.. people.Select(p => new Colleague(titles.GetValueOrDefault(p.Id, $"{p.GivenName} {p.FamilyName}"), p.Role,
            seen.Where(s => s.AccountId == p.Id).Select(s => (Instant?)s.LastSeenAt).Max()))];
    }
}
