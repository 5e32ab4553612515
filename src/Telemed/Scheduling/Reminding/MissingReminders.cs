using Microsoft.EntityFrameworkCore;
using Telemed.Notifications;
using Telemed.Platform;

namespace Telemed.Scheduling.Reminding;

/// <summary>Once at each start: appointments that stand and have no reminders, because they were booked before there were any, get theirs.</summary>
internal sealed class MissingReminders(IServiceScopeFactory scopes, Clock clock, ILogger<MissingReminders> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            foreach (var (clinic, appointment) in await Find(stoppingToken))
            {
                await Write(clinic, appointment, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
#pragma warning disable CA1031 // the server serves without them, and the next start looks again
        catch (Exception exception)
        {
            log.RemindersNotWritten(exception);
        }
#pragma warning restore CA1031
    }

    private async Task<List<(TenantId, AppointmentId)>> Find(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var (db, now) = (scope.ServiceProvider.GetRequiredService<Db>(), clock.Now);
        var (first, last) = (now - Lead.All[0].Before, now + Lead.All[^1].Before);
        var coming = await db.AcrossTenants<Appointment>("appointments of every clinic may lack reminders")
            .Where(a => a.Status == AppointmentStatus.Booked && a.StartsAt > last).Select(a => new { a.TenantId, a.Id }).ToListAsync(cancel);
        var reminded = await db.AcrossTenants<Delivery>("appointments of every clinic may lack reminders")
            .Where(d => d.DueAt > first && d.GivenUp == null).Select(d => d.SubjectId).Distinct().ToListAsync(cancel);
        return [.. coming.ExceptBy(reminded, a => a.Id.Value).Select(a => (a.TenantId, a.Id))];
    }

    /// <summary>Under the practitioner's lock, as whoever changes the appointment has it: another node may be at the same one.</summary>
    private async Task Write(TenantId clinic, AppointmentId id, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        db.Enter(clinic);
        await db.InTransaction(async () =>
        {
            var whose = await db.Appointments.Where(a => a.Id == id).Select(a => a.PractitionerId).SingleAsync(cancel);
            await Turns.Wait(db, whose);
            await db.RenewReminders(await db.Appointments.SingleAsync(a => a.Id == id, cancel), clock.Now);
        }, cancel);
    }
}
