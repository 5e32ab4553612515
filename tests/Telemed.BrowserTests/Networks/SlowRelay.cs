using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Telemed.BrowserTests.Networks;

/// <summary>
/// The way to a relay far away: takes what comes by UDP at the middle's address, and brings it to the same port of its loopback after a
/// while, in order; and back. The kernel's own means of delay (netem) is not everywhere.
/// </summary>
public sealed class SlowRelay : IAsyncDisposable
{
    private readonly Internet _internet;
    private readonly Socket _front;
    private readonly int _port;
    private readonly TimeSpan _late;
    private readonly ConcurrentDictionary<EndPoint, Socket> _behind = new();
    private readonly CancellationTokenSource _over = new();

    private SlowRelay(Internet internet, Socket front, int port, TimeSpan late) => (_internet, _front, _port, _late) = (internet, front, port, late);

    public static async Task<SlowRelay> Open(Internet internet, int port, TimeSpan late)
    {
        ArgumentNullException.ThrowIfNull(internet);
        var front = await internet.Core.Open(() => Bound(new IPEndPoint(IPAddress.Parse(Internet.Address), port)));
        var relay = new SlowRelay(internet, front, port, late);
        _ = relay.Inwards();
        return relay;
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _front.Dispose();
        foreach (var socket in _behind.Values)
        {
            socket.Dispose();
        }

        _over.Dispose();
    }

    private async Task Inwards()
    {
        var queue = Queue<(EndPoint From, byte[] Packet)>(async sent =>
        {
            if (_behind.TryGetValue(sent.From, out var behind))
            {
                await behind.SendAsync(sent.Packet);
            }
        });
        var buffer = new byte[65_536];
        await UntilOver(async () =>
        {
            var came = await _front.ReceiveFromAsync(buffer, SocketFlags.None, new IPEndPoint(IPAddress.Any, 0), _over.Token);
            if (!_behind.ContainsKey(came.RemoteEndPoint))
            {
                var behind = await _internet.Core.Open(() => Bound(new IPEndPoint(IPAddress.Loopback, 0)));
                await behind.ConnectAsync(IPAddress.Loopback, _port);
                _behind[came.RemoteEndPoint] = behind;
                _ = Outwards(behind, came.RemoteEndPoint);
            }

            queue((came.RemoteEndPoint, buffer[..came.ReceivedBytes]));
        });
    }

    private async Task Outwards(Socket behind, EndPoint to)
    {
        var queue = Queue<byte[]>(async packet => await _front.SendToAsync(packet, to));
        var buffer = new byte[65_536];
        await UntilOver(async () => queue(buffer[..await behind.ReceiveAsync(buffer, _over.Token)]));
    }

    /// <summary>Hands each on when it is due.</summary>
    private Action<T> Queue<T>(Func<T, Task> deliver)
    {
        var waiting = Channel.CreateUnbounded<(long At, T What)>();
        _ = Task.Run(() => UntilOver(async () =>
        {
            var (at, what) = await waiting.Reader.ReadAsync(_over.Token);
            var left = _late - Stopwatch.GetElapsedTime(at);
            if (left > TimeSpan.Zero)
            {
                await Task.Delay(left, _over.Token);
            }

            await deliver(what);
        }));
        return what => waiting.Writer.TryWrite((Stopwatch.GetTimestamp(), what));
    }

    private async Task UntilOver(Func<Task> work)
    {
        while (!_over.IsCancellationRequested)
        {
            try
            {
                await work();
            }
            catch (Exception end) when (end is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // A peer that is gone: its packets are lost, as on any network.
            }
        }
    }

    private static Socket Bound(IPEndPoint at)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(at);
        return socket;
    }
}
