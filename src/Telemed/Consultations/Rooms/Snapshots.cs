using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Consultations.Quality;
using Telemed.Platform;

namespace Telemed.Consultations.Rooms;

/// <summary>Puts names, chat and seats to what a room answers.</summary>
internal sealed class Snapshots(IServiceScopeFactory scopes)
{
    public async Task<Snapshot> Of(TenantId tenant, EncounterId encounter, RoomAnswer answer, ParticipantId? reader)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        db.Enter(tenant);
        var seats = await Seats(db, encounter);
        var soundOnly = await db.SoundOnly(encounter);
        var self = seats.SingleOrDefault(s => s.Participant.Id == reader).Participant;
        var participants = seats.Where(s => s.Participant.RemovedAt is null).Select(s => Describe(s, soundOnly, answer.Present.ContainsKey(s.Participant.Id.Value), answer.Present.GetValueOrDefault(s.Participant.Id.Value)));
        Instant? started = answer.StartedAt is { } at ? Instant.FromDateTimeOffset(at) : null;
        Instant? paused = answer.PausedSince is { } since ? Instant.FromDateTimeOffset(since) : null;
        return new Snapshot(StatusOf(answer.Status), started, [.. participants], self is null ? [] : await Visits.ChatOf(db, self), await Elsewhere(db, answer.LiveElsewhere), paused);
    }

    public async Task<RoomParticipant> Describe(TenantId tenant, EncounterId encounter, ParticipantId who, bool present, MediaState? media)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        db.Enter(tenant);
        return Describe((await Seats(db, encounter)).Single(s => s.Participant.Id == who), await db.SoundOnly(encounter), present, media);
    }

    /// <summary>What everyone who belongs in a room is called.</summary>
    internal static async Task<Dictionary<ParticipantId, string>> NamesIn(Db db, EncounterId encounter) =>
        (await Seats(db, encounter)).ToDictionary(s => s.Participant.Id, s => s.Name);

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
        var seats = await (
            from seat in db.Participants.AsNoTracking().Where(p => p.EncounterId == encounter)
            from practitioner in db.Set<People.Practitioner>().Where(p => p.Id == seat.PractitionerId).DefaultIfEmpty()
            from patient in db.Set<People.Patient>().Where(p => p.Id == seat.PatientId).DefaultIfEmpty()
            select new { seat, practitioner, patient }).ToListAsync();
        return [.. seats.Select(s => (s.seat, s.seat.Role is ParticipantRole.Guest ? s.seat.Name! : s.practitioner?.DisplayName ?? s.patient!.FullName))];
    }

    private static RoomParticipant Describe((Participant Participant, string Name) seat, Dictionary<ParticipantId, IncidentCode> soundOnly, bool present, MediaState? media) => new(
        seat.Participant.Id, seat.Participant.Role, seat.Participant.Kind, seat.Name, present, media?.Microphone ?? false, media?.Camera ?? false, media?.Screen ?? false,
        seat.Participant.SeatNumber, soundOnly.TryGetValue(seat.Participant.Id, out var why) ? why : null);

    private static VisitStatus StatusOf(RoomStatus status) => status switch
    {
        RoomStatus.Active => VisitStatus.Active,
        RoomStatus.Ended => VisitStatus.Ended,
        _ => VisitStatus.Waiting,
    };
}
