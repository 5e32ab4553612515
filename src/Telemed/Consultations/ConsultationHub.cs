using Microsoft.AspNetCore.SignalR;
using Telemed.Consultations.Chatting;
using Telemed.Consultations.Cluster;
using Telemed.Consultations.Quality;
using Telemed.Consultations.Relay;
using Telemed.Consultations.Rooms;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Consultations;

/// <param name="Tab">The tab's own id, chosen by the page: the same tab that reconnects takes nothing over.</param>
/// <param name="Attempt">Counts the tab's joins: one that was long on its way never takes the place of a later one.</param>
/// <param name="Screen">Shown before the line was lost. Granted unless somebody else shows theirs by now: the snapshot tells.</param>
/// <param name="Silent">For how long the page had heard nothing over the line that this one replaces, ms; 0: that one still spoke. Null: there was none.</param>
public sealed record JoinRequest(string? Tab, bool Microphone, bool Camera, int Attempt = 0, bool Screen = false, int? Silent = null);

/// <summary>
/// The wire of a room, one connection a page. Thin: who is calling, which room, pass on. Authorised at the connection, and again at
/// each join. Errors are code words: not-found, not-allowed, taken-over, away (join anew), screen-taken,
/// too-large, too-fast, full.
/// </summary>
public sealed partial class ConsultationHub(Clock clock, IGrainFactory grains, Buckets buckets, IServiceProvider services) : Hub<IConsultationClient>
{
    public const string Path = "/hubs/consultation";
    internal const string NotFound = "not-found";
    internal const string NotAllowed = "not-allowed";
    internal const string TakenOver = "taken-over";
    internal const string Away = "away";
    internal const string ScreenTaken = "screen-taken";
    internal const string TooLarge = "too-large";
    internal const string TooFast = "too-fast";
    internal const string Full = "full";

    /// <summary>Only where it is needed: most of what is said in a room is passed on without it.</summary>
    private Db Db => services.GetRequiredService<Db>();

    private Seat Seat => Context.Items[typeof(Seat)] as Seat ?? throw new HubException(NotFound);

    private IConsultationRoomGrain Room => grains.GetGrain<IConsultationRoomGrain>(ConsultationRoomGrain.KeyOf(Seat.Tenant, Seat.Encounter));

    private RoomCaller Caller => new(Seat.Participant, Seat.Account?.Value, Connection, Seat.Tab, Seat.IsPractitioner, Seat.Attempt, Seat.Silent);

    /// <summary>By which a room on any node finds this connection.</summary>
    private string Connection => services.GetRequiredService<Nodes>().NameOf(Context.ConnectionId);

    public override Task OnConnectedAsync()
    {
        var seat = (Seat)Context.GetHttpContext()!.Items[typeof(Seat)]!; // whoever has none was refused before the upgrade
        Context.Items[typeof(Seat)] = seat;
        services.GetRequiredService<OpenConnections>().Add(Connection, seat.Session, Context.Abort);
        return Task.CompletedTask;
    }

