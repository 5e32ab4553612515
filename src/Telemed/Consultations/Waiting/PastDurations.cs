using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Platform;
using Telemed.Scheduling;

namespace Telemed.Consultations.Waiting;

/// <summary>How long one practitioner's last visits took, newest first, by the reason they were booked for.</summary>
public sealed record PastDurations(IReadOnlyList<PastDurations.One> Newest)
{
    /// <summary>Rows read at most, whatever the history.</summary>
    public const int Most = 200;

    /// <summary>The last visits of a reason that make its median.</summary>
    public const int Looked = 20;

    /// <summary>Fewer visits than this tell nothing.</summary>
    public const int Fewest = 3;

    /// <summary>Shorter ones were no visit: a try, a wrong press.</summary>
    private static readonly Duration Shortest = Duration.FromMinutes(1);

    /// <param name="Reason">Null for an instant visit.</param>
    public sealed record One(string? Reason, Duration Length);

    /// <summary>Those like a visit of this reason: of the same reason, else all of the practitioner's, else none.</summary>
    public IReadOnlyList<Duration> Like(string? reason)
    {
        var same = Last(Newest.Where(o => reason is not null && string.Equals(o.Reason?.Trim(), reason.Trim(), StringComparison.OrdinalIgnoreCase)));
        var chosen = same.Count >= Fewest ? same : Last(Newest);
        return chosen.Count >= Fewest ? chosen : [];
    }

    public static async Task<PastDurations> Of(Db db, PractitionerId practitioner, CancellationToken cancel = default)
    {
        var rows = await Query(db, practitioner).ToListAsync(cancel);
        return new PastDurations([.. rows.Select(r => new One(r.Reason, Duration.FromSeconds(r.Seconds)))]);
    }

    internal sealed record Row(string? Reason, int Seconds);

    internal static IQueryable<Row> Query(Db db, PractitionerId practitioner)
    {
        ArgumentNullException.ThrowIfNull(db);
        var appointments = db.Appointments.AsNoTracking();
        return db.Encounters.AsNoTracking()
            .Where(e => e.PractitionerId == practitioner && e.Status == EncounterStatus.Completed && e.EndedAt != null)
            .OrderByDescending(e => e.EndedAt).Take(Most)
            .Select(e => new Row(appointments.Where(a => a.Id == e.AppointmentId).Select(a => a.Reason).FirstOrDefault(), e.DurationSeconds ?? 0));
    }

    private static List<Duration> Last(IEnumerable<One> visits) => [.. visits.Select(o => o.Length).Where(d => d >= Shortest).Take(Looked)];
}
