namespace Telemed.Consultations;

public static class Setup
{
    public static WebApplicationBuilder AddConsultations(this WebApplicationBuilder builder)
    {
        return builder;
    }

    public static WebApplication MapConsultations(this WebApplication app) => app;
}
