using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace Telemed.Consultations.Cluster;

/// <summary>The lines of the rooms' pages, which are kept alive by the <see cref="Pulse"/>.</summary>
internal sealed class RoomLines(ILogger<DefaultHubLifetimeManager<ConsultationHub>> own, Nodes nodes, IOptions<JsonHubProtocolOptions> wire, IServiceProvider services,
    ILogger<AnyNode<ConsultationHub>> log, Pulse pulse) : AnyNode<ConsultationHub>(own, nodes, wire, services, log)
{
    public override Task OnConnectedAsync(HubConnectionContext connection)
    {
        pulse.Add(connection);
        return base.OnConnectedAsync(connection);
    }

    public override Task OnDisconnectedAsync(HubConnectionContext connection)
    {
        pulse.Remove(connection);
        return base.OnDisconnectedAsync(connection);
    }
}
