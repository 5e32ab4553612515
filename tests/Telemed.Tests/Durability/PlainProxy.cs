using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Telemed.Tests.Durability;

/// <summary>A plain TCP proxy before several nodes: the next one in turn, and the one after it when that refuses. No stickiness, no HTTP.</summary>
internal sealed class PlainProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Task> _lines = [];
    private readonly IReadOnlyList<int> _ports;
    private readonly Task _accepting;
    private int _turn;

    public PlainProxy(IReadOnlyList<int> ports)
    {
        _ports = ports;
        _listener.Start();
        _accepting = Accept();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_lines);
        _stop.Dispose();
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                _lines.Add(Serve(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task Serve(TcpClient page)
    {
        using var own = page;
        using var node = await Reach();
        if (node is null)
        {
            return;
        }

        page.NoDelay = node.NoDelay = true;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        await Task.WhenAny(Copy(page, node, over.Token), Copy(node, page, over.Token));
        await over.CancelAsync();
    }

    private async Task<TcpClient?> Reach()
    {
        for (var tries = 0; tries < _ports.Count; tries++)
        {
            var node = new TcpClient();
            try
            {
                await node.ConnectAsync(IPAddress.Loopback, _ports[(int)((uint)Interlocked.Increment(ref _turn) % _ports.Count)], _stop.Token);
                return node;
            }
            catch (Exception exception) when (exception is SocketException or OperationCanceledException)
            {
                node.Dispose();
            }
        }

        return null;
    }

    private static async Task Copy(TcpClient from, TcpClient to, CancellationToken cancel)
    {
        try
        {
            await from.GetStream().CopyToAsync(to.GetStream(), cancel);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // One side is gone: so is the line.
        }
    }
}
