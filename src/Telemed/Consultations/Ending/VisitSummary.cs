using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Consultations.Quality;
using Telemed.Consultations.Rooms;
using Telemed.Consultations.Waiting;
using Telemed.Platform;

namespace Telemed.Consultations.Ending;

/// <summary>Figures of a visit that took place, written as it ends. One a visit.</summary>
public sealed class VisitSummary : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required VisitSummaryId Id { get; init; }
    public required EncounterId EncounterId { get; init; }

    /// <summary>Live time in all.</summary>
    public required int LiveSeconds { get; init; }

    /// <summary>From the patient's coming to the start.</summary>
    public required int WaitedSeconds { get; init; }

    /// <summary>How often somebody's connection broke while the room was live.</summary>
    public required int Drops { get; init; }

    /// <summary>The roles of those who were there, separated by commas.</summary>
    public required string WereThere { get; init; }

    /// <param name="events">Of the room, in order, the end included.</param>
    /// <param name="drops">Incidents of that kind.</param>
    public static VisitSummary Of(Encounter encounter, IReadOnlyList<RoomEvent> events, IReadOnlyDictionary<ParticipantId, ParticipantRole> roles, int drops)
    {
        ArgumentNullException.ThrowIfNull(encounter);
        ArgumentNullException.ThrowIfNull(events);
        ArgumentNullException.ThrowIfNull(roles);
        var patient = roles.Single(r => r.Value is ParticipantRole.Patient).Key;
        var start = events.First(e => e.Kind is RoomEventKind.Started);
        var place = WaitingPlace.Of(events.TakeWhile(e => e != start), patient);
        var there = events.Where(e => e.Kind is RoomEventKind.Arrived).Select(e => e.ParticipantId).OfType<ParticipantId>().Distinct().Where(roles.ContainsKey);
        return new VisitSummary
        {
            TenantId = encounter.TenantId, Id = VisitSummaryId.New(), EncounterId = encounter.Id, LiveSeconds = encounter.DurationSeconds ?? 0,
            WaitedSeconds = place is null ? 0 : (int)(start.At - place.Since).TotalSeconds,
            Drops = drops, WereThere = string.Join(',', there.Select(p => roles[p]).Order()),
        };
    }
}

internal static class VisitSummaries
{
    public static Task<Dictionary<ParticipantId, ParticipantRole>> RolesIn(this Db db, EncounterId encounter) =>
        db.Participants.AsNoTracking().Where(p => p.EncounterId == encounter).ToDictionaryAsync(p => p.Id, p => p.Role);

    /// <summary>In the transaction that ends the visit.</summary>
    /// <param name="last">The end itself and what came with it, not yet stored.</param>
    public static async Task Summarize(this Db db, Encounter encounter, IEnumerable<RoomEvent> last)
    {
        var id = encounter.Id;
        var before = await db.RoomEvents.AsNoTracking().Where(e => e.EncounterId == id).OrderBy(e => e.Number).ToListAsync();
        var number = before.Count == 0 ? 0 : before[^1].Number;
        var drops = await db.Incidents.CountAsync(i => i.EncounterId == id && i.Kind == IncidentKind.Dropped);
        db.Set<VisitSummary>().Add(VisitSummary.Of(encounter, [.. before, .. last.Where(e => e.Number > number)], await db.RolesIn(id), drops));
    }
}
