using System.Buffers.Binary;
using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Telemed.Tests.Testing;

/// <summary>Asks a relay for a place over TLS, as a browser does for "turns:" (RFC 8656; credentials as in RFC 8489, 9.2).</summary>
public static class TurnOverTls
{
    private const ushort Allocate = 0x0003, Success = 0x0103;
    private const ushort Username = 0x0006, Integrity = 0x0008, ErrorCode = 0x0009, Realm = 0x0014, Nonce = 0x0015, RequestedTransport = 0x0019;
    private static readonly byte[] Udp = [17, 0, 0, 0];

    /// <summary>"allocated", or the number of the relay's no.</summary>
    public static async Task<string> Ask(int port, string name, string password, CancellationToken cancel)
    {
        using var line = new TcpClient();
        await line.ConnectAsync("127.0.0.1", port, cancel);
#pragma warning disable CA5359 // the relay of a test has a certificate that nobody vouches for
        await using var tls = new SslStream(line.GetStream(), false, (_, _, _, _) => true);
#pragma warning restore CA5359
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "relay.test" }, cancel);
        var (_, challenge) = await Say(tls, Message([(RequestedTransport, Udp)]), cancel);
        var (realm, nonce) = (challenge[Realm], challenge[Nonce]);
        var request = Message([(RequestedTransport, Udp), (Username, Encoding.UTF8.GetBytes(name)), (Realm, realm), (Nonce, nonce)]);
        var (type, answer) = await Say(tls, Signed(request, $"{name}:{Encoding.UTF8.GetString(realm)}:{password}"), cancel);
        return type == Success ? "allocated" : ((answer[ErrorCode][2] * 100) + answer[ErrorCode][3]).ToString(CultureInfo.InvariantCulture);
    }

    private static byte[] Message((ushort Type, byte[] Value)[] attributes)
    {
        var body = attributes.SelectMany(a => Attribute(a.Type, a.Value)).ToArray();
        var message = new byte[20 + body.Length];
        BinaryPrimitives.WriteUInt16BigEndian(message, Allocate);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), (ushort)body.Length);
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(4), 0x2112A442);
        RandomNumberGenerator.Fill(message.AsSpan(8, 12));
        body.CopyTo(message, 20);
        return message;
    }

    private static byte[] Attribute(ushort type, byte[] value)
    {
        var attribute = new byte[4 + ((value.Length + 3) / 4 * 4)];
        BinaryPrimitives.WriteUInt16BigEndian(attribute, type);
        BinaryPrimitives.WriteUInt16BigEndian(attribute.AsSpan(2), (ushort)value.Length);
        value.CopyTo(attribute, 4);
        return attribute;
    }

    /// <summary>The length says already that the signature follows when it is computed.</summary>
    private static byte[] Signed(byte[] message, string credentials)
    {
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), (ushort)(message.Length - 20 + 24));
#pragma warning disable CA5350, CA5351 // what the protocol asks for
        return [.. message, .. Attribute(Integrity, HMACSHA1.HashData(MD5.HashData(Encoding.UTF8.GetBytes(credentials)), message))];
#pragma warning restore CA5350, CA5351
    }

    private static async Task<(ushort Type, Dictionary<ushort, byte[]> Attributes)> Say(Stream line, byte[] message, CancellationToken cancel)
    {
        await line.WriteAsync(message, cancel);
        var head = new byte[20];
        await line.ReadExactlyAsync(head, cancel);
        var body = new byte[BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(2))];
        await line.ReadExactlyAsync(body, cancel);
        var attributes = new Dictionary<ushort, byte[]>();
        for (var at = 0; at + 4 <= body.Length;)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(body.AsSpan(at + 2));
            attributes[BinaryPrimitives.ReadUInt16BigEndian(body.AsSpan(at))] = body[(at + 4)..(at + 4 + length)];
            at += 4 + ((length + 3) / 4 * 4);
        }

        return (BinaryPrimitives.ReadUInt16BigEndian(head), attributes);
    }
}
