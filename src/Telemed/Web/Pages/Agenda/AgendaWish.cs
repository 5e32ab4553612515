using Microsoft.AspNetCore.WebUtilities;
using NodaTime;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Web.Pages.Appointments;

namespace Telemed.Web.Pages.Agenda;

public enum AgendaView
{
    /// <summary>One day, practitioners side by side.</summary>
    Day,

    /// <summary>Monday to Sunday.</summary>
    Week,

    /// <summary>The same week, one line each.</summary>
    List,
}

/// <summary>What of the agenda is shown. Read from the address; what it does not understand it takes as not given.</summary>
/// <param name="Day">One of the clinic's calendar.</param>
/// <param name="With">Whose; empty: everybody for whom the reader plans.</param>
public sealed record AgendaWish(AgendaView View, LocalDate Day, IReadOnlyList<PractitionerId> With)
{
    public const string Path = "/agenda";

    /// <summary>Nobody plans further; a date beyond it is a slip of the keyboard.</summary>
    private const int FarthestYear = 2200;

    public static AgendaWish Parse(string? view, string? day, IEnumerable<string>? with, LocalDate today) => new(
        AppointmentFilter.Word<AgendaView>(view) ?? AgendaView.Day,
        ClinicTime.ParseDate(day) is { } given && given.Year is > 1900 and < FarthestYear ? given : today,
        [.. (with ?? []).Select(id => Guid.TryParse(id, out var value) ? new PractitionerId(value) : (PractitionerId?)null).OfType<PractitionerId>().Distinct()]);

    public LocalDate Monday => Day.PlusDays(1 - (int)Day.DayOfWeek);

    /// <summary>The address under this wish.</summary>
    public string Url => QueryHelpers.AddQueryString(Path,
    [
        KeyValuePair.Create<string, string?>("view", AppointmentFilter.Word(View)), KeyValuePair.Create<string, string?>("day", Times.Attribute(Day)),
        .. With.Select(id => KeyValuePair.Create<string, string?>("with", id.ToString())),
    ]);

    /// <summary>The day before and after it, or the week.</summary>
    public AgendaWish Step(int steps) => this with { Day = Day.PlusDays(View is AgendaView.Day ? steps : 7 * steps) };
}
