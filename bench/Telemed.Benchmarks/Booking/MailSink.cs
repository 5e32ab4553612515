using System.Net;
using System.Net.Sockets;

namespace Telemed.Benchmarks.Booking;

/// <summary>The quickest SMTP server there can be: takes every mail and forgets it, so that the outbox works as with a real one.</summary>
internal sealed class MailSink : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private int _taken;

    public MailSink()
    {
        _listener.Start();
        _ = Accept();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Taken => _taken;

    public void Dispose() => _listener.Dispose();

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                _ = Talk(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            // The load is over.
        }
    }

    private async Task Talk(TcpClient client)
    {
        using (client)
        {
            client.NoDelay = true;
            using var reader = new StreamReader(client.GetStream());
            await using var writer = new StreamWriter(client.GetStream()) { NewLine = "\r\n", AutoFlush = true };
            await writer.WriteLineAsync("220 sink");
            var inMail = false;
            while (await reader.ReadLineAsync() is { } line)
            {
                if (inMail && line != ".")
                {
                    continue;
                }

                _taken += inMail ? 1 : 0;
                inMail = !inMail && line.Equals("DATA", StringComparison.OrdinalIgnoreCase);
                await writer.WriteLineAsync(inMail ? "354 go on" : line.StartsWith("QUIT", StringComparison.OrdinalIgnoreCase) ? "221 bye" : "250 ok");
            }
        }
    }
}
