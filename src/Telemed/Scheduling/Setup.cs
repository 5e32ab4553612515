using Microsoft.EntityFrameworkCore;
using Telemed.Notifications;
using Telemed.Platform;

namespace Telemed.Scheduling;

public static class Setup
{
    public static WebApplicationBuilder AddScheduling(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        foreach (var kind in AppointmentLetter.Kinds)
        {
            builder.Services.AddScoped<ILetter>(services => ActivatorUtilities.CreateInstance<AppointmentLetter>(services, kind));
        }

        builder.Services.AddScoped<ILetter, TimeChangeLetter>();
        builder.Services.ConfigureDbContext<SqliteDb>(HearAgenda);
        builder.Services.ConfigureDbContext<PostgresDb>(HearAgenda);
        return builder;
    }

    public static WebApplication MapScheduling(this WebApplication app) => app;

    private static void HearAgenda(IServiceProvider services, DbContextOptionsBuilder options) =>
        options.AddInterceptors(new AgendaNews(services.GetRequiredService<LivePush>()));
}
