using System.Collections.Immutable;
using Microsoft.AspNetCore.SignalR;
using NodaTime;
using Telemed.Consultations.Chatting;
using Telemed.Notifications;
using Telemed.Platform;

namespace Telemed.Consultations.Rooms;

/// <summary>Carries what a room says to the pages that hear it.</summary>
internal sealed class RoomVoice(IHubContext<ConsultationHub, IConsultationClient> hub, LivePush push, Snapshots snapshots)
{
    /// <param name="who">Whose connection it is, since each sees the room's chat from where they may.</param>
    public async Task Say(TenantId tenant, EncounterId encounter, RoomMessage message, RoomAnswer now, Func<string, ParticipantId?> who)
    {
        if (message.News is RoomNews.Welcome or RoomNews.LiveClosed)
        {
            foreach (var connection in message.To)
            {
                var reader = message.News is RoomNews.Welcome welcome ? welcome.Who : who(connection);
                await hub.Clients.Clients([connection]).Snapshot(await snapshots.Of(tenant, encounter, now, reader));
            }

            return;
        }

        var hearers = hub.Clients.Clients(message.To);
        await (message.News switch
        {
            RoomNews.Arrived news => hearers.ParticipantArrived(await snapshots.Describe(tenant, encounter, news.Participant, true, now.Present.GetValueOrDefault(news.Participant.Value))),
            RoomNews.Left news => hearers.ParticipantLeft(new Departure(news.Participant, news.Dropped)),
            RoomNews.Removed news => hearers.ParticipantRemoved(new Departure(news.Participant, Dropped: false)),
            RoomNews.Started news => hearers.Started(new RoomStarted(news.At)),
            RoomNews.NobodyCame => hearers.NobodyCame(),
            RoomNews.Paused news => hearers.Paused(new RoomPaused(news.Since)),
            RoomNews.Resumed => hearers.Resumed(),
            RoomNews.EndingSoon news => hearers.EndingSoon(new RoomEndingSoon(news.EndsAt)),
            RoomNews.Ended news => hearers.Ended(new RoomEnded(news.At, news.Reason, (int)news.Live.TotalSeconds)),
            RoomNews.TakenOver => hearers.TakenOver(),
            _ => throw new ArgumentOutOfRangeException(nameof(message)),
        });
    }

    public async Task Changed(TenantId tenant, EncounterId encounter, ParticipantId who, MediaState media, ImmutableArray<string> to) =>
        await hub.Clients.Clients(to).ParticipantChanged(await snapshots.Describe(tenant, encounter, who, true, media));

    public Task Said(ChatLine line, ImmutableArray<string> to) => hub.Clients.Clients(to).Said(line);

    public Task TurnChanged(string to) => hub.Clients.Client(to).TurnChanged();

    public Task CalledOff(ImmutableArray<string> to) => hub.Clients.Clients(to).CalledOff();

    /// <summary>The practitioner's list of who waits shows something else now.</summary>
    public Task WaitingChanged(AccountId practitioner) => push.Changed(practitioner, LivePush.Waiting);
}
