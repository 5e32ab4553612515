namespace Telemed.Audit;

public static class Setup
{
    public static WebApplicationBuilder AddAudit(this WebApplicationBuilder builder)
    {
        return builder;
    }

    public static WebApplication MapAudit(this WebApplication app) => app;
}
