using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.AspNetCore.SignalR;
using Orleans.Configuration;
using Telemed.Notifications;
using Telemed.Platform;

namespace Telemed.Consultations.Cluster;

internal static class Setup
{
    private const string Service = "telemed";

    // A node that says nothing for two probes is declared dead by the others: its rooms go on elsewhere. Orleans' own times, made for
    // far larger clusters, leave them silent for half a minute.
    private static readonly TimeSpan Probe = TimeSpan.FromSeconds(1);
    private const int MissedProbes = 2;
    private static readonly TimeSpan Table = TimeSpan.FromSeconds(5);

    /// <summary>How long the table names a dead node, which may only sleep and must learn of it when it wakes.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(1);

    /// <summary>A call to a room is given up, and tried again where the room is then, after this. Longer than it takes to find a node dead.</summary>
    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(5);

    /// <summary>Rooms are Orleans' grains: in this process alone, or in a cluster of nodes that meet in PostgreSQL.</summary>
    public static void AddNodes(this WebApplicationBuilder builder)
    {
        var options = builder.Configuration.GetSection(TelemedOptions.Section).Get<TelemedOptions>() ?? new TelemedOptions();
        builder.Services.AddSingleton<Nodes>();
        builder.Services.AddSingleton<Pulse>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Pulse>());
        builder.Services.AddThroughAnyNode<ConsultationHub, RoomLines>();
        builder.Services.AddThroughAnyNode<LiveHub, AnyNode<LiveHub>>();
        builder.Host.UseOrleans(silo =>
        {
            if (options.Cluster.Address is { Length: > 0 } address)
            {
                silo.Join(options, AddressOf(address));
            }
            else
            {
                silo.StandAlone();
            }
        });
    }

    private static void AddThroughAnyNode<THub, TLines>(this IServiceCollection services) where THub : Hub where TLines : AnyNode<THub>
    {
        services.AddSingleton<AnyNode<THub>, TLines>();
        services.AddSingleton<HubLifetimeManager<THub>>(all => all.GetRequiredService<AnyNode<THub>>());
    }

    private static void Join(this ISiloBuilder silo, TelemedOptions options, IPAddress address)
    {
        if (options.Postgres is not { Length: > 0 } postgres)
        {
            throw new InvalidOperationException(
                "Several nodes need one PostgreSQL: set Telemed:Postgres, or leave Telemed:Cluster:Address out. SQLite serves one process.");
        }

        silo.UseAdoNetClustering(table => (table.Invariant, table.ConnectionString) = ("Npgsql", postgres));
        silo.Configure<Orleans.Configuration.ClusterOptions>(cluster => (cluster.ServiceId, cluster.ClusterId) = (Service, options.Cluster.Id));
        // No gateway: whoever calls a room is a node itself.
        silo.Configure<EndpointOptions>(own => (own.AdvertisedIPAddress, own.SiloPort, own.GatewayPort) = (address, options.Cluster.Port, 0));
        silo.Configure<ClusterMembershipOptions>(members =>
        {
            members.ProbeTimeout = members.MaxProbeTimeout = Probe;
            members.NumMissedProbesLimit = MissedProbes;
            members.TableRefreshTimeout = members.IAmAliveTablePublishTimeout = Table;
            members.DefunctSiloExpiration = Remembered;
        });
        silo.Configure<SiloMessagingOptions>(messages => messages.ResponseTimeout = Answer);
        silo.Services.AddSingleton(new ReadyWhen(services => services.GetRequiredService<Nodes>().IsIn));
        silo.AddOutgoingGrainCallFilter<AskAgain>();
        silo.Services.AddSingleton<NodeLinesClient>();
        silo.AddGrainService<NodeLines>();
        silo.Services.AddSingleton<GoneNodes>();
        silo.Configure<SiloConnectionOptions>(lines => lines.ConfigureSiloOutboundConnection(line =>
            line.Use(next => connection => line.ApplicationServices.GetRequiredService<GoneNodes>().Watch(connection, next))));
        silo.Services.AddSingleton<FrontDoor>();
        silo.Services.AddOptions<SocketTransportOptions>().Configure<FrontDoor>((web, door) => web.CreateBoundListenSocket = door.Open);
        silo.Services.AddHostedService<Leaving>();
        silo.Services.AddHostedService<Rehearsal>();
    }

    /// <summary>One silo, on two free ports of its own: two servers on one machine must not meet on the default ones.</summary>
    private static void StandAlone(this ISiloBuilder silo)
    {
        var (siloPort, gatewayPort) = TwoFreePorts();
        silo.UseLocalhostClustering(siloPort, gatewayPort, serviceId: Service, clusterId: $"telemed-{Guid.CreateVersion7():N}");
        silo.Configure<EndpointOptions>(endpoints => endpoints.AdvertisedIPAddress = IPAddress.Loopback);
        // Where other nodes keep what: there are none. Room for a million places, made at the start, took 9 MB.
        silo.Configure<GrainDirectoryOptions>(places => places.CacheSize = 100);
    }

    private static IPAddress AddressOf(string address) => IPAddress.TryParse(address, out var parsed)
        ? parsed
        : throw new InvalidOperationException($"Telemed:Cluster:Address is this node's own IP address; '{address}' is none.");

    private static (int Silo, int Gateway) TwoFreePorts()
    {
        using var one = new TcpListener(IPAddress.Loopback, 0);
        using var two = new TcpListener(IPAddress.Loopback, 0);
        one.Start();
        two.Start();
        return (((IPEndPoint)one.LocalEndpoint).Port, ((IPEndPoint)two.LocalEndpoint).Port);
    }
}
