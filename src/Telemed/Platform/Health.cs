namespace Telemed.Platform;

/// <summary>For whoever watches the process: is it alive, and can it serve (its database is whole)?</summary>
public static class Health
{
    public static WebApplication MapPlatform(this WebApplication app)
    {
        app.MapGet("/health/live", () => Results.Text("ok")).AllowAnonymous();
        app.MapGet("/health/ready", async (DatabaseSchema schema, CancellationToken cancel) =>
            (await schema.Missing(cancel)).Count == 0 ? Results.Text("ok") : Results.StatusCode(StatusCodes.Status503ServiceUnavailable))
            .AllowAnonymous();
        return app;
    }
}
