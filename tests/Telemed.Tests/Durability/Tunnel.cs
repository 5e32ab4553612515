using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Telemed.Tests.Durability;

/// <summary>A line to a server that carries so many bytes a second upwards and is cut every two seconds, without a word to either side.</summary>
internal sealed class Tunnel : IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<TcpClient, TcpClient> _lines = new();
    private readonly int _port;
    private readonly int _bytesPerSecond;
    private readonly Task[] _work;

    public Tunnel(int port, int bytesPerSecond)
    {
        (_port, _bytesPerSecond) = (port, bytesPerSecond);
        _listener.Start();
        _work = [Accept(), Cut()];
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>How many lines were cut while bytes went through them.</summary>
    public int Cuts { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await Task.WhenAll(_work);
        CutAll();
        _stop.Dispose();
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                _ = Serve(await _listener.AcceptTcpClientAsync(_stop.Token));
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task Cut()
    {
        using var timer = new PeriodicTimer(Every);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                CutAll();
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private void CutAll()
    {
        foreach (var (page, server) in _lines)
        {
            if (_lines.TryRemove(page, out _))
            {
                Cuts++;
                Drop(page);
                Drop(server);
            }
        }
    }

    private async Task Serve(TcpClient page)
    {
        var server = new TcpClient();
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _port, _stop.Token);
            _lines[page] = server;
            await Task.WhenAny(Up(page.GetStream(), server.GetStream()), server.GetStream().CopyToAsync(page.GetStream(), _stop.Token));
        }
        catch (Exception exception) when (exception is SocketException or IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // The server is away, or the line was cut.
        }
        finally
        {
            _lines.TryRemove(page, out _);
            Drop(page);
            Drop(server);
        }
    }

    private async Task Up(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[65_536];
        while (await from.ReadAsync(buffer, _stop.Token) is var read && read > 0)
        {
            await to.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
            await Task.Delay(TimeSpan.FromSeconds((double)read / _bytesPerSecond), _stop.Token);
        }
    }

    /// <summary>With a reset: what is under way is lost.</summary>
    private static void Drop(TcpClient line)
    {
        try
        {
            line.LingerState = new LingerOption(true, 0);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // It is gone already.
        }

        line.Dispose();
    }
}
