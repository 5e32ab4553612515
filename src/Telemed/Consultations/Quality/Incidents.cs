using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Consultations.Rooms;
using Telemed.Platform;

namespace Telemed.Consultations.Quality;

public static class Incidents
{
    /// <summary>A visit's incidents, the first first.</summary>
    public static async Task<IReadOnlyList<IncidentLine>> IncidentsOf(this Db db, EncounterId encounter)
    {
        ArgumentNullException.ThrowIfNull(db);
        return await db.Incidents.AsNoTracking().Where(i => i.EncounterId == encounter).OrderBy(i => i.Began).ThenBy(i => i.Id)
            .Select(i => new IncidentLine(i.Kind, i.Code, i.ParticipantId, i.Began, i.Ended)).ToListAsync();
    }

    /// <summary>Why those who take part with sound alone do so; in no list: with picture.</summary>
    internal static Task<Dictionary<ParticipantId, IncidentCode>> SoundOnly(this Db db, EncounterId encounter) => db.Incidents.AsNoTracking()
        .Where(i => i.EncounterId == encounter && i.Kind == IncidentKind.AudioOnly && i.Ended == null && i.ParticipantId != null)
        .ToDictionaryAsync(i => i.ParticipantId!.Value, i => i.Code);

    /// <summary>What the room itself knows, written with the event that it comes from.</summary>
    /// <param name="was">The room before <paramref name="happening"/>.</param>
    internal static async Task FromRoom(this Db db, EncounterId encounter, RoomState was, RoomHappening happening)
    {
        var (at, live) = (happening.At, was.Status is RoomStatus.Active);
        switch (happening)
        {
            case { Kind: RoomEventKind.Left, Participant: { } who, Leave: not LeaveKind.Wanted } when live:
                await db.Close(who, IncidentKind.MediaLost, at); // from here on it is the line
                db.Incidents.Add(Row(db, encounter, who, IncidentKind.Dropped, CodeOf(happening.Leave), at, null));
                break;
            case { Kind: RoomEventKind.Left, Participant: { } who }:
                await db.Close(who, IncidentKind.MediaLost, at);
                break;
            case { Kind: RoomEventKind.Arrived or RoomEventKind.TakenOver, Participant: { } who, Connection: { } connection } when was.StartedAt is not null:
                await db.Returned(encounter, was, who, connection, at);
                break;
            case { Kind: RoomEventKind.Ended, Reason: EndReason.MaxDuration }:
                db.Incidents.Add(Row(db, encounter, null, IncidentKind.EndedAbnormally, IncidentCode.MaxDuration, at, at));
                break;
            case { Kind: RoomEventKind.Ended, Reason: EndReason.Expired } when was.StartedAt is not null:
                db.Incidents.Add(Row(db, encounter, null, IncidentKind.EndedAbnormally, IncidentCode.EmptyRoom, at, at));
                break;
        }
    }

    /// <summary>Writes what a page reports, once; false when it has reported too many.</summary>
    internal static async Task<bool> Report(this Db db, EncounterId encounter, ParticipantId who, IncidentReport report, Instant now)
    {
        try
        {
            return await db.InTransaction(async () => report.Over && await db.End(who, report, now) || await db.Open(encounter, who, report, now));
        }
        catch (DbUpdateException)
        {
            return true; // the same report twice at the same moment
        }
    }

    /// <summary>False for what was not told while it lasted.</summary>
    private static async Task<bool> End(this Db db, ParticipantId who, IncidentReport report, Instant now) =>
        await db.Close(who, report.Kind, now) || report.Kind is not IncidentKind.MediaLost;

    private static async Task<bool> Open(this Db db, EncounterId encounter, ParticipantId who, IncidentReport report, Instant now)
    {
        var (kind, code, id) = (report.Kind, report.Code, report.ClientId);
        var own = db.Incidents.Where(i => i.ParticipantId == who && i.ClientId != null);
        var (began, over) = (await db.BeganOf(encounter, report, now), report.Over);
        // The same way through the relay, or sound alone for the same reason, told by a page that came back: it is written already; so is a loss
        // of which the answer was lost that it is over.
        if (await own.AnyAsync(i => i.ClientId == id || (i.Kind == kind && i.Code == code && (i.Ended == null || kind == IncidentKind.Relayed || (over && i.Ended >= began)))))
        {
            return true;
        }

        if (await own.CountAsync() >= Incident.MostReported)
        {
            return false;
        }

        if (kind is IncidentKind.AudioOnly)
        {
            await db.Close(who, kind, now); // for another reason until now
        }

        db.Incidents.Add(Row(db, encounter, who, kind, code, began, !over && kind is IncidentKind.AudioOnly or IncidentKind.MediaLost ? null : now, id));
        return true;
    }

    /// <summary>When what is reported now began: not before the call did.</summary>
    private static async Task<Instant> BeganOf(this Db db, EncounterId encounter, IncidentReport report, Instant now)
    {
        if (report.Lasted is not { } lasted)
        {
            return now;
        }

        var started = await db.Encounters.Where(e => e.Id == encounter).Select(e => e.StartedAt).SingleAsync();
        return Instant.Max(started ?? now, now - Duration.FromMilliseconds(lasted));
    }

    /// <summary>False when none was open.</summary>
    private static async Task<bool> Close(this Db db, ParticipantId who, IncidentKind kind, Instant now) =>
        await db.Incidents.Where(i => i.ParticipantId == who && i.Kind == kind && i.Ended == null).ExecuteUpdateAsync(i => i.SetProperty(x => x.Ended, now)) > 0;

    private static async Task Returned(this Db db, EncounterId encounter, RoomState was, ParticipantId who, RoomConnection connection, Instant at)
    {
        // The page knows better since when its line was dead: the server may have noticed later, or not at all.
        var began = Instant.Max(was.StartedAt!.Value, at - Duration.FromTimeSpan(connection.Silent ?? TimeSpan.Zero));
        await db.Incidents.Where(i => i.ParticipantId == who && i.Kind == IncidentKind.Dropped && i.Ended == null)
            .ExecuteUpdateAsync(i => i.SetProperty(x => x.Ended, at).SetProperty(x => x.Began, x => x.Began < began ? x.Began : began));
        await db.Close(who, IncidentKind.MediaLost, at); // it was the line, and the page begins anew
        if (!was.Pages.ContainsKey((who, connection.Tab)))
        {
            await db.Close(who, IncidentKind.AudioOnly, at); // a new page begins with picture
        }

        // The page's own new line came before anybody noticed that the old one was dead; unless it was not, and the page only moved to another node.
        if (was.Status is RoomStatus.Active && was.Present.TryGetValue(who, out var older) && older.Tab == connection.Tab && connection.Silent != TimeSpan.Zero)
        {
            db.Incidents.Add(Row(db, encounter, who, IncidentKind.Dropped, IncidentCode.LineLost, began, at));
        }
    }

    private static IncidentCode CodeOf(LeaveKind how) => how switch
    {
        LeaveKind.PageClosed => IncidentCode.PageClosed,
        LeaveKind.ServerGone => IncidentCode.ServerGone,
        _ => IncidentCode.LineLost,
    };

    private static Incident Row(Db db, EncounterId encounter, ParticipantId? who, IncidentKind kind, IncidentCode code, Instant began, Instant? ended, Guid? clientId = null) => new()
    {
        TenantId = db.Tenant, Id = IncidentId.New(), EncounterId = encounter, ParticipantId = who, Kind = kind, Code = code, Began = began, Ended = ended, ClientId = clientId,
    };
}
