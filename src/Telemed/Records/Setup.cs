namespace Telemed.Records;

public static class Setup
{
    public static WebApplicationBuilder AddRecords(this WebApplicationBuilder builder) => builder;

    public static WebApplication MapRecords(this WebApplication app)
    {
        app.MapNotes();
        return app;
    }
}
