using Microsoft.AspNetCore.SignalR;
using NodaTime;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Consultations;

/// <param name="Tab">The tab's own id, chosen by the page: the same tab that reconnects takes nothing over.</param>
public sealed record JoinRequest(string? Tab, bool Microphone, bool Camera);

/// <param name="ClientId">Chosen by the page; the same line sent again changes nothing.</param>
public sealed record SayRequest(Guid ClientId, string? Text);

public sealed record SayReceipt(ChatMessageId Id, Instant At);

/// <summary>
/// The wire of a room, one connection a page. Thin: who is calling, which room, pass on. Authorised at the connection, and again at
/// each join. Errors are code words: not-found, not-allowed, taken-over, too-large, too-fast.
/// </summary>
public sealed class ConsultationHub(Db db, Clock clock, IGrainFactory grains, Buckets buckets, IServiceProvider services) : Hub<IConsultationClient>
{
    public const string Path = "/hubs/consultation";
    internal const string NotFound = "not-found";
    internal const string NotAllowed = "not-allowed";
    internal const string TakenOver = "taken-over";
    internal const string TooLarge = "too-large";
    internal const string TooFast = "too-fast";

    private Seat Seat => Context.Items[typeof(Seat)] as Seat ?? throw new HubException(NotFound);

    private IConsultationRoomGrain Room => grains.GetGrain<IConsultationRoomGrain>(ConsultationRoomGrain.KeyOf(Seat.Tenant, Seat.Encounter));

    private RoomCaller Caller => new(Seat.Participant, Seat.Account?.Value, Context.ConnectionId, Seat.Tab, Seat.IsPractitioner);

    public override async Task OnConnectedAsync()
    {
        if (await Seat.Of(Context.GetHttpContext()!, db, clock) is not { } seat)
        {
            Context.Abort();
            return;
        }

        Context.Items[typeof(Seat)] = seat;
        services.GetRequiredService<OpenConnections>().Add(Context.ConnectionId, seat.Session, Context.Abort);
    }

    public override async Task OnDisconnectedAsync(Exception? exception)
    {
        services.GetRequiredService<OpenConnections>().Remove(Context.ConnectionId);
        if (Context.Items[typeof(Seat)] is Seat seat)
        {
            await Room.Leave(Caller);
            if (exception is not null)
            {
                services.GetRequiredService<ILogger<ConsultationHub>>().ConnectionClosed(seat.Participant, exception.GetType().Name);
                await Count(exception is InvalidDataException ? "hub-malformed" : "hub-broken");
            }
        }
    }

    /// <summary>Joins, or joins again after a break. The room says the whole state to this page before anything else.</summary>
    public async Task Join(JoinRequest request)
    {
        await Take(RateLimits.RoomMessage);
        if (await Seat.Of(Context.GetHttpContext()!, db, clock) is not { } seat)
        {
            throw new HubException(NotFound);
        }

        if (!seat.MayJoin(await Visit.Load(db, seat.Participant), clock.Now))
        {
            throw new HubException(NotAllowed);
        }

        var tab = request?.Tab is { Length: > 0 and <= RoomConnection.LongestTab } own ? own : Context.ConnectionId;
        Context.Items[typeof(Seat)] = seat with { Tab = tab };
        var answer = await Room.Arrive(Caller, new MediaState(request!.Microphone, request.Camera, false));
        if (Context.ConnectionAborted.IsCancellationRequested)
        {
            // The page was closed while it joined, and its leaving may have been told before its arrival: no ghost stays behind.
            await Room.Leave(Caller);
        }

        Allowed(answer);
    }

    /// <summary>To one other in the room while it is live; relayed without reading it.</summary>
    public async Task Signal(OutgoingSignal signal)
    {
        await Take(signal is { Kind: SignalKind.Candidate } ? RateLimits.IceCandidate : RateLimits.RoomMessage);
        await Bounded(() => SignalBounds.Check(signal));
        var answer = Allowed(await Room.Reach(Caller, signal.To));
        await Clients.Clients(answer.Reaches).Signal(new IncomingSignal(Seat.Participant, signal.Kind, signal.Sdp, signal.Candidate));
    }

    /// <summary>A line of chat to everyone there: 1 to 2,000 characters.</summary>
    public async Task<SayReceipt> Say(SayRequest request)
    {
        await Take(RateLimits.RoomMessage);
        var text = request?.Text?.Trim() ?? "";
        await Bounded(() => _ = text.Length switch
        {
            0 => throw new HubException(NotAllowed),
            > Chat.LongestText => throw new HubException(TooLarge),
            _ => text,
        });
        Allowed(await Room.Audience(Caller));
        db.Enter(Seat.Tenant);
        var (line, isNew) = await db.AddChat(Seat.Encounter, Seat.Participant, request!.ClientId, text, clock.Now);
        if (isNew)
        {
            // Asked anew: whoever came in meanwhile may have read the chat before this line was in it.
            await Clients.Clients((await Room.Audience(Caller)).Reaches).Said(line);
        }

        return new SayReceipt(line.Id, line.At);
    }

    public async Task SetMedia(MediaState media)
    {
        await Take(RateLimits.RoomMessage);
        Allowed(await Room.SetMedia(Caller, media ?? throw new HubException(NotAllowed)));
    }

    public async Task Leave()
    {
        await Take(RateLimits.RoomMessage);
        await Room.Leave(Caller);
    }

    /// <summary>By the practitioner, where the clinic admits by hand.</summary>
    public async Task Admit(ParticipantId participant)
    {
        await Take(RateLimits.RoomMessage);
        Allowed(await Room.Admit(Caller, participant));
    }

    /// <summary>By the practitioner: the visit is over, for one of the reasons that a person may give.</summary>
    public async Task End(EndReason reason)
    {
        await Take(RateLimits.RoomMessage);
        Allowed(reason is EndReason.ByPractitioner or EndReason.NoShow ? await Room.End(Caller, reason) : throw new HubException(NotAllowed));
    }

    /// <summary>By a practitioner who is live in another room: holds that one, so that this one may start.</summary>
    public async Task HoldOther()
    {
        await Take(RateLimits.RoomMessage);
        var answer = Allowed(await Room.Audience(Caller));
        if (Seat.IsPractitioner && answer.LiveElsewhere is { } other)
        {
            await grains.GetGrain<IConsultationRoomGrain>(ConsultationRoomGrain.KeyOf(Seat.Tenant, new EncounterId(other))).Hold(Caller);
            await Room.Reconsider(new SystemActor(Seat.Tenant));
        }
    }

    private static RoomAnswer Allowed(RoomAnswer answer) => answer.Refusal switch
    {
        null => answer,
        RoomRefusal.NotFound => throw new HubException(NotFound),
        RoomRefusal.TakenOver => throw new HubException(TakenOver),
        _ => throw new HubException(NotAllowed),
    };

    private Task Take(BucketRule rule) => Bounded(() =>
    {
        if (!buckets.Take(rule, Seat.Participant.ToString()))
        {
            throw new HubException(TooFast);
        }
    });

    /// <summary>What is dropped is counted.</summary>
    private async Task Bounded(Action check)
    {
        try
        {
            check();
        }
        catch (HubException refused) when (refused.Message is TooLarge or TooFast)
        {
            await Count("hub-" + refused.Message);
            throw;
        }
    }

    private Task Count(string what) =>
        services.GetRequiredService<HubCounts>().Add(ClientAddress.Of(Context.GetHttpContext()!), what);
}
