using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Consultations.Chatting;
using Telemed.Consultations.Relay;
using Telemed.Consultations.Rooms;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Tenancy;

namespace Telemed.Consultations;

public enum VisitStatus
{
    Waiting,
    Active,
    Ended,
    Cancelled,
}

/// <summary>Where a participant is, in one object: inlined in the visit page, returned by redemption and by the API.</summary>
/// <param name="OtherId">Whom the visit is with: the patient for the practitioner, the practitioner for everyone else.</param>
/// <param name="PatientId">Only for that person's own staff account.</param>
/// <param name="OpensAt">Before it the room admits nobody.</param>
/// <param name="Account">The browser is signed in as that very person.</param>
public sealed record VisitState(ParticipantId ParticipantId, EncounterId EncounterId, PatientId? PatientId, ParticipantRole Role, string You, string Other,
    ParticipantId OtherId, string Clinic, string Zone, VisitStatus Status, Modality Modality, Instant PlannedAt, Instant OpensAt, Instant? StartedAt, Instant? EndedAt,
    int? DurationSeconds, EndReason? EndedBecause, bool AdmitByHand, bool Account, int Seat, IReadOnlyList<IceServer> IceServers,
    IReadOnlyList<ChatLine> Chat, string Url)
{
    /// <summary>Since when the practitioner is away for a moment; null while the call is not paused.</summary>
    public Instant? PausedAt { get; init; }
}

/// <summary>As RTCIceServer.</summary>
public sealed record IceServer(IReadOnlyList<string> Urls, string? Username = null, string? Credential = null);

public static class Visits
{
    /// <summary>Lines of chat that a page gets at most: the newest.</summary>
    public const int MostChatLines = 500;

    /// <summary>The state for a visitor; the room's clinic has been entered.</summary>
    public static async Task<VisitState> StateFor(Db db, Visitor visitor, RelayCredentials turn, Clock clock, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        ArgumentNullException.ThrowIfNull(clock);
        return await StateFor(db, (await Visit.Load(db, visitor.Participant.Id, cancel))!, visitor.Actor as AccountActor, turn, clock, cancel);
    }

    internal static async Task<VisitState> StateFor(Db db, Visit visit, AccountActor? account, RelayCredentials turn, Clock clock, CancellationToken cancel = default)
    {
        var encounter = visit.Encounter;
        var live = await db.LiveRooms.AsNoTracking().SingleOrDefaultAsync(l => l.EncounterId == encounter.Id, cancel);
        var status = StatusOf(visit, live, clock.Now);
        return new VisitState(visit.Self.Id, encounter.Id, account is { IsStaff: true } ? visit.Patient.Id : null, visit.Self.Role, visit.You, visit.Other,
            visit.OtherId, visit.Clinic.Name, visit.Clinic.Zone, status, visit.Modality, visit.PlannedAt, visit.Window.OpensAt,
            live?.Since ?? encounter.StartedAt, encounter.EndedAt, encounter.DurationSeconds, encounter.EndedBecause, visit.Clinic.AdmitByHand,
            account is not null, visit.Self.SeatNumber,
            status is VisitStatus.Waiting or VisitStatus.Active ? turn.For(visit.Self.Id) : [], await ChatOf(db, visit.Self, cancel), $"/visit/{visit.Self.Id}")
        {
            PausedAt = live is null ? null : await PausedAt(db, live, cancel),
        };
    }

    /// <summary>What a participant may read: all of it, and a guest from their invitation on.</summary>
    internal static async Task<IReadOnlyList<ChatLine>> ChatOf(Db db, Participant reader, CancellationToken cancel = default)
    {
        var encounter = reader.EncounterId;
        var lines = db.ChatMessages.AsNoTracking().Where(c => c.EncounterId == encounter);
        lines = reader.InvitedAt is { } since ? lines.Where(c => c.At >= since) : lines;
        var newest = await lines.OrderByDescending(c => c.At).ThenByDescending(c => c.Id)
            .Take(MostChatLines).ToListAsync(cancel);
        return await db.Lines(newest.AsEnumerable().Reverse(), cancel);
    }

    /// <summary>Since when the live part is paused; null while it is not.</summary>
    private static async Task<Instant?> PausedAt(Db db, LiveRoom live, CancellationToken cancel)
    {
        var turns = db.RoomEvents.AsNoTracking().Where(e => e.EncounterId == live.EncounterId
            && (e.Kind == RoomEventKind.Started || e.Kind == RoomEventKind.Paused || e.Kind == RoomEventKind.Resumed));
        return await turns.OrderByDescending(e => e.Number).FirstOrDefaultAsync(cancel) is { Kind: RoomEventKind.Paused } paused ? paused.At : null;
    }

    private static VisitStatus StatusOf(Visit visit, LiveRoom? live, Instant now) =>
        visit.IsCancelled ? VisitStatus.Cancelled
        : visit.Encounter.EndedAt is not null || visit.Window.At(now) is LinkState.Ended or LinkState.Dead ? VisitStatus.Ended
        : live is not null ? VisitStatus.Active
        : VisitStatus.Waiting;
}
