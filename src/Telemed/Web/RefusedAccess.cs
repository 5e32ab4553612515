using Microsoft.AspNetCore.Diagnostics;
using Telemed.Accounts;
using Telemed.Audit;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Web;

/// <summary>
/// Writes down what was refused: to someone signed in as an audit row of their clinic (a page of another role, an id that is not theirs
/// or not there), to strangers as a count. Written in a unit of work of its own, because the refused one changes nothing.
/// </summary>
public static class RefusedAccess
{
    /// <summary>After routing and before the guards, so that it sees what they answer.</summary>
    public static WebApplication UseRefusedAccess(this WebApplication app)
    {
        app.Use(async (context, next) =>
        {
            var route = context.GetEndpoint() as RouteEndpoint;
            await next(context);
            // The error page that is shown for it comes through here once more.
            if (route is not null && context.Features.Get<IStatusCodeReExecuteFeature>() is null && IsRefusal(context))
            {
                await WriteDown(app.Services, context, route);
            }
        });
        return app;
    }

    private static bool IsRefusal(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden => true,
        StatusCodes.Status404NotFound => context.User.Actor is not null,
        StatusCodes.Status302Found => context.User.Identity?.IsAuthenticated != true && context.Response.Headers.Location.ToString().StartsWith("/sign-in?", StringComparison.Ordinal),
        _ => false,
    };

    private static async Task WriteDown(IServiceProvider services, HttpContext context, RouteEndpoint route)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        var now = scope.ServiceProvider.GetRequiredService<Clock>().Now;
        // The pattern, never the path: a path can hold what somebody typed.
        var what = "/" + route.RoutePattern.RawText?.TrimStart('/');
        if (context.User.Actor is { } actor)
        {
            db.Enter(actor.TenantId);
            db.Record(actor, AuditAction.AccessRefused, now, Named(context), allowed: false, detail: what.Length > 80 ? what[..80] : what);
            await db.SaveChangesAsync();
            return;
        }

        await db.CountRefusal(ClientAddress.Of(context), what, now);
    }

    /// <summary>The id that was asked for, when the route names one.</summary>
    private static (string, Guid)? Named(HttpContext context)
    {
        foreach (var (name, value) in context.Request.RouteValues)
        {
            if (Guid.TryParse(value?.ToString(), out var id))
            {
                return (name, id);
            }
        }

        return null;
    }
}
