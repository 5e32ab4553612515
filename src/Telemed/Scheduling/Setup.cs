using Microsoft.EntityFrameworkCore;
using Telemed.Notifications;
using Telemed.Scheduling.Earlier;
using Telemed.Scheduling.Series;
using Telemed.Scheduling.Online;
using Telemed.Scheduling.Outside;
using Telemed.Scheduling.Reminding;
using Telemed.Platform;
using Telemed.Scheduling.Calendars;

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

        foreach (var kind in SeriesLetter.Kinds)
        {
            builder.Services.AddScoped<ILetter>(services => ActivatorUtilities.CreateInstance<SeriesLetter>(services, kind));
        }

        builder.Services.AddScoped<ILetter, EarlierOfferedLetter>();
        builder.Services.AddSingleton<OfferWatch>();
        builder.Services.AddHostedService(services => services.GetRequiredService<OfferWatch>());
        builder.Services.AddScoped<ILetter, BookingCodeLetter>();
        builder.Services.AddScoped<NewcomerDesk>();
        builder.Services.AddSingleton<CalendarImport>();
        builder.Services.AddSingleton<CalendarWatch>();
        builder.Services.AddHostedService(services => services.GetRequiredService<CalendarWatch>());
        builder.Services.AddScoped<ILetter, ReminderLetter>();
        builder.Services.AddHostedService<MissingReminders>();
        builder.Services.AddScoped<ILetter, TimeChangeLetter>();
        builder.Services.AddSingleton<CalendarFiles>();
        builder.Services.AddSingleton<CancelLinks>();
        builder.Services.ConfigureDbContext<SqliteDb>(HearAgenda);
        builder.Services.ConfigureDbContext<PostgresDb>(HearAgenda);
        return builder;
    }

    public static WebApplication MapScheduling(this WebApplication app)
    {
        app.MapCalendars();
        return app;
    }

    private static void HearAgenda(IServiceProvider services, DbContextOptionsBuilder options) =>
        options.AddInterceptors(new AgendaNews(services.GetRequiredService<LivePush>()));
}
