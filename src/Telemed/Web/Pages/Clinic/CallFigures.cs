using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Consultations;
using Telemed.Consultations.Quality;
using Telemed.Platform;

namespace Telemed.Web.Pages.Clinic;

/// <summary>How the clinic's calls were on the last days: counts and times of all, nothing about any one visit.</summary>
public sealed record CallFigures(IReadOnlyList<CallFigures.Day> Days, int SoundOnly)
{
    /// <summary>Days shown, today included.</summary>
    public const int Shown = 14;

    /// <summary>Seconds within which half of the joins, and nineteen of twenty, had picture or sound.</summary>
    public sealed record Joins(int Count, double Half, double Most);

    /// <param name="Minutes">Minutes of call, one for each person in it.</param>
    /// <param name="Good">Those of them whose mean was good or excellent.</param>
    /// <param name="Joined">Null: nobody joined a call on that day.</param>
    public sealed record Day(LocalDate Date, int Minutes, int Good, Joins? Joined)
    {
        public double? GoodShare => Minutes == 0 ? null : (double)Good / Minutes;
    }

    public int Minutes => Days.Sum(d => d.Minutes);

    public double GoodShare => (double)Days.Sum(d => d.Good) / Minutes;

    public static async Task<CallFigures> Of(Db db, LocalDate today, DateTimeZone zone)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(zone);
        var days = new List<Day>(Shown);
        for (var date = today.PlusDays(1 - Shown); date <= today; date = date.PlusDays(1))
        {
            days.Add(await DayOf(db, date, zone.AtStartOfDay(date).ToInstant(), zone.AtStartOfDay(date.PlusDays(1)).ToInstant()));
        }

        var since = zone.AtStartOfDay(today.PlusDays(1 - Shown)).ToInstant();
        var soundOnly = await db.Incidents.Where(i => i.Kind == IncidentKind.AudioOnly && i.Began >= since).Select(i => i.EncounterId).Distinct().CountAsync();
        return new CallFigures(days, soundOnly);
    }

    private static async Task<Day> DayOf(Db db, LocalDate date, Instant morning, Instant midnight)
    {
        const double good = 70;
        var minutes = db.QualityMinutes.Where(m => m.Minute >= morning && m.Minute < midnight);
        var all = await minutes.CountAsync();
        if (all == 0)
        {
            return new Day(date, 0, 0, null);
        }

        var joins = await minutes.Where(m => m.JoinMilliseconds != null).Select(m => m.JoinMilliseconds!.Value).OrderBy(j => j).ToListAsync();
        return new Day(date, all, await minutes.CountAsync(m => m.ScoreSum >= good * m.Samples), joins.Count == 0 ? null
            : new Joins(joins.Count, Share(joins, 0.5), Share(joins, 0.95)));
    }

    /// <summary>The value that this share of the sorted ones does not exceed, in seconds.</summary>
    private static double Share(List<int> sorted, double share) => sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Count) - 1)] / 1000.0;
}
