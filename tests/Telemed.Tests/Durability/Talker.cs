using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Telemed.Consultations;
using Telemed.Consultations.Chatting;
using Telemed.Platform;

namespace Telemed.Tests.Durability;

/// <summary>
/// A page in a room, as the browser's script: comes back after 0, 0.3 and 1.2 s for ever, says a line again and again with the same id
/// until it is acknowledged, and remembers what it said and heard.
/// </summary>
/// <param name="node">One node, asked past the proxy; null: whichever the proxy takes.</param>
internal sealed class Talker(Uri server, ParticipantId self, string cookies, Uri? node = null)
{
    /// <summary>Between two lines. A hundred pages that say one each 0.6 s, the most that a room allows, keep two cores busy by themselves.</summary>
    public static readonly TimeSpan Breath = TimeSpan.FromSeconds(Trial.IsFull ? 2 : 0.6);

    /// <summary>What a page gives one try.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(4);

    private static readonly int[] Pauses = [0, 300, 1200];

    private readonly ConcurrentDictionary<Guid, int> _heard = new();
    private readonly ConcurrentQueue<(TimeSpan Began, TimeSpan Took, string Story)> _lines = new();
    private readonly ConcurrentQueue<string> _story = new();
    private Stopwatch _clock = Stopwatch.StartNew();
    private HubConnection? _hub;
    private int _attempts;
    private Task _moving = Task.CompletedTask;
    private readonly string _tab = Guid.CreateVersion7().ToString();

    /// <summary>Acknowledged lines, by the id that this page gave them.</summary>
    public ConcurrentBag<Guid> Said { get; } = [];

    /// <summary>What the others said, as heard or read, and how often it was heard.</summary>
    public IReadOnlyDictionary<Guid, int> Heard => _heard;

    /// <summary>The other's page is gone, as the room says.</summary>
    public bool IsAlone { get; private set; }

    public VisitStatus? Status { get; private set; }

    /// <summary>What the server refused by name; a page would stop there.</summary>
    public string? Refused { get; private set; }

    /// <summary>The slowest line among those begun since then, from its first try to its acknowledgement.</summary>
    public (TimeSpan Took, string Story) SlowestSince(TimeSpan began) => _lines.Where(l => l.Began >= began).Select(l => (l.Took, l.Story)).DefaultIfEmpty().Max();

    /// <summary>How long after that moment a line was first acknowledged that was begun after it or stood unanswered at it.</summary>
    public TimeSpan? AnsweredAfter(TimeSpan moment) =>
        _lines.Where(l => l.Began + l.Took > moment && l.Began >= moment - Silence).Select(l => (TimeSpan?)(l.Began + l.Took - moment)).Order().FirstOrDefault();

    public async Task Run(Stopwatch clock, CancellationToken stop)
    {
        _clock = clock;
        while (!stop.IsCancellationRequested && Refused is null)
        {
            var line = Guid.CreateVersion7();
            var began = clock.Elapsed;
            for (var attempt = 0; Refused is null && !stop.IsCancellationRequested && !await Say(line, attempt); attempt++)
            {
            }

            if (!stop.IsCancellationRequested && Refused is null)
            {
                Said.Add(line);
                _lines.Enqueue((began, clock.Elapsed - began, string.Join(", ", _story)));
            }

            _story.Clear();

            await Task.Delay(Breath, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Joins once, says nothing and never comes back.</summary>
    public async Task Come() => Assert.NotNull(await Open(0));

    /// <summary>Closes the page.</summary>
    public async Task Close()
    {
        if (_hub is { } hub)
        {
            await hub.DisposeAsync();
        }
    }

    private async Task<bool> Say(Guid line, int attempt)
    {
        if (await Joined(attempt) is not { } hub)
        {
            return false;
        }

        try
        {
            using var patience = new CancellationTokenSource(Silence);
            await hub.InvokeAsync("Say", new { clientId = line, text = $"{line}" }, patience.Token);
            Tell("said");
            return true;
        }
        catch (Exception exception)
        {
            Tell($"not said ({exception.GetType().Name})");
            // What a line refuses because the next one is in the room already is said there.
            if (!_moving.IsCompleted || (_hub is { } next && next != hub))
            {
                await _moving;
                return false;
            }

            GiveUp(hub, exception);
            return false;
        }
    }

    private async Task<HubConnection?> Joined(int attempt)
    {
        if (_hub is { State: HubConnectionState.Connected } open)
        {
            return open;
        }

        await Task.Delay(Pauses[Math.Min(attempt, Pauses.Length - 1)]);
        return await Open(attempt);
    }

    private async Task<HubConnection?> Open(int attempt)
    {
        var hub = Build();
        try
        {
            using var patience = new CancellationTokenSource(Silence);
            Tell("opens");
            await hub.StartAsync(patience.Token);
            Tell("joins");
            await hub.InvokeAsync("Join", new { tab = _tab, attempt = ++_attempts, microphone = true, camera = true }, patience.Token);
            Tell("joined");
            return _hub = hub;
        }
        catch (Exception exception)
        {
            Tell($"not joined ({exception.GetType().Name})");
            GiveUp(hub, exception);
            return null;
        }
    }

    /// <summary>Another line first; what is under way on the old one is answered there.</summary>
    private async Task MoveOver(HubConnection old)
    {
        if (_hub == old && await Open(-1) is not null)
        {
            await old.DisposeAsync();
        }
    }

    private void Tell(string what) => _story.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{_clock.Elapsed.TotalSeconds:0.00} {what}"));

    private void GiveUp(HubConnection hub, Exception exception)
    {
        if (_hub == hub)
        {
            _hub = null;
        }

        if (exception is HubException && exception.Message.Split(' ')[^1] is "not-found" or "not-allowed" or "taken-over")
        {
            Refused = exception.Message;
        }

        // A node that hangs never answers a close: the page does not wait for it.
        _ = hub.DisposeAsync().AsTask();
    }

    private HubConnection Build()
    {
        var hub = new HubConnectionBuilder()
            .WithUrl(new Uri(node ?? server, $"{ConsultationHub.Path}?participant={self}"), http =>
            {
                http.Transports = HttpTransportType.WebSockets;
                http.SkipNegotiation = true;
                http.Headers["Cookie"] = cookies;
                http.Headers["Origin"] = server.GetLeftPart(UriPartial.Authority);
            })
            .AddJsonProtocol(json => Wire.Configure(json.PayloadSerializerOptions))
            .Build();
        hub.On<ChatLine>("Said", line => { Hear(line, 1); });
        hub.On<Snapshot>("Snapshot", snapshot =>
        {
            Status = snapshot.Status;
            foreach (var line in snapshot.Chat)
            {
                Hear(line, 0);
            }
        });
        hub.On("ServerLeaves", () => { _moving = MoveOver(hub); });
        hub.On<Departure>("ParticipantLeft", _ => { IsAlone = true; });
        hub.On<RoomStarted>("Started", _ => { Status = VisitStatus.Active; });
        hub.On<RoomEnded>("Ended", _ => { Status = VisitStatus.Ended; });
        return hub;
    }

    private void Hear(ChatLine line, int times)
    {
        if (line.From != self)
        {
            _heard.AddOrUpdate(line.ClientId, times, (_, before) => before + times);
        }
    }
}
