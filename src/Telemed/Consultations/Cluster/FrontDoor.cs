using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Telemed.Consultations.Cluster;

/// <summary>
/// Where the web server listens, in our hands too: a node that leaves shuts it first, so that a proxy before the nodes takes the next one
/// while the pages that are here move.
/// </summary>
internal sealed class FrontDoor
{
    private readonly ConcurrentBag<Socket> _open = [];

    public Socket Open(EndPoint at)
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(at);
        _open.Add(socket);
        return socket;
    }

    /// <summary>Nobody new comes in; whoever is in stays.</summary>
    public void Close()
    {
        foreach (var socket in _open)
        {
            socket.Dispose();
        }
    }
}
