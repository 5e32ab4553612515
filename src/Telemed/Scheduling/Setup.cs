using Telemed.Notifications;

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

        return builder;
    }

    public static WebApplication MapScheduling(this WebApplication app) => app;
}
