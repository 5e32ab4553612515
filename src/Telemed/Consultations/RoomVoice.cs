using System.Collections.Immutable;
using Microsoft.AspNetCore.SignalR;
using NodaTime;
using Telemed.Notifications;
using Telemed.Platform;

namespace Telemed.Consultations;

/// <summary>Carries what a room says to the pages that hear it.</summary>
internal sealed class RoomVoice(IHubContext<ConsultationHub, IConsultationClient> hub, LivePush push, Snapshots snapshots)
{
    public async Task Say(TenantId tenant, EncounterId encounter, RoomMessage message, RoomAnswer now)
    {
        var hearers = hub.Clients.Clients(message.To);
        await (message.News switch
        {
            RoomNews.Welcome or RoomNews.LiveClosed => hearers.Snapshot(await snapshots.Of(tenant, encounter, now)),
            RoomNews.Arrived news => hearers.ParticipantArrived(await snapshots.Describe(tenant, encounter, news.Participant, true, now.Present.GetValueOrDefault(news.Participant.Value))),
            RoomNews.Left news => hearers.ParticipantLeft(new Departure(news.Participant)),
            RoomNews.Started news => hearers.Started(new RoomStarted(news.At)),
            RoomNews.NobodyCame => hearers.NobodyCame(),
            RoomNews.EndingSoon news => hearers.EndingSoon(new RoomEndingSoon(news.EndsAt)),
            RoomNews.Ended news => hearers.Ended(new RoomEnded(news.At, news.Reason, (int)news.Live.TotalSeconds)),
            RoomNews.TakenOver => hearers.TakenOver(),
            _ => throw new ArgumentOutOfRangeException(nameof(message)),
        });
    }

    public async Task Changed(TenantId tenant, EncounterId encounter, ParticipantId who, MediaState media, ImmutableArray<string> to) =>
        await hub.Clients.Clients(to).ParticipantChanged(await snapshots.Describe(tenant, encounter, who, true, media));

    public Task CalledOff(ImmutableArray<string> to) => hub.Clients.Clients(to).CalledOff();

    /// <summary>The practitioner's list of who waits shows something else now.</summary>
    public Task WaitingChanged(AccountId practitioner) => push.Changed(practitioner, LivePush.Waiting);
}
