using System.Net;
using System.Net.Sockets;

namespace Telemed.Tests.Testing;

/// <summary>A port for a server that a test starts.</summary>
internal static class FreePort
{
    /// <summary>Free at every address now, and below those that the system gives to lines going out: such a line could take it before the server does.</summary>
    public static int Take()
    {
        while (true)
        {
            var port = Random.Shared.Next(10_000, 20_000);
            using var listener = new TcpListener(IPAddress.IPv6Any, port) { Server = { DualMode = true } };
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: another.
            }
        }
    }
}
