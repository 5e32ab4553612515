using Microsoft.EntityFrameworkCore;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Scheduling.Outside;

/// <summary>Has calendars elsewhere read when they are due. Every node looks; the row of the calendar decides who reads it.</summary>
public sealed class CalendarWatch(IServiceScopeFactory scopes, CalendarImport import, Clock clock, ILogger<CalendarWatch> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <summary>In one round; the others are due in the next.</summary>
    private const int Most = 200;

    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Has everything read that is due now; when it returns, this process reads none of it any more.</summary>
    public async Task Look(CancellationToken cancel = default)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            foreach (var clinic in await Clinics(cancel))
            {
                foreach (var calendar in await Due(clinic, cancel))
                {
                    await import.Read(clinic, calendar, cancel);
                }
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public override void Dispose()
    {
        _turn.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Pause, clock.Time, stoppingToken);
                await Look(stoppingToken);
            }
#pragma warning disable CA1031 // a database that is away must not end the watch for good
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                log.CalendarWatchFailed(exception.GetType().Name);
            }
#pragma warning restore CA1031
        }
    }

    /// <summary>Those that allow it: mostly none, and then nothing more is asked.</summary>
    private async Task<List<TenantId>> Clinics(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<Db>().Tenants.Where(t => t.ImportsCalendars).Select(t => t.Id).ToListAsync(cancel);
    }

    private async Task<List<OutsideCalendarId>> Due(TenantId clinic, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        db.Enter(clinic);
        var now = clock.Now;
        return await db.OutsideCalendars.Where(c => c.NextReadAt <= now).OrderBy(c => c.NextReadAt).Take(Most).Select(c => c.Id).ToListAsync(cancel);
    }
}
