using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Accounts;
using Telemed.Platform;
using Telemed.Scheduling;

namespace Telemed.Web.Pages.OneAppointment;

/// <summary>One step in the history of an appointment: it came to a status, or moved in time.</summary>
/// <param name="By">Null: the program itself.</param>
public sealed record TrailLine(Instant At, string? By, AppointmentStatus? To, TimeChange? Change)
{
    /// <summary>The oldest first.</summary>
    public static async Task<IReadOnlyList<TrailLine>> Of(Db db, AppointmentId id)
    {
        var moves = await db.AppointmentMoves.AsNoTracking().Where(m => m.AppointmentId == id).ToListAsync();
        var changes = await db.TimeChanges.AsNoTracking().Where(c => c.AppointmentId == id).ToListAsync();
        var who = moves.Select(m => m.By).OfType<AccountId>().Concat(changes.Select(c => c.By)).Distinct().ToList();
        var names = await db.Accounts.AsNoTracking().Where(a => who.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => $"{a.GivenName} {a.FamilyName}");
        return [.. moves.Select(m => new TrailLine(m.At, m.By is { } by ? names[by] : null, m.To, null))
            .Concat(changes.Select(c => new TrailLine(c.At, names[c.By], null, c))).OrderBy(l => l.At)];
    }
}