    public override async Task OnDisconnectedAsync(Exception? exception)
    {
        services.GetRequiredService<OpenConnections>().Remove(Connection);
        if (Context.Items[typeof(Seat)] is Seat seat)
        {
            services.GetRequiredService<QualityBook>().Forget(seat.Participant);
            await Room.Leave(Caller, exception is null ? LeaveKind.PageClosed : LeaveKind.LineLost);
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
        Take(RateLimits.RoomMessage);
        if (await Seat.Of(Context.GetHttpContext()!, Db, clock) is not { } seat)
        {
            throw new HubException(NotFound);
        }

        var visit = await Visit.Load(Db, seat.Participant);
        if (visit is { IsCancelled: true })
        {
            await Clients.Caller.CalledOff(); // after its page was drawn
            return;
        }

        if (!seat.MayJoin(visit, clock.Now))
        {
            throw new HubException(NotAllowed);
        }

        var tab = request?.Tab is { Length: > 0 and <= RoomConnection.LongestTab } own ? own : Context.ConnectionId;
        Context.Items[typeof(Seat)] = seat with { Tab = tab, Attempt = request!.Attempt, Silent = request.Silent is { } ms ? TimeSpan.FromMilliseconds(Math.Max(0, ms)) : null };
        var media = new MediaState(request.Microphone, request.Camera, request.Screen);
        services.GetRequiredService<OpenConnections>().Switched(Connection, media);
        var answer = await Room.Arrive(Caller, media);
        if (Context.ConnectionAborted.IsCancellationRequested)
        {
            // The page was closed while it joined, and its leaving may have been told before its arrival: no ghost stays behind.
            await Room.Leave(Caller, LeaveKind.LineLost);
        }

        Allowed(answer);
    }

    /// <summary>To one other in the room; relayed without reading it.</summary>
    public async Task Signal(OutgoingSignal signal)
    {
        Take(signal is { Kind: SignalKind.Candidate } ? RateLimits.IceCandidate : RateLimits.RoomMessage);
        SignalBounds.Check(signal);
        var reached = await Room.Reach(Caller, signal.To);
        Allowed(reached.Refusal);
        if (reached.Connection is { } other)
        {
            await Clients.Client(other).Signal(new IncomingSignal(Seat.Participant, signal.Kind, signal.Sdp, signal.Candidate, signal.Answers));
        }
    }

    public async Task SetMedia(MediaState media)
    {
        Take(RateLimits.RoomMessage);
        services.GetRequiredService<OpenConnections>().Switched(Connection, media ?? throw new HubException(NotAllowed));
        Allowed(await Room.SetMedia(Caller, media));
    }

    public async Task Leave()
    {
        Take(RateLimits.RoomMessage);
        await Room.Leave(Caller, LeaveKind.Wanted);
    }

    /// <summary>How the call is, every two seconds while it is live. Told, not promised: see <see cref="QualityBook"/>.</summary>
    public async Task ReportQuality(QualitySample sample)
    {
        Take(RateLimits.QualitySample);
        var answer = Allowed(await Room.Audience(Caller));
        if (sample is not { IsPossible: true } || answer.Status is not RoomStatus.Active)
        {
            throw new HubException(NotAllowed);
        }

        if (services.GetRequiredService<QualityBook>().Take(Seat, sample) is { } level)
        {
            await Clients.Clients(answer.Reaches).QualityChanged(new QualityChange(Seat.Participant, level));
        }
    }

    /// <summary>A technical incident that only the page knows; written when this returns.</summary>
    public async Task ReportIncident(IncidentReport report)
    {
        Take(RateLimits.IncidentReport);
        var answer = Allowed(await Room.Audience(Caller));
        if (report is not { IsPossible: true } || (report.NeedsCall && answer.Status is not RoomStatus.Active))
        {
            throw new HubException(NotAllowed);
        }

        Db.Enter(Seat.Tenant);
        _ = await Db.Report(Seat.Encounter, Seat.Participant, report, clock.Now) ? true : throw new HubException(TooFast);
    }

    /// <summary>The visit's technical incidents so far, for the practitioner who is about to end it.</summary>
    public async Task<IReadOnlyList<IncidentLine>> Incidents()
    {
        Take(RateLimits.RoomMessage);
        Allowed(await Room.Audience(Caller));
        Db.Enter(Seat.Tenant);
        return Seat.IsPractitioner ? await Db.IncidentsOf(Seat.Encounter) : throw new HubException(NotAllowed);
    }

    /// <summary>New credentials for the relay, before a new way is looked for; none without a relay. Only for whoever is in the room.</summary>
    public async Task<IReadOnlyList<IceServer>> Relay()
    {
        Take(RateLimits.RelayCredentials);
        Allowed(await Room.Audience(Caller));
        return services.GetRequiredService<RelayCredentials>().For(Seat.Participant);
    }

    /// <summary>By the practitioner, where the clinic admits by hand.</summary>
    public async Task Admit(ParticipantId participant)
    {
        Take(RateLimits.RoomMessage);
        Allowed(await Room.Admit(Caller, participant));
    }

    /// <summary>By the practitioner, who is away for a moment: picture and sound stop both ways.</summary>
    public async Task Pause()
    {
        Take(RateLimits.RoomMessage);
        Allowed(await Room.Pause(Caller));
    }

    /// <summary>By the practitioner, who is back.</summary>
    public async Task Resume()
    {
        Take(RateLimits.RoomMessage);
        Allowed(await Room.Resume(Caller));
    }

    /// <summary>By the practitioner: the visit is over, for one of the reasons that a person may give.</summary>
    public async Task End(EndReason reason)
    {
        Take(RateLimits.RoomMessage);
        Allowed(reason is EndReason.ByPractitioner or EndReason.NoShow ? await Room.End(Caller, reason) : throw new HubException(NotAllowed));
    }

    /// <summary>By a practitioner who is live in another room: holds that one, so that this one may start.</summary>
    public async Task HoldOther()
    {
        Take(RateLimits.RoomMessage);
        var answer = Allowed(await Room.Audience(Caller));
        if (Seat.IsPractitioner && answer.LiveElsewhere is { } other)
        {
            await grains.GetGrain<IConsultationRoomGrain>(ConsultationRoomGrain.KeyOf(Seat.Tenant, new EncounterId(other))).Hold(Caller);
            await Room.Reconsider(new SystemActor(Seat.Tenant));
        }
    }

    private static RoomAnswer Allowed(RoomAnswer answer)
    {
        Allowed(answer.Refusal);
        return answer;
    }

    private static void Allowed(RoomRefusal? refusal) => _ = refusal switch
    {
        null => true,
        RoomRefusal.NotFound => throw new HubException(NotFound),
        RoomRefusal.TakenOver => throw new HubException(TakenOver),
        RoomRefusal.Away => throw new HubException(Away),
        RoomRefusal.ScreenTaken => throw new HubException(ScreenTaken),
        RoomRefusal.Full => throw new HubException(Full),
        _ => throw new HubException(NotAllowed),
    };

    private void Take(BucketRule rule, string? key = null) => _ = buckets.Take(rule, key ?? Seat.Participant.ToString()) ? true : throw new HubException(TooFast);

    private Task Count(string what) =>
        services.GetRequiredService<HubCounts>().Add(ClientAddress.Of(Context.GetHttpContext()!), what);
}
