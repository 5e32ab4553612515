using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Telemed.Notifications.Email;
using Telemed.Platform;

namespace Telemed.Notifications;

public static class Setup
{
    public static WebApplicationBuilder AddNotifications(this WebApplicationBuilder builder)
    {
        builder.Services.AddSignalR(hub => hub.AddFilter<HubFailures>());
        builder.Services.AddSingleton<HubFailures>();
        builder.Logging.AddFilter("Microsoft.AspNetCore.SignalR.Internal.DefaultHubDispatcher", LogLevel.Critical);
        builder.Services.AddSingleton<OpenPages>();
        builder.Services.AddSingleton<LivePush>();
        builder.Services.AddSingleton<Outbox>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Outbox>());
        builder.Services.AddScoped<Sending>();
        builder.Services.AddSingleton<LetterPaper>();
        builder.AddMail();
        builder.Services.ConfigureDbContext<SqliteDb>(HearNews);
        builder.Services.ConfigureDbContext<PostgresDb>(HearNews);
        return builder;
    }

    public static WebApplication MapNotifications(this WebApplication app)
    {
        app.MapHub<LiveHub>(LiveHub.Path, hub => hub.Transports = HttpTransportType.WebSockets);
        if (app.Environment.IsDevelopment())
        {
            app.MapGet("/dev/mail", DevMailPage).AllowAnonymous();
        }

        return app;
    }

    /// <summary>Without an SMTP server mails are kept in memory in development and tests; in production they wait.</summary>
    private static void AddMail(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<DevMailbox>();
        builder.Services.AddSingleton<SmtpCarrier>();
        var isProduction = !builder.Environment.IsDevelopment() && !builder.Environment.IsEnvironment("Testing");
        builder.Services.AddSingleton<IMailCarrier>(services =>
            services.GetRequiredService<SmtpCarrier>() is var smtp && (smtp.IsReady || isProduction) ? smtp : services.GetRequiredService<DevMailbox>());
    }

    private static void HearNews(IServiceProvider services, DbContextOptionsBuilder options) =>
        options.AddInterceptors(new News(services.GetRequiredService<Outbox>(), services.GetRequiredService<LivePush>()));

    /// <summary>Every mail of every clinic can be read there: for the person at this machine only.</summary>
    private static Results<RazorComponentResult, NotFound> DevMailPage(HttpContext context, IServer server) =>
        ThisMachine.IsAllThat(server) && ThisMachine.IsAsking(context)
            ? new RazorComponentResult(typeof(Pages.DevMailPage))
            : TypedResults.NotFound();
}
