namespace Telemed.Documents;

public static class Setup
{
    public static WebApplicationBuilder AddDocuments(this WebApplicationBuilder builder)
    {
        return builder;
    }

    public static WebApplication MapDocuments(this WebApplication app) => app;
}
