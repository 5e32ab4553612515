using System.Buffers.Binary;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using NodaTime;
using Telemed.Platform;

namespace Telemed.Consultations.Relay;

/// <summary>How the relay answers this server, way by way.</summary>
/// <param name="Tls">Null: none is configured.</param>
/// <param name="ValidUntil">The end of the relay's certificate, where one was shown.</param>
/// <param name="Trusted">A browser would accept the certificate for the relay's name.</param>
public sealed record RelayState(bool Udp, bool Tcp, bool? Tls, Instant? ValidUntil, bool Trusted)
{
    public bool Well => Udp && Tcp && Tls is not false && (Tls is null || Trusted);
}

/// <summary>
/// Asks the configured relay whether it is there: a STUN binding (RFC 8489), which needs no password, over UDP, TCP and TLS. The answer holds
/// for a minute, so that a page that is looked at often asks seldom. Nobody but the configured relay is asked.
/// </summary>
public sealed class RelayCheck(IOptions<TelemedOptions> options, Clock clock) : IDisposable
{
    private static readonly Duration Holds = Duration.FromMinutes(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(500);
    private const int HeaderLength = 20;

    private readonly SemaphoreSlim _one = new(1);
    private (Instant At, RelayState State)? _last;

    private TurnOptions Turn => options.Value.Turn;

    public async Task<RelayState> Look(CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            if (_last is not { } last || clock.Now - last.At >= Holds)
            {
                _last = last = (clock.Now, await Ask(cancel));
            }

            return last.State;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<RelayState> Ask(CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        var (udp, tcp) = (Answers(OverUdp, patience.Token), Answers(OverTcp, patience.Token));
        var certificate = new Shown();
        var tls = Turn.TlsPort is { } port ? Answers(stop => OverTls(port, certificate, stop), patience.Token) : null;
        await Task.WhenAll(udp, tcp, tls ?? Task.CompletedTask);
        return new RelayState(await udp, await tcp, tls is null ? null : await tls, certificate.ValidUntil, certificate.Trusted);
    }

    /// <summary>Whatever goes wrong on the way there is one answer: no.</summary>
    private static async Task<bool> Answers(Func<CancellationToken, Task<bool>> ask, CancellationToken cancel)
    {
        try
        {
            return await ask(cancel);
        }
        catch (Exception failed) when (failed is SocketException or IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
        {
            return false;
        }
    }

    private async Task<bool> OverUdp(CancellationToken cancel)
    {
        using var socket = new UdpClient();
        // Connected: an answer from elsewhere is none, and a port that is closed says so at once.
        await socket.Client.ConnectAsync(Turn.Host!, Turn.Port, cancel);
        var request = Binding();
        var answer = socket.ReceiveAsync(cancel).AsTask();
        while (!answer.IsCompleted)
        {
            await socket.SendAsync(request, cancel); // one may be lost on the way
            await Task.WhenAny(answer, Task.Delay(Again, cancel));
        }

        return IsSuccess((await answer).Buffer, request);
    }

    private async Task<bool> OverTcp(CancellationToken cancel)
    {
        using var line = new TcpClient();
        await line.ConnectAsync(Turn.Host!, Turn.Port, cancel);
        return await Bound(line.GetStream(), cancel);
    }

    private async Task<bool> OverTls(int port, Shown certificate, CancellationToken cancel)
    {
        using var line = new TcpClient();
        await line.ConnectAsync(Turn.Host!, port, cancel);
        await using var tls = new SslStream(line.GetStream());
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = Turn.Host,
#pragma warning disable CA5359 // what is wrong with the certificate is noted and told; nothing secret is said over this line
            RemoteCertificateValidationCallback = certificate.Look,
#pragma warning restore CA5359
        }, cancel);
        return await Bound(tls, cancel);
    }

    private static async Task<bool> Bound(Stream line, CancellationToken cancel)
    {
        var (request, answer) = (Binding(), new byte[HeaderLength]);
        await line.WriteAsync(request, cancel);
        await line.ReadExactlyAsync(answer, cancel);
        return IsSuccess(answer, request);
    }

    /// <summary>A Binding request: type 1, no attributes, the magic cookie, a transaction of its own (RFC 8489, 5).</summary>
    private static byte[] Binding()
    {
        var request = new byte[HeaderLength];
        BinaryPrimitives.WriteUInt16BigEndian(request, 0x0001);
        BinaryPrimitives.WriteUInt32BigEndian(request.AsSpan(4), 0x2112A442);
        RandomNumberGenerator.Fill(request.AsSpan(8));
        return request;
    }

    private static bool IsSuccess(ReadOnlySpan<byte> answer, byte[] request) =>
        answer.Length >= HeaderLength && BinaryPrimitives.ReadUInt16BigEndian(answer) == 0x0101 && answer[4..HeaderLength].SequenceEqual(request.AsSpan(4));

    private sealed class Shown
    {
        public Instant? ValidUntil { get; private set; }

        public bool Trusted { get; private set; }

        public bool Look(object sender, X509Certificate? shown, X509Chain? chain, SslPolicyErrors errors)
        {
            ValidUntil = shown is X509Certificate2 certificate ? Instant.FromDateTimeUtc(certificate.NotAfter.ToUniversalTime()) : null;
            Trusted = errors is SslPolicyErrors.None;
            return true;
        }
    }
}
