using System.Threading.Channels;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Telemed.Consultations;
using Telemed.Consultations.Chatting;
using Telemed.Consultations.Quality;
using Telemed.Platform;

namespace Telemed.Tests.Consultations;

/// <summary>A page in a room, as the browser's: hears everything the server says, in order.</summary>
public sealed class RoomPage : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly Channel<(string Name, object? News)> _heard = Channel.CreateUnbounded<(string, object?)>();

    private RoomPage(HubConnection hub, string? cookies)
    {
        (Hub, Cookies) = (hub, cookies);
        On<Snapshot>("Snapshot");
        On<RoomParticipant>("ParticipantArrived");
        On<Departure>("ParticipantLeft");
        On<Departure>("ParticipantRemoved");
        On<RoomParticipant>("ParticipantChanged");
        On<IncomingSignal>("Signal");
        On<ChatLine>("Said");
        On<QualityChange>("QualityChanged");
        On<ChatReached>("Reached");
        On<RoomStarted>("Started");
        On<RoomPaused>("Paused");
        On<RoomEndingSoon>("EndingSoon");
        On<RoomEnded>("Ended");
        foreach (var name in (string[])["NobodyCame", "TakenOver", "CalledOff", "TurnChanged", "Resumed"])
        {
            hub.On(name, () => { _heard.Writer.TryWrite((name, null)); });
        }
    }

    public HubConnection Hub { get; }

    /// <summary>The Cookie header of its browser.</summary>
    public string? Cookies { get; }

    /// <summary>Opens the connection, without joining.</summary>
    public static async Task<RoomPage> Open(TelemedApp app, ParticipantId participant, string? cookies, string? origin = TelemedApp.Address)
    {
        ArgumentNullException.ThrowIfNull(app);
        var page = new RoomPage(Connect(app, participant, cookies, origin), cookies);
        await page.Hub.StartAsync(TestContext.Current.CancellationToken);
        return page;
    }

    public static HubConnection Connect(TelemedApp app, ParticipantId participant, string? cookies, string? origin = TelemedApp.Address)
    {
        ArgumentNullException.ThrowIfNull(app);
        var url = new Uri(new Uri(TelemedApp.Address), $"{ConsultationHub.Path}?participant={participant}");
        return new HubConnectionBuilder()
            .WithUrl(url, http =>
            {
                http.Transports = HttpTransportType.WebSockets;
                http.SkipNegotiation = true;
                http.WebSocketFactory = async (context, cancel) =>
                {
                    var socket = app.Server.CreateWebSocketClient();
                    socket.ConfigureRequest = request =>
                    {
                        request.Headers.Cookie = cookies;
                        request.Headers.Origin = origin;
                    };
                    return await socket.ConnectAsync(new UriBuilder(context.Uri) { Scheme = "wss" }.Uri, cancel);
                };
            })
            .WithKeepAliveInterval(TimeSpan.FromSeconds(3))
            .AddJsonProtocol(json => Wire.Configure(json.PayloadSerializerOptions))
            .Build();
    }

    /// <summary>Joins, and hears the whole state before the server has answered.</summary>
    public async Task<Snapshot> Join(string tab = "tab", bool microphone = true, bool camera = true, int attempt = 0, bool screen = false)
    {
        await Hub.InvokeAsync("Join", new { tab, attempt, microphone, camera, screen }, TestContext.Current.CancellationToken);
        return await Hears<Snapshot>("Snapshot");
    }

    public Task Call(string method, params object?[] arguments) => Hub.InvokeCoreAsync(method, arguments, TestContext.Current.CancellationToken);

    public Task<T> Call<T>(string method, params object?[] arguments) => Hub.InvokeCoreAsync<T>(method, arguments, TestContext.Current.CancellationToken);

    /// <summary>The code word with which the server refuses.</summary>
    public async Task<string> Refusal(string method, params object?[] arguments)
    {
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => Call(method, arguments));
        return refused.Message[(refused.Message.LastIndexOf(' ') + 1)..];
    }

    /// <summary>Waits for the next news of this name; others are passed over.</summary>
    public async Task<T> Hears<T>(string name)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        var passed = new List<string>();
        try
        {
            while (true)
            {
                var (heard, news) = await _heard.Reader.ReadAsync(patience.Token);
                if (heard == name)
                {
                    return (T)news!;
                }

                passed.Add(heard);
            }
        }
        catch (OperationCanceledException)
        {
            throw new Xunit.Sdk.XunitException($"Never heard {name}, only [{string.Join(", ", passed)}].");
        }
    }

    public Task Hears(string name) => Hears<object?>(name);

    /// <summary>What was heard and not yet looked at.</summary>
    public IReadOnlyList<string> HeardSoFar()
    {
        var heard = new List<string>();
        while (_heard.Reader.TryRead(out var one))
        {
            heard.Add(one.Name);
        }

        return heard;
    }

    public ValueTask DisposeAsync() => Hub.DisposeAsync();

    private void On<T>(string name) => Hub.On<T>(name, news => { _heard.Writer.TryWrite((name, news)); });
}
