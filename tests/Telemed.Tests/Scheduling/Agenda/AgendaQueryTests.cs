using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Web.Pages.Agenda;
using static Telemed.Tests.Scheduling.Agenda.AgendaScene;

namespace Telemed.Tests.Scheduling.Agenda;

/// <summary>A week is read by indexes bounded on both sides, so that a clinic's history and its plans cost nothing.</summary>
public sealed class AgendaQueryTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private const int Days = 500;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private readonly Interval _week = new(At(2026, 11, 23, 0), At(2026, 11, 30, 0));

    [Fact]
    public async Task A_week_is_found_by_the_start_of_appointments_and_the_end_of_blocks()
    {
        var who = new[] { app.Cast.Alice.Practitioner!.Value, app.Cast.Dan.Practitioner!.Value };
        await app.InClinic(app.Cast.North, db => Fill(db, who));
        var appointments = await app.InClinic(app.Cast.North, db => db.PlanOf(AgendaItems.Appointments(db, app.Cast.Nora.Actor, who, _week)));
        Assert.Contains("tenant_id_practitioner_id_starts_at", appointments, StringComparison.Ordinal);
        Assert.Matches(@"starts_at ?> ?.*starts_at ?<", appointments);
        var blocks = await app.InClinic(app.Cast.North, db => db.PlanOf(AgendaItems.Blocks(db, app.Cast.Nora.Actor, who, _week)));
        Assert.Contains("tenant_id_practitioner_id_ends_at", blocks, StringComparison.Ordinal);
        Assert.Matches(@"ends_at ?> ?.*ends_at ?<", blocks);
    }

    /// <summary>An appointment and a block a day, long before that week and long after it: a database of few rows takes any index.</summary>
    private async Task<int> Fill(Db db, PractitionerId[] who)
    {
        foreach (var practitioner in who)
        {
            foreach (var starts in Enumerable.Range(-Days / 2, Days).Select(day => _week.Start + Duration.FromDays(day) + Duration.FromHours(9)))
            {
                db.Appointments.Add(new Appointment
                {
                    TenantId = db.Tenant, Id = AppointmentId.New(), PatientId = app.Cast.Bob.Patient!.Value, PractitionerId = practitioner, StartsAt = starts,
                    EndsAt = starts + Duration.FromHours(1), Reason = "Suivi", Modality = Modality.Video, Status = AppointmentStatus.Booked, CreatedAt = starts, BookedBy = app.Cast.Alice.Account,
                });
                db.BusyTimes.Add(new BusyTime
                {
                    TenantId = db.Tenant, Id = BusyTimeId.New(), PractitionerId = practitioner, StartsAt = starts + Duration.FromHours(2), EndsAt = starts + Duration.FromHours(3),
                    Kind = BusyKind.Blocked,
                });
            }
        }

        await db.SaveChangesAsync(Cancel);
        // SQLite is never told how full its tables are, and plans by the indexes alone.
        return db.IsPostgres ? await db.Database.ExecuteSqlRawAsync("ANALYZE", Cancel) : 0;
    }
}
