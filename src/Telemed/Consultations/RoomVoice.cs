using System.Collections.Immutable;
using Microsoft.AspNetCore.SignalR;
using NodaTime;
using Telemed.Notifications;
using Telemed.Platform;

namespace Telemed.Consultations;

/// <summary>Carries what a room says to the pages that hear it.</summary>
internal sealed class RoomVoice(IHubContext<ConsultationHub, IConsultationClient> hub, LivePush push, Snapshots snapshots)
{
    public async Task Say(TenantId tenant, EncounterId encounter, RoomMessage message, ConsultationRoom room, IReadOnlyDictionary<Guid, MediaState> media)
    {
        var hearers = hub.Clients.Clients(message.To);
        await (message.News switch
        {
            RoomNews.Arrived news => hearers.ParticipantArrived(await snapshots.Describe(tenant, encounter, news.Participant, true, media.GetValueOrDefault(news.Participant.Value))),
            RoomNews.Left news => hearers.ParticipantLeft(new Departure(news.Participant)),
            RoomNews.Started news => hearers.Started(new RoomStarted(news.At)),
            RoomNews.LiveClosed => SnapshotsTo(tenant, encounter, message.To, room, media),
            RoomNews.NobodyCame => hearers.NobodyCame(),
            RoomNews.EndingSoon news => hearers.EndingSoon(new RoomEndingSoon(news.EndsAt)),
            RoomNews.Ended news => hearers.Ended(new RoomEnded(news.At, news.Reason, (int)news.Live.TotalSeconds)),
            RoomNews.TakenOver => hearers.TakenOver(),
            _ => throw new ArgumentOutOfRangeException(nameof(message)),
        });
    }

    public async Task Changed(TenantId tenant, EncounterId encounter, ParticipantId who, MediaState media, ImmutableArray<string> to) =>
        await hub.Clients.Clients(to).ParticipantChanged(await snapshots.Describe(tenant, encounter, who, true, media));

    /// <summary>The practitioner's list of who waits shows something else now.</summary>
    public Task WaitingChanged(AccountId practitioner) => push.Changed(practitioner, LivePush.Waiting);

    private async Task SnapshotsTo(TenantId tenant, EncounterId encounter, ImmutableArray<string> to, ConsultationRoom room, IReadOnlyDictionary<Guid, MediaState> media)
    {
        var present = room.State.Present.Keys.ToDictionary(p => p.Value, p => media.GetValueOrDefault(p.Value, new MediaState(false, false, false)));
        await hub.Clients.Clients(to).Snapshot(await snapshots.Of(tenant, encounter, new RoomAnswer(room.State.Status, null, present, null, [], null)));
    }
}
