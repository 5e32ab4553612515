using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Platform;

namespace Telemed.Consultations.Quality;

/// <summary>
/// Samples of all rooms of this process: added up by minute in memory and written together every few seconds, one transaction a clinic.
/// A room never waits for it. Nobody was promised a sample: of a process that is killed the last seconds are missing.
/// </summary>
internal sealed class QualityBook(IServiceScopeFactory scopes, Clock clock, ILogger<QualityBook> log) : BackgroundService
{
    public static readonly TimeSpan WriteEvery = TimeSpan.FromSeconds(5);

    /// <summary>Minutes kept while the database does not take them; beyond it, new ones are let go.</summary>
    private const int MostPending = 20_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<ParticipantId, QualityLevel> _levels = [];
    private Dictionary<(ParticipantId, Instant), QualityMinute> _pending = [];

    /// <summary>Takes a sample in; the level when it is another than before, else null.</summary>
    public QualityLevel? Take(Seat seat, QualitySample sample)
    {
        var level = CallQuality.LevelOf(sample.Score);
        lock (_lock)
        {
            Add(Minute(seat), sample);
            var same = _levels.TryGetValue(seat.Participant, out var before) && before == level;
            _levels[seat.Participant] = level;
            return same ? null : level;
        }
    }

    /// <summary>The page is gone: the next one's first sample is news again.</summary>
    public void Forget(ParticipantId participant)
    {
        lock (_lock)
        {
            _levels.Remove(participant);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(WriteEvery, clock.Time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Write();
        }
    }

    private QualityMinute Minute(Seat seat) => new()
    {
        TenantId = seat.Tenant, Id = QualityMinuteId.New(), EncounterId = seat.Encounter, ParticipantId = seat.Participant,
        Minute = Instant.FromUnixTimeSeconds(clock.Now.ToUnixTimeSeconds() / 60 * 60),
    };

    private void Add(QualityMinute fresh, QualitySample sample)
    {
        var key = (fresh.ParticipantId, fresh.Minute);
        if (_pending.TryGetValue(key, out var minute) || (_pending.Count < MostPending && _pending.TryAdd(key, minute = fresh)))
        {
            minute.Add(sample);
        }
    }

    private async Task Write()
    {
        Dictionary<(ParticipantId, Instant), QualityMinute> taken;
        lock (_lock)
        {
            (taken, _pending) = (_pending, []);
        }

        foreach (var clinic in taken.Values.GroupBy(m => m.TenantId))
        {
            try
            {
                await Write(clinic.Key, [.. clinic]);
            }
#pragma warning disable CA1031 // whatever the database has, the samples wait for the next time
            catch (Exception exception)
            {
                log.SamplesWait(exception);
                Return(clinic);
            }
#pragma warning restore CA1031
        }
    }

    private async Task Write(TenantId tenant, List<QualityMinute> minutes)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        db.Enter(tenant);
        await db.InTransaction(async () =>
        {
            var (who, since) = (minutes.Select(m => m.ParticipantId).Distinct().ToList(), minutes.Min(m => m.Minute));
            var written = await db.QualityMinutes.Where(q => who.Contains(q.ParticipantId) && q.Minute >= since).ToDictionaryAsync(q => (q.ParticipantId, q.Minute));
            var counts = await db.QualityMinutes.Where(q => who.Contains(q.ParticipantId)).GroupBy(q => q.ParticipantId)
                .Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(c => c.Key, c => c.Count);
            foreach (var minute in minutes)
            {
                if (written.TryGetValue((minute.ParticipantId, minute.Minute), out var row))
                {
                    row.Add(minute);
                }
                else if (counts.GetValueOrDefault(minute.ParticipantId) < QualityMinute.MostPerParticipant)
                {
                    db.QualityMinutes.Add(minute);
                }
            }
        });
    }

    private void Return(IEnumerable<QualityMinute> minutes)
    {
        lock (_lock)
        {
            foreach (var minute in minutes)
            {
                if (!_pending.TryAdd((minute.ParticipantId, minute.Minute), minute))
                {
                    _pending[(minute.ParticipantId, minute.Minute)].Add(minute);
                }
            }
        }
    }
}
