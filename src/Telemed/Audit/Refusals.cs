using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Platform;

namespace Telemed.Audit;

/// <summary>Counting what was refused to strangers: one row an address, minute and kind, however many tries.</summary>
public static class Refusals
{
    private const int LongestWhat = 80;

    /// <summary>Adds one. Counts in its own statement, so that two at the same moment are two.</summary>
    /// <param name="address">From <see cref="ClientAddress"/>.</param>
    /// <param name="what">A code, never anything that was typed.</param>
    public static Task CountRefusal(this Db db, string address, string what, Instant now)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(what);
        var minute = Instant.FromUnixTimeSeconds(now.ToUnixTimeSeconds() / 60 * 60);
        object stored = db.IsPostgres ? minute.ToDateTimeUtc() : minute.ToUnixTimeMilliseconds();
        var code = what.Length > LongestWhat ? what[..LongestWhat] : what;
        return db.InTransaction(() => db.Database.ExecuteSqlAsync($"""
            INSERT INTO refusals (id, minute, address, what, count) VALUES ({RefusalId.New().Value}, {stored}, {address}, {code}, 1)
            ON CONFLICT (minute, address, what) DO UPDATE SET count = refusals.count + 1
            """));
    }
}
