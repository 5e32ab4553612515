using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Orleans.Configuration;
using Telemed.Notifications;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Consultations;

public static class Setup
{
    public static WebApplicationBuilder AddConsultations(this WebApplicationBuilder builder)
    {
        builder.AddRooms();
        builder.Services.AddSignalR().AddJsonProtocol(json => Wire.Configure(json.PayloadSerializerOptions))
            .AddHubOptions<ConsultationHub>(hub =>
            {
                hub.MaximumReceiveMessageSize = SignalBounds.LargestMessage;
                hub.MaximumParallelInvocationsPerClient = 1;
                hub.EnableDetailedErrors = false;
            });
        builder.Services.AddScoped<Joining>();
        builder.Services.AddScoped<Joined>();
        builder.Services.AddSingleton<LinkDesk>();
        builder.Services.AddHostedService(services => services.GetRequiredService<LinkDesk>());
        builder.Services.AddScoped<ILetter, LinkReadyLetter>();
        builder.Services.AddScoped<ILetter, LinkRenewedLetter>();
        builder.Services.AddScoped<ILetter, ContinuationLetter>();
        return builder;
    }

    public static WebApplication MapConsultations(this WebApplication app)
    {
        // Before the upgrade: a stranger to the room gets the same 404 as for a room that does not exist.
        app.UseWhen(context => context.Request.Path == ConsultationHub.Path, hub => hub.Use(RefuseStrangers));
        app.MapHub<ConsultationHub>(ConsultationHub.Path, hub =>
        {
            hub.Transports = HttpTransportType.WebSockets;
            hub.CloseOnAuthenticationExpiration = true;
        }).AllowAnonymous().WithMetadata(new ByVisitCookieAttribute());
        JoinApi.Map(app);
        return app;
    }

    /// <summary>Orleans in this process, one silo, on two free ports of its own: two servers on one machine must not meet on the default ones.</summary>
    private static void AddRooms(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<OpenConnections>();
        builder.Services.AddSingleton<HubCounts>();
        builder.Services.AddSingleton<Snapshots>();
        builder.Services.AddSingleton<RoomVoice>();
        builder.Host.UseOrleans(silo =>
        {
            var (siloPort, gatewayPort) = TwoFreePorts();
            var name = $"telemed-{Guid.CreateVersion7():N}";
            silo.UseLocalhostClustering(siloPort, gatewayPort, serviceId: "telemed", clusterId: name);
            silo.Configure<EndpointOptions>(endpoints => endpoints.AdvertisedIPAddress = IPAddress.Loopback);
        });
        SiloAhead.Replace(builder.Services);
        builder.Services.AddSingleton<RoomTimers>();
        builder.Services.AddHostedService(services => services.GetRequiredService<RoomTimers>());
    }

    private static async Task RefuseStrangers(HttpContext context, RequestDelegate next)
    {
        await using var scope = context.RequestServices.CreateAsyncScope();
        var seat = await Seat.Of(context, scope.ServiceProvider.GetRequiredService<Db>(), scope.ServiceProvider.GetRequiredService<Clock>());
        if (seat is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        await next(context);
    }

    private static (int Silo, int Gateway) TwoFreePorts()
    {
        using var one = new TcpListener(IPAddress.Loopback, 0);
        using var two = new TcpListener(IPAddress.Loopback, 0);
        one.Start();
        two.Start();
        return (((IPEndPoint)one.LocalEndpoint).Port, ((IPEndPoint)two.LocalEndpoint).Port);
    }
}
