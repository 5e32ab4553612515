namespace Telemed.Notifications;

public static class Setup
{
    public static WebApplicationBuilder AddNotifications(this WebApplicationBuilder builder)
    {
        return builder;
    }

    public static WebApplication MapNotifications(this WebApplication app) => app;
}
