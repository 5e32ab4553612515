namespace Telemed.Scheduling;

public static class Setup
{
    public static WebApplicationBuilder AddScheduling(this WebApplicationBuilder builder)
    {
        return builder;
    }

    public static WebApplication MapScheduling(this WebApplication app) => app;
}
