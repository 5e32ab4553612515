using Microsoft.AspNetCore.Diagnostics;

namespace Telemed.Web;

/// <summary>
/// What a failure answers: people get a page in their language, programs get problem details (RFC 9457). Neither shows anything of the
/// inside; the trace id leads the operator to the log.
/// </summary>
public static class ErrorPages
{
    /// <summary>Before routing: catches exceptions and answers without a body from everything after it.</summary>
    public static WebApplication UseErrorPages(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandlingPath = "/error/500", CreateScopeForErrors = true });
        app.UseWhen(WantsPage, pages => pages.UseStatusCodePagesWithReExecute("/error/{0}", createScopeForStatusCodePages: true));
        app.UseWhen(context => !WantsPage(context), programs => programs.UseStatusCodePages(context => Problem(context.HttpContext).AsTask()));
        // An error page is read, not posted to: Blazor would answer 400 where the failed request was a form.
        app.Use((context, next) =>
        {
            if (context.Features.Get<IStatusCodeReExecuteFeature>() is not null || context.Features.Get<IExceptionHandlerFeature>() is not null)
            {
                context.Request.Method = HttpMethods.Get;
            }

            return next(context);
        });
        return app;
    }

    /// <summary>
    /// After routing: an address that leads nowhere is not there for strangers too, instead of asking them to sign in. Where
    /// no route takes the method, routing puts an endpoint of its own ("405 HTTP Method Not Supported"), also for paths that no route has: the
    /// catch-all of static files takes GET of anything.
    /// </summary>
    public static WebApplication UseMissing(this WebApplication app)
    {
        app.Use((context, next) =>
        {
            if (context.GetEndpoint() is { } endpoint && endpoint.DisplayName?.StartsWith("405 ", StringComparison.Ordinal) != true)
            {
                return next(context);
            }

            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
        return app;
    }

    /// <summary>True for a browser that asked for a page to show; false for a program or a script.</summary>
    public static bool WantsPage(HttpContext context) =>
        context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
        && !context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
        && !context.Request.Path.StartsWithSegments("/hubs", StringComparison.OrdinalIgnoreCase);

    internal static async ValueTask Problem(HttpContext context) =>
        await context.RequestServices.GetRequiredService<IProblemDetailsService>()
            .TryWriteAsync(new ProblemDetailsContext { HttpContext = context, ProblemDetails = { Status = context.Response.StatusCode } });
}

/// <summary>An exception met by a program's request: problem details instead of a page.</summary>
internal sealed class ProblemForPrograms : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (ErrorPages.WantsPage(httpContext))
        {
            return false;
        }

        httpContext.Response.StatusCode = exception is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError;
        await ErrorPages.Problem(httpContext);
        return true;
    }
}
