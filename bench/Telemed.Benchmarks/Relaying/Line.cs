using System.Buffers.Text;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;

namespace Telemed.Benchmarks.Relaying;

/// <summary>One connection to a SignalR hub, with as little as its JSON protocol needs, so that thousands cost the measuring side little.</summary>
internal sealed class Line : IAsyncDisposable
{
    private const byte EndOfRecord = 0x1e;
    private static readonly HttpMessageInvoker Http = new(new SocketsHttpHandler { UseCookies = false, UseProxy = false });
    private static readonly byte[] Hello = "{\"protocol\":\"json\",\"version\":1}\u001e"u8.ToArray();
    private static readonly byte[] Alive = "{\"type\":6}\u001e"u8.ToArray();

    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource? _answer;
    private long _spoke = Stopwatch.GetTimestamp();

    /// <summary>Ends when the connection does.</summary>
    public Task Closed => _closed.Task;

    /// <summary>Milliseconds from the saying to the hearing of every timed text heard here.</summary>
    public List<double> Delays { get; } = [];

    public static async Task<Line> Open(Uri address, IEnumerable<KeyValuePair<string, string>> headers, CancellationToken cancel)
    {
        var line = new Line();
        foreach (var (name, value) in headers)
        {
            line._socket.Options.SetRequestHeader(name, value);
        }

        try
        {
            await line._socket.ConnectAsync(address, Http, cancel);
            await line.Send(Hello);
        }
        catch (Exception)
        {
            await line.DisposeAsync();
            throw;
        }

        _ = line.Read();
        return line;
    }

    /// <summary>The text that <see cref="Delays"/> is measured by; stands anywhere in what is said.</summary>
    public static string Now() => $"at={Stopwatch.GetTimestamp()} ";

    /// <summary>Calls and waits for the answer; one at a time.</summary>
    /// <param name="call">Target and arguments, as JSON members.</param>
    public async Task Ask(string call, CancellationToken cancel)
    {
        _answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await Send(Record($$"""{"type":1,"invocationId":"1",{{call}}}"""));
        await Task.WhenAny(_answer.Task, Closed).WaitAsync(cancel);
        await (_answer.Task.IsCompleted ? _answer.Task : throw new WebSocketException("closed before it was answered"));
    }

    /// <summary>Says without waiting for an answer.</summary>
    public Task Say(string call) => Send(Record($$"""{"type":1,{{call}}}"""));

    /// <summary>Says that it is there, unless it said anything lately.</summary>
    public async Task KeepAlive(TimeSpan atLeastEvery)
    {
        if (!Closed.IsCompleted && Stopwatch.GetElapsedTime(Volatile.Read(ref _spoke)) > atLeastEvery)
        {
            await Send(Alive).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _turn.Dispose();
        return ValueTask.CompletedTask;
    }

    private static byte[] Record(string json) => [.. Encoding.UTF8.GetBytes(json), EndOfRecord];

    private async Task Send(byte[] record)
    {
        await _turn.WaitAsync();
        try
        {
            Volatile.Write(ref _spoke, Stopwatch.GetTimestamp());
            await _socket.SendAsync(record.AsMemory(), WebSocketMessageType.Text, true, CancellationToken.None);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task Read()
    {
        var (buffer, length) = (new byte[2048], 0);
        try
        {
            while (await _socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None) is { MessageType: not WebSocketMessageType.Close } part)
            {
                length = Take(buffer, length + part.Count);
                if (length == buffer.Length)
                {
                    Array.Resize(ref buffer, 2 * length);
                }
            }
        }
        catch (Exception gone) when (gone is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The server is gone, or we are.
        }

        _closed.TrySetResult();
    }

    /// <summary>Takes every whole record; returns how many bytes of the next one stand at the start of the buffer then.</summary>
    private int Take(byte[] buffer, int length)
    {
        var rest = buffer.AsSpan(0, length);
        for (var end = rest.IndexOf(EndOfRecord); end >= 0; end = rest.IndexOf(EndOfRecord))
        {
            Hear(rest[..end]);
            rest = rest[(end + 1)..];
        }

        rest.CopyTo(buffer);
        return rest.Length;
    }

    private void Hear(ReadOnlySpan<byte> record)
    {
        if (record.StartsWith("{\"type\":1"u8) && record.IndexOf("at="u8) is >= 0 and var at && Utf8Parser.TryParse(record[(at + 3)..], out long said, out _))
        {
            Delays.Add(Stopwatch.GetElapsedTime(said).TotalMilliseconds);
        }
        else if (record.StartsWith("{\"type\":3"u8))
        {
            _ = record.IndexOf("\"error\""u8) < 0 ? _answer?.TrySetResult() : _answer?.TrySetException(new InvalidOperationException(Encoding.UTF8.GetString(record)));
        }
    }
}
