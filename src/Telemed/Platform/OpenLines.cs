using Telemed.Platform.Security;

namespace Telemed.Platform;

/// <summary>What holds for every line that a page keeps open, whatever hub is at its end.</summary>
public static class OpenLines
{
    public static WebApplication UseOpenLines(this WebApplication app)
    {
        app.UseWhen(context => context.Request.Path.StartsWithSegments(OriginGuard.Hubs, StringComparison.Ordinal), hub => hub.Use(RefuseWhileLeaving).Use(KeepNoConnection));
        return app;
    }

    /// <summary>A server that goes down has closed its connections; a page that comes back at once must not be let in only to be dropped.</summary>
    private static Task RefuseWhileLeaving(HttpContext context, RequestDelegate next)
    {
        if (!context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested)
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return Task.CompletedTask;
    }

    /// <summary>It stays open for hours: what was read to let it in must not hold a connection to the database for as long, half a megabyte each.</summary>
    private static Task KeepNoConnection(HttpContext context, RequestDelegate next)
    {
        context.RequestServices.GetRequiredService<Db>().Rest();
        return next(context);
    }
}
