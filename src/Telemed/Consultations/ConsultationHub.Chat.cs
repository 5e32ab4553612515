using Microsoft.AspNetCore.SignalR;
using NodaTime;
using Telemed.Consultations.Chatting;
using Telemed.Platform;

namespace Telemed.Consultations;

/// <param name="ClientId">Chosen by the page; the same line sent again changes nothing.</param>
public sealed record SayRequest(Guid ClientId, string? Text);

/// <param name="Lines">Lines of others that have reached this page.</param>
/// <param name="Seen">The chat is open there.</param>
public sealed record HeardRequest(IReadOnlyList<ChatMessageId>? Lines, bool Seen);

public sealed record SayReceipt(ChatMessageId Id, Instant At);

// What is said in the room, and how far it came.
public sealed partial class ConsultationHub
{
    /// <summary>A line of chat to everyone there: 1 to 2,000 characters.</summary>
    public async Task<SayReceipt> Say(SayRequest request)
    {
        Take(RateLimits.RoomMessage);
        var text = request?.Text?.Trim() ?? "";
        _ = text.Length switch
        {
            0 => throw new HubException(NotAllowed),
            > Chat.LongestText => throw new HubException(TooLarge),
            _ => text,
        };
        Allowed(await Room.Audience(Caller));
        Db.Enter(Seat.Tenant);
        var (line, _) = await Db.AddChat(new ChatMessage
        {
            TenantId = Db.Tenant, Id = ChatMessageId.New(), EncounterId = Seat.Encounter, ParticipantId = Seat.Participant,
            ClientId = request!.ClientId, Text = text, At = clock.Now,
        }, services.GetServices<IHearsChat>());
        // Asked anew: whoever came in meanwhile may have read the chat before this line was in it. A line that came before is told again,
        // since the node that took it may have died before it told; pages know a line by its sender's id.
        await Clients.Clients((await Room.Audience(Caller)).Reaches).Said(line);
        return new SayReceipt(line.Id, line.At);
    }

    /// <summary>What others said has reached this page, or stands open on it: their pages show it.</summary>
    public async Task Heard(HeardRequest request)
    {
        Take(RateLimits.RoomMessage);
        var lines = request?.Lines ?? throw new HubException(NotAllowed);
        _ = lines.Count > Chat.MostHeard ? throw new HubException(TooLarge) : lines;
        Allowed(await Room.Audience(Caller));
        Db.Enter(Seat.Tenant);
        var reached = await Db.Reach(Seat.Encounter, Seat.Participant, lines, request.Seen, clock.Now);
        if (reached.Count > 0)
        {
            await Clients.Clients((await Room.Audience(Caller)).Reaches).Reached(new ChatReached(reached, request.Seen));
        }
    }
}
