using Microsoft.EntityFrameworkCore;
using NodaTime;
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
/// <param name="PatientId">Only for that person's own staff account.</param>
/// <param name="OpensAt">Before it the room admits nobody.</param>
/// <param name="Account">The browser is signed in as that very person.</param>
public sealed record VisitState(ParticipantId ParticipantId, EncounterId EncounterId, PatientId? PatientId, ParticipantRole Role, string You, string Other,
    string Clinic, string Zone, VisitStatus Status, Modality Modality, Instant PlannedAt, Instant OpensAt, Instant? StartedAt, Instant? EndedAt,
    int? DurationSeconds, EndReason? EndedBecause, bool AdmitByHand, bool Account, bool Polite, IReadOnlyList<IceServer> IceServers,
    IReadOnlyList<ChatLine> Chat, string Url);

/// <summary>As RTCIceServer.</summary>
public sealed record IceServer(IReadOnlyList<string> Urls, string? Username = null, string? Credential = null);

public sealed record ChatLine(ChatMessageId Id, Guid ClientId, ParticipantId From, string Text, Instant At);

public static class Visits
{
    /// <summary>Lines of chat that a page gets at most: the newest.</summary>
    public const int MostChatLines = 500;

    /// <summary>The state for a visitor; the room's clinic has been entered.</summary>
    public static async Task<VisitState> StateFor(Db db, Visitor visitor, Clock clock, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        ArgumentNullException.ThrowIfNull(clock);
        return await StateFor(db, (await Visit.Load(db, visitor.Participant.Id, cancel))!, visitor.Actor as AccountActor, clock, cancel);
    }

    internal static async Task<VisitState> StateFor(Db db, Visit visit, AccountActor? account, Clock clock, CancellationToken cancel = default)
    {
        var encounter = visit.Encounter;
        var live = await db.LiveRooms.AsNoTracking().SingleOrDefaultAsync(l => l.EncounterId == encounter.Id, cancel);
        return new VisitState(visit.Self.Id, encounter.Id, account is { IsStaff: true } ? visit.Patient.Id : null, visit.Self.Role, visit.You, visit.Other,
            visit.Clinic.Name, visit.Clinic.Zone, StatusOf(visit, live, clock.Now), visit.Modality, visit.PlannedAt, visit.Window.OpensAt,
            live?.Since ?? encounter.StartedAt, encounter.EndedAt, encounter.DurationSeconds, encounter.EndedBecause, visit.Clinic.AdmitByHand,
            account is not null, visit.Self.Role is ParticipantRole.Patient, [], await ChatOf(db, encounter.Id, cancel), $"/visit/{visit.Self.Id}");
    }

    internal static async Task<IReadOnlyList<ChatLine>> ChatOf(Db db, EncounterId encounter, CancellationToken cancel = default)
    {
        var newest = await db.ChatMessages.AsNoTracking().Where(c => c.EncounterId == encounter).OrderByDescending(c => c.At).ThenByDescending(c => c.Id)
            .Take(MostChatLines).ToListAsync(cancel);
        return [.. newest.AsEnumerable().Reverse().Select(Chat.Line)];
    }

    private static VisitStatus StatusOf(Visit visit, LiveRoom? live, Instant now) =>
        visit.IsCancelled ? VisitStatus.Cancelled
        : visit.Encounter.EndedAt is not null || visit.Window.At(now) is LinkState.Ended or LinkState.Dead ? VisitStatus.Ended
        : live is not null ? VisitStatus.Active
        : VisitStatus.Waiting;
}
