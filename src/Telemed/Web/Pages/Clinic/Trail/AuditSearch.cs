using NodaTime;
using NodaTime.Text;
using Telemed.Audit;

namespace Telemed.Web.Pages.Clinic.Trail;

/// <summary>What an administrator looks for in the trail. Anything unreadable in the address is left out, except a wrong day, which is told.</summary>
/// <param name="Action">One kind of act, or null for all.</param>
/// <param name="Person">The account that acted, or null for everybody.</param>
/// <param name="Day">A day on the clinic's wall clock, or null for all.</param>
/// <param name="Number">The page, from 1, newest first.</param>
public sealed record AuditSearch(AuditAction? Action, Guid? Person, LocalDate? Day, int Number)
{
    public const int PageSize = 50;

    /// <summary>Further back one narrows the search instead: skipping rows costs more with each page.</summary>
    private const int LastPage = 200;

    public bool DayIsWrong { get; private init; }

    public static AuditSearch Of(string? action, string? person, string? day, string? number) => new(
        Enum.TryParse<AuditAction>(action, out var kind) && Enum.IsDefined(kind) ? kind : null,
        Guid.TryParse(person, out var id) ? id : null,
        LocalDatePattern.Iso.Parse(day ?? "") is { Success: true, Value: var date } ? date : null,
        int.TryParse(number, out var n) ? Math.Clamp(n, 1, LastPage) : 1)
    {
        DayIsWrong = !string.IsNullOrEmpty(day) && !LocalDatePattern.Iso.Parse(day).Success,
    };

    /// <summary>The rows of this page, and one more when there is another page.</summary>
    public IQueryable<AuditEvent> Of(IQueryable<AuditEvent> trail, DateTimeZone zone)
    {
        if (Action is { } action)
        {
            trail = trail.Where(e => e.Action == action);
        }

        if (Person is { } person)
        {
            trail = trail.Where(e => e.AgentId == person);
        }

        if (Day is { } day)
        {
            var (from, until) = (zone.AtStartOfDay(day).ToInstant(), zone.AtStartOfDay(day.PlusDays(1)).ToInstant());
            trail = trail.Where(e => e.Recorded >= from && e.Recorded < until);
        }

        return trail.OrderByDescending(e => e.Recorded).ThenByDescending(e => e.Id).Skip((Number - 1) * PageSize).Take(PageSize + 1);
    }

    /// <summary>The address of another page of the same search.</summary>
    public string Link(int number) => $"/clinic/audit?action={Action}&person={Person}&day={(Day is { } day ? LocalDatePattern.Iso.Format(day) : "")}&page={number}";
}
