using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Platform;

namespace Telemed.Consultations;

/// <summary>Puts names, chat and politeness to what a room answers.</summary>
internal sealed class Snapshots(IServiceScopeFactory scopes)
{
    public async Task<Snapshot> Of(TenantId tenant, EncounterId encounter, RoomAnswer answer)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        db.Enter(tenant);
        var seats = await Seats(db, encounter);
        var participants = seats.Select(s => Describe(s, answer.Present.ContainsKey(s.Participant.Id.Value), answer.Present.GetValueOrDefault(s.Participant.Id.Value)));
        Instant? started = answer.StartedAt is { } at ? Instant.FromDateTimeOffset(at) : null;
        return new Snapshot(StatusOf(answer.Status), started, [.. participants], [], await Visits.ChatOf(db, encounter), await Elsewhere(db, answer.LiveElsewhere));
    }

    public async Task<RoomParticipant> Describe(TenantId tenant, EncounterId encounter, ParticipantId who, bool present, MediaState? media)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        db.Enter(tenant);
        return Describe((await Seats(db, encounter)).Single(s => s.Participant.Id == who), present, media);
    }

    private static async Task<OtherRoom?> Elsewhere(Db db, Guid? room)
    {
        if (room is not { } id)
        {
            return null;
        }

        var encounter = new EncounterId(id);
        var own = await db.Participants.AsNoTracking().SingleAsync(p => p.EncounterId == encounter && p.Role == ParticipantRole.Practitioner);
        var other = (await Seats(db, encounter)).Single(s => s.Participant.Role is ParticipantRole.Patient).Name;
        return new OtherRoom(own.Id, other, $"/visit/{own.Id}");
    }

    private static async Task<IReadOnlyList<(Participant Participant, string Name)>> Seats(Db db, EncounterId encounter)
    {
        var seats = await db.Participants.AsNoTracking().Where(p => p.EncounterId == encounter).ToListAsync();
        var named = new List<(Participant, string)>(seats.Count);
        foreach (var seat in seats)
        {
            named.Add((seat, await NameOf(db, seat)));
        }

        return named;
    }

    private static async Task<string> NameOf(Db db, Participant seat) => seat.PractitionerId is { } practitioner
        ? (await db.Set<People.Practitioner>().AsNoTracking().SingleAsync(p => p.Id == practitioner)).DisplayName
        : (await db.Set<People.Patient>().AsNoTracking().SingleAsync(p => p.Id == seat.PatientId)).FullName;

    private static RoomParticipant Describe((Participant Participant, string Name) seat, bool present, MediaState? media) => new(
        seat.Participant.Id, seat.Participant.Role, seat.Name, present, media?.Microphone ?? false, media?.Camera ?? false, media?.Screen ?? false,
        seat.Participant.Role is ParticipantRole.Patient);

    private static VisitStatus StatusOf(RoomStatus status) => status switch
    {
        RoomStatus.Active => VisitStatus.Active,
        RoomStatus.Ended => VisitStatus.Ended,
        _ => VisitStatus.Waiting,
    };
}
