using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Orleans.Runtime;

namespace Telemed.Consultations.Cluster;

/// <summary>
/// A process that was killed leaves no connection open and lets no new one in: it is declared dead at once, so that its rooms go on
/// elsewhere without waiting for probes that it will not answer. A machine that is gone refuses nothing: that one takes the probes.
/// </summary>
internal sealed class GoneNodes(IClusterMembershipService members, ILogger<GoneNodes> log)
{
    /// <summary>The system closes what a killed process had open in no known order.</summary>
    private const int Looks = 5;

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);

    /// <summary>Stands in every connection that this node opens to another.</summary>
    public async Task Watch(ConnectionContext connection, ConnectionDelegate next)
    {
        try
        {
            await next(connection);
        }
        finally
        {
            if (connection.RemoteEndPoint is IPEndPoint there)
            {
                _ = LookAt(there);
            }
        }
    }

    private async Task LookAt(IPEndPoint there)
    {
        for (var look = 0; look < Looks && NodeAt(there) is { } node; look++)
        {
            await Task.Delay(Between);
            if (await Refuses(there))
            {
                log.NodeGone(node.ToParsableString());
                await members.TryKill(node);
                return;
            }
        }
    }

    private SiloAddress? NodeAt(IPEndPoint there) =>
        members.CurrentSnapshot.Members.Values.FirstOrDefault(m => m.Status is SiloStatus.Active && m.SiloAddress.Endpoint.Equals(there))?.SiloAddress;

    private static async Task<bool> Refuses(IPEndPoint there)
    {
        using var knock = new Socket(there.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        using var patience = new CancellationTokenSource(Between);
        try
        {
            await knock.ConnectAsync(there, patience.Token);
            return false;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        catch (SocketException refused)
        {
            return refused.SocketErrorCode is SocketError.ConnectionRefused;
        }
    }
}
