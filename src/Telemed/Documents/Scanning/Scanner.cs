using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Options;
using NodaTime;
using Telemed.Platform;

namespace Telemed.Documents.Scanning;

public enum Verdict
{
    /// <summary>Nothing was found in the whole file; or no scanner is configured.</summary>
    Clean,
    Infected,

    /// <summary>The scanner could not look at all of it: too deep, too long, too slow.</summary>
    Beyond,

    /// <summary>The scanner is away, or did not say: the file waits.</summary>
    Unknown,
}

/// <summary>
/// Asks ClamAV's daemon about a file, over its socket (clamd(8), INSTREAM). What it does not say is clean is not: a scanner that is down, slow,
/// cut off or confused lets nothing through.
/// </summary>
public sealed class Scanner(IOptions<TelemedOptions> options, Clock clock, ILogger<Scanner> log)
{
    /// <summary>After a failure nobody asks for so long: a file of 2 GB is not sent again and again.</summary>
    public static readonly Duration Rest = Duration.FromSeconds(30);

    private const int Chunk = 65_536;
    private const int LongestAnswer = 1_024;
    private static readonly TimeSpan ToConnect = TimeSpan.FromSeconds(5);

    private Instant _restsUntil = Instant.MinValue;

    /// <summary>For sending a file and hearing what is in it.</summary>
    internal TimeSpan ToAnswer { get; init; } = TimeSpan.FromMinutes(2);

    public bool IsConfigured => !string.IsNullOrEmpty(options.Value.ClamAv);

    /// <summary>Whether asking makes sense now: there is none to ask, or it answers.</summary>
    public async Task<bool> IsReady(CancellationToken cancel)
    {
        if (!IsConfigured)
        {
            return true;
        }

        if (clock.Now < _restsUntil)
        {
            return false;
        }

        var answer = await Ask("zPING\0"u8.ToArray(), null, cancel);
        // One that drops what it is asked costs seconds each time.
        _restsUntil = answer.Words is null ? clock.Now + Rest : _restsUntil;
        return answer is { Whole: true, Words: "PONG" };
    }

    /// <param name="content">Read from where it stands to its end.</param>
    public async Task<Verdict> Look(Stream content, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(content);
        if (!IsConfigured)
        {
            return Verdict.Clean;
        }

        if (clock.Now < _restsUntil)
        {
            return Verdict.Unknown;
        }

        var answer = await Ask("zINSTREAM\0"u8.ToArray(), content, cancel);
        switch (answer)
        {
            case { Whole: true, Words: "stream: OK" }:
                return Verdict.Clean;
            case { Words: { } limit } when limit.StartsWith("stream: Heuristics.Limits.Exceeded", StringComparison.Ordinal):
                return Verdict.Beyond;
            case { Words: { } words } when words.StartsWith("stream: ", StringComparison.Ordinal) && words.EndsWith(" FOUND", StringComparison.Ordinal):
                return Verdict.Infected;
            default:
                // One that answers may have trouble with this file alone: others are still looked at.
                _restsUntil = answer.Words is null ? clock.Now + Rest : _restsUntil;
                log.ScannerAway(answer.Words);
                return Verdict.Unknown;
        }
    }

    /// <summary>Whole: all was sent before the answer came. Words: null when none came.</summary>
    private async Task<(bool Whole, string? Words)> Ask(byte[] command, Stream? content, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(ToConnect);
        try
        {
            await using var line = await Connect(patience.Token);
            patience.CancelAfter(content is null ? ToConnect : ToAnswer);
            var whole = await Said(line, command, patience.Token) && (content is null || await Sent(line, content, patience.Token));
            // To look takes as long as to send.
            patience.CancelAfter(content is null ? ToConnect : ToAnswer);
            return (whole, await Heard(line, patience.Token));
        }
        catch (Exception away) when (away is SocketException || (away is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return (false, null);
        }
    }

    /// <summary>None, host:port, or the path of a socket.</summary>
    public static bool IsAddress(string? address) => string.IsNullOrEmpty(address) || address.StartsWith('/') || Tcp(address) is not null;

    private static DnsEndPoint? Tcp(string address) => address.LastIndexOf(':') is > 0 and var colon
        && int.TryParse(address.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65_536 ? new DnsEndPoint(address[..colon], port) : null;

    private async Task<NetworkStream> Connect(CancellationToken cancel)
    {
        var address = options.Value.ClamAv!;
        var tcp = address.StartsWith('/') ? null : Tcp(address);
        var socket = tcp is null ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) : new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(tcp is null ? new UnixDomainSocketEndPoint(address) : tcp, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<bool> Sent(NetworkStream line, Stream content, CancellationToken cancel)
    {
        var buffer = new byte[sizeof(int) + Chunk];
        while (true)
        {
            // A fault of the file is not one of the scanner: it is not caught here.
            var read = await content.ReadAsync(buffer.AsMemory(sizeof(int)), cancel);
            BinaryPrimitives.WriteInt32BigEndian(buffer, read);
            if (!await Said(line, buffer.AsMemory(0, sizeof(int) + read), cancel))
            {
                return false;
            }

            if (read == 0)
            {
                return true;
            }
        }
    }

    /// <summary>False: it hung up, as it does on a file that is too long for it, and may have said why.</summary>
    private static async Task<bool> Said(NetworkStream line, ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        try
        {
            await line.WriteAsync(bytes, cancel);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static async Task<string?> Heard(NetworkStream line, CancellationToken cancel)
    {
        var (answer, length) = (new byte[LongestAnswer], 0);
        try
        {
            while (length < answer.Length && await line.ReadAsync(answer.AsMemory(length), cancel) is var read && read > 0)
            {
                length += read;
                if (answer[length - 1] == 0)
                {
                    return Encoding.ASCII.GetString(answer, 0, length - 1);
                }
            }
        }
        catch (IOException)
        {
            // Hung up in the middle of a word.
        }

        return null;
    }
}
