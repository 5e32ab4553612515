using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.People;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Scheduling.Hours;
using Telemed.Tenancy;

namespace Telemed.Web.Pages.Agenda;

/// <summary>The agenda as one reader sees it at one moment.</summary>
/// <param name="All">For whom the reader plans, by name.</param>
/// <param name="Shown">Whose columns stand here.</param>
/// <param name="Week">The days of the week that are shown, and how many appointments each has.</param>
/// <param name="Columns">By day, then in the order of <paramref name="Shown"/>.</param>
public sealed record AgendaSheet(AgendaWish Wish, DateTimeZone Zone, Instant Now, IReadOnlyList<Practitioner> All, IReadOnlyList<Practitioner> Shown,
    IReadOnlyList<(LocalDate Day, int Count)> Week, DayAxis Axis, IReadOnlyList<AgendaColumn> Columns)
{
    /// <summary>More columns side by side could not be read.</summary>
    public const int MostShown = 10;

    /// <summary>Shown of every day: 8:00 to 18:00, and more where somebody is open or something stands.</summary>
    private static readonly DayRange Usual = new(8 * 60, 18 * 60);

    public LocalDate Today => Now.InZone(Zone).Date;

    /// <summary>Null when somebody was asked for whom the reader does not plan: not there, or of another clinic.</summary>
    public static async Task<AgendaSheet?> Of(Db db, Actor actor, AgendaWish wish, DateTimeZone zone, Instant now)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(wish);
        var all = await db.PractitionersToPlanFor(actor).AsNoTracking().OrderBy(p => p.FamilyName).ThenBy(p => p.GivenName).ToListAsync();
        if (wish.With.Any(id => all.TrueForAll(p => p.Id != id)))
        {
            return null;
        }

        var shown = all.Where(p => wish.With.Count == 0 || wish.With.Contains(p.Id)).Take(MostShown).ToList();
        var who = shown.ConvertAll(p => p.Id);
        var (monday, next) = (wish.Monday, wish.Monday.PlusDays(7));
        var items = await AgendaItems.Of(db, actor, who, new Interval(zone.AtStartOfDay(monday).ToInstant(), zone.AtStartOfDay(next).ToInstant()));
        var schedules = await db.SchedulesOf(who, monday.PlusDays(-1), zone);
        var cells = Enumerable.Range(0, 7).SelectMany(day => shown.Select(p => AgendaCell.Of(p, monday.PlusDays(day), zone, items, schedules[p.Id]))).ToList();
        return Lay(wish, zone, now, all, shown, cells);
    }

    private static AgendaSheet Lay(AgendaWish wish, DateTimeZone zone, Instant now, List<Practitioner> all, List<Practitioner> shown, List<AgendaCell> cells)
    {
        var today = now.InZone(zone).Date;
        // A weekend on which nothing happens would cost a third of the width.
        var week = cells.GroupBy(c => c.Day).Where(day => day.Key.DayOfWeek < IsoDayOfWeek.Saturday || day.Key == wish.Day || day.Key == today || day.Any(c => !c.IsEmpty))
            .Select(day => (day.Key, day.Sum(c => c.Items.OfType<AgendaItem.Meets>().Count()))).ToList();
        var days = wish.View is AgendaView.Day ? [wish.Day] : week.ConvertAll(w => w.Key);
        var standing = cells.Where(c => days.Contains(c.Day)).ToList();
        var axis = DayAxis.For(days, zone, standing.SelectMany(c => c.Minutes(zone)), Usual);
        var rows = days.ToDictionary(day => day, day => axis.Times(day, zone));
        return new AgendaSheet(wish, zone, now, all, shown, week, axis,
            [.. standing.Select(c => AgendaColumn.Of(c.Practitioner, c.Day, rows[c.Day], c.Items, c.Open, now))]);
    }
}
