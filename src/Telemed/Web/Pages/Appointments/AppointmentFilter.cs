using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Tenancy;

namespace Telemed.Web.Pages.Appointments;

public enum Period
{
    Upcoming,
    Today,
    Past,
    All,
}

/// <summary>Which appointments of a list are shown. Read from the address; what it does not understand it takes as not given.</summary>
/// <param name="Page">From 1.</param>
public sealed record AppointmentFilter(Period Period, AppointmentStatus? Status, PractitionerId? Practitioner, int Page)
{
    /// <summary>Rows of one page of the list.</summary>
    public const int PageSize = 40;

    private const int MaxPage = 10_000;

    public static AppointmentFilter Parse(string? period, string? status, string? practitioner, string? page) => new(
        Word<Period>(period) ?? Period.Upcoming,
        Word<AppointmentStatus>(status),
        Guid.TryParse(practitioner, out var id) ? new PractitionerId(id) : null,
        int.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Clamp(number, 1, MaxPage) : 1);

    /// <summary>A name of the enum in any case; numbers are no names.</summary>
    public static T? Word<T>(string? word) where T : struct, Enum =>
        word is { Length: > 0 } && char.IsAsciiLetter(word[0]) && Enum.TryParse<T>(word, ignoreCase: true, out var value) && Enum.IsDefined(value) ? value : null;

    /// <summary>The list's address under this filter.</summary>
    public string Url => QueryHelpers.AddQueryString("/appointments", new Dictionary<string, string?>
    {
        ["period"] = Period is Period.Upcoming ? null : Word(Period),
        ["status"] = Status is { } status ? Word(status) : null,
        ["practitioner"] = Practitioner?.ToString(),
        ["page"] = Page is 1 ? null : Page.ToString(CultureInfo.InvariantCulture),
    }.Where(p => p.Value is not null));

    public static string Word<T>(T value) where T : struct, Enum => char.ToLowerInvariant(value.ToString()[0]) + value.ToString()[1..];

    /// <summary>How many there are of each status, in this period and of this practitioner.</summary>
    public async Task<IReadOnlyDictionary<AppointmentStatus, int>> Counts(Db db, Actor actor, Instant now, DateTimeZone zone) =>
        await Within(db, actor, now, zone).GroupBy(a => a.Status).Select(g => new { Status = g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Status, g => g.Count);

    /// <summary>One page of them: the next first; the past, latest first.</summary>
    public Task<List<AppointmentRow>> Rows(Db db, Actor actor, Instant now, DateTimeZone zone)
    {
        var within = Within(db, actor, now, zone);
        if (Status is { } status)
        {
            within = within.Where(a => a.Status == status);
        }

        var rows = AppointmentRow.Of(db, within);
        rows = Period is Period.Past or Period.All
            ? rows.OrderByDescending(r => r.Appointment.StartsAt).ThenBy(r => r.Appointment.Id)
            : rows.OrderBy(r => r.Appointment.StartsAt).ThenBy(r => r.Appointment.Id);
        return rows.Skip((Page - 1) * PageSize).Take(PageSize).ToListAsync();
    }

    private IQueryable<Appointment> Within(Db db, Actor actor, Instant now, DateTimeZone zone)
    {
        var today = now.InZone(zone).Date;
        var (morning, midnight) = (zone.AtStartOfDay(today).ToInstant(), zone.AtStartOfDay(today.PlusDays(1)).ToInstant());
        var seen = db.AppointmentsFor(actor);
        if (Practitioner is { } practitioner)
        {
            seen = seen.Where(a => a.PractitionerId == practitioner);
        }

        return Period switch
        {
            Period.Today => seen.Where(a => a.StartsAt >= morning && a.StartsAt < midnight),
            Period.Upcoming => seen.Where(a => a.StartsAt >= morning),
            Period.Past => seen.Where(a => a.StartsAt < morning),
            _ => seen,
        };
    }
}
