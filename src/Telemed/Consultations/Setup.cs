using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Telemed.Consultations.Chatting;
using Telemed.Consultations.Cluster;
using Telemed.Consultations.Ending;
using Telemed.Consultations.Links;
using Telemed.Consultations.Quality;
using Telemed.Consultations.Relay;
using Telemed.Consultations.Rooms;
using Telemed.Consultations.Waiting;
using Telemed.Documents;
using Telemed.Documents.Retention;
using Telemed.Notifications;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Consultations;

public static class Setup
{
    public static WebApplicationBuilder AddConsultations(this WebApplicationBuilder builder)
    {
        builder.AddRooms();
        builder.Services.AddSingleton<IHearsDocuments, ChatFileNames>();
        builder.Services.AddSingleton<IKnowsContacts, VisitContacts>();
        builder.Services.AddSignalR().AddJsonProtocol(json => Wire.Configure(json.PayloadSerializerOptions))
            .AddHubOptions<ConsultationHub>(hub =>
            {
                hub.MaximumReceiveMessageSize = SignalBounds.LargestMessage;
                hub.MaximumParallelInvocationsPerClient = 1;
                hub.KeepAliveInterval = TimeSpan.FromDays(1); // the Pulse speaks instead
                hub.ClientTimeoutInterval = TimeSpan.FromSeconds(20);
                hub.EnableDetailedErrors = false;
                hub.AddFilter<CountedRefusals>();
            });
        builder.Services.AddSingleton<RelayCredentials>();
        builder.Services.AddSingleton<RelayCheck>();
        builder.Services.AddSingleton(new Command("turn-config", (services, _) => RelayConfig.Run(services)));
        builder.Services.AddScoped<Joining>();
        builder.Services.AddScoped<Joined>();
        builder.Services.AddScoped<ChatFiles>();
        builder.Services.AddSingleton<LinkDesk>();
        builder.Services.AddHostedService(services => services.GetRequiredService<LinkDesk>());
        builder.Services.AddScoped<ILetter, LinkReadyLetter>();
        builder.Services.AddScoped<ILetter, LinkReminderLetter>();
        builder.Services.AddScoped<ILetter, LinkRenewedLetter>();
        builder.Services.AddScoped<ILetter, GuestInvitedLetter>();
        builder.Services.AddScoped<ILetter, ContinuationLetter>();
        builder.Services.AddScoped<ILetter, TurnNearLetter>();
        builder.Services.AddSingleton<TurnWatch>();
        builder.Services.AddHostedService(services => services.GetRequiredService<TurnWatch>());
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
        LineEcho.Map(app);
        JoinApi.Map(app);
        PlaceApi.Map(app);
        WaitingDesk.Map(app);
        TurnApi.Map(app);
        WaitingReportApi.Map(app);
        ClosingApi.Map(app);
        AfterApi.Map(app);
        ChatFiles.Map(app);
        return app;
    }

    private static void AddRooms(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<OpenConnections>();
        builder.Services.AddSingleton<HubCounts>();
        builder.Services.AddSingleton<CountedRefusals>();
        builder.Services.AddSingleton<Snapshots>();
        builder.Services.AddSingleton<RoomVoice>();
        builder.Services.AddSingleton<QualityBook>();
        builder.Services.AddHostedService(services => services.GetRequiredService<QualityBook>());
        builder.AddNodes();
        SiloAhead.Replace(builder.Services);
        builder.Services.AddSingleton<RoomTimers>();
        builder.Services.AddHostedService(services => services.GetRequiredService<RoomTimers>());
    }

    private static async Task RefuseStrangers(HttpContext context, RequestDelegate next)
    {
        if (await SeatOf(context) is not { } seat)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Items[typeof(Seat)] = seat; // read once a connection
        await next(context);
    }

    /// <summary>In a scope of its own, over when this returns.</summary>
    private static async Task<Seat?> SeatOf(HttpContext context)
    {
        await using var scope = context.RequestServices.CreateAsyncScope();
        return await Seat.Of(context, scope.ServiceProvider.GetRequiredService<Db>(), scope.ServiceProvider.GetRequiredService<Clock>());
    }
}
