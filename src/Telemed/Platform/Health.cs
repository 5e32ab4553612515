using Microsoft.Extensions.Hosting;

namespace Telemed.Platform;

/// <summary>Something that must hold before requests are sent here. Each slice registers its own.</summary>
public sealed record ReadyWhen(Func<IServiceProvider, bool> Holds);

/// <summary>For whoever watches the process: is it alive, and can it serve (its database is whole, it is not leaving)?</summary>
public static class Health
{
    public static WebApplication MapPlatform(this WebApplication app)
    {
        app.MapGet("/health/live", () => Results.Text("ok")).AllowAnonymous();
        app.MapGet("/health/ready", async (DatabaseSchema schema, IServiceProvider services, IEnumerable<ReadyWhen> conditions, IHostApplicationLifetime life,
            CancellationToken cancel) =>
            !life.ApplicationStopping.IsCancellationRequested && conditions.All(c => c.Holds(services)) && (await schema.Missing(cancel)).Count == 0
                ? Results.Text("ok") : Results.StatusCode(StatusCodes.Status503ServiceUnavailable))
            .AllowAnonymous();
        return app;
    }
}
