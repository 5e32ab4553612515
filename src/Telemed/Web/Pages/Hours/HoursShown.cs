using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Scheduling.Hours;
using Telemed.Scheduling.Offers;
using Telemed.Scheduling.Outside;
using Telemed.Tenancy;
using Telemed.Web.Pages.Appointments;

namespace Telemed.Web.Pages.Hours;

/// <summary>All that the page of one practitioner's hours shows, read once: its parts share one unit of work.</summary>
/// <param name="Today">By the practitioner's clock.</param>
/// <param name="Outside">The first <see cref="MostOutside"/> appointments outside of the hours, the earliest first.</param>
/// <param name="OutsideCount">How many there are.</param>
/// <param name="Types">What the clinic offers, by name.</param>
/// <param name="Offered">What of it this practitioner offers.</param>
/// <param name="ImportsCalendars">The clinic allows a calendar elsewhere.</param>
/// <param name="Calendar">The practitioner's; null: none was given.</param>
public sealed record HoursShown(HoursOnFile File, LocalDate Today, IReadOnlyList<AppointmentRow> Outside, int OutsideCount,
    IReadOnlyList<VisitType> Types, IReadOnlySet<VisitTypeId> Offered, bool ImportsCalendars, OutsideCalendar? Calendar)
{
    private const int MostOutside = 30;

    /// <summary>Null when there is no such practitioner, or the actor may not plan for them.</summary>
    public static async Task<HoursShown?> Of(Db db, Actor actor, PractitionerId practitioner, Instant now)
    {
        ArgumentNullException.ThrowIfNull(db);
        if (await db.HoursFor(actor, practitioner) is not { } file)
        {
            return null;
        }

        var outside = await db.OutsideHours(file, now);
        var ids = outside.Take(MostOutside).Select(a => a.Id).ToList();
        var rows = ids.Count == 0 ? [] : await AppointmentRow.Of(db, db.AppointmentsFor(actor).Where(a => ids.Contains(a.Id))).ToListAsync();
        var types = await db.VisitTypes.AsNoTracking().Where(t => t.RetiredAt == null).OrderBy(t => t.Name).ToListAsync();
        var offered = await db.OfferedVisits.Where(o => o.PractitionerId == practitioner).Select(o => o.VisitTypeId).ToListAsync();
        var imports = await db.Tenants.AnyAsync(t => t.Id == db.Tenant && t.ImportsCalendars);
        var calendar = await db.OutsideCalendars.AsNoTracking().SingleOrDefaultAsync(c => c.PractitionerId == practitioner);
        return new HoursShown(file, now.InZone(file.Zone).Date, [.. rows.OrderBy(r => r.Appointment.StartsAt)], outside.Count, types, offered.ToHashSet(), imports, calendar);
    }
}
