namespace Telemed.Web;

/// <summary>
/// A form that cannot be read (a NUL, a broken escape, too many fields) is the sender's fault: 400, where the framework would fail with
/// 500 in the middle of the page.
/// </summary>
public static class UnreadableForms
{
    /// <summary>Before UseAntiforgery, which is the first to read a form.</summary>
    public static WebApplication UseUnreadableForms(this WebApplication app)
    {
        app.Use(async (context, next) =>
        {
            if (HttpMethods.IsPost(context.Request.Method) && context.Request.HasFormContentType && !await IsReadable(context))
            {
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
                return;
            }

            await next(context);
        });
        return app;
    }

    private static async Task<bool> IsReadable(HttpContext context)
    {
        try
        {
            await context.Request.ReadFormAsync(context.RequestAborted);
            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }
}
