using System.Net.WebSockets;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Consultations.Quality;

/// <summary>
/// A WebSocket that says back what it hears: whoever looks at the settings before joining learns whether their network lets one through, and
/// how fast. It knows nobody and keeps nothing; a few short messages, a few seconds, a few times a minute from one address.
/// </summary>
internal static class LineEcho
{
    /// <summary>Under the hubs' path, so that the Origin is checked.</summary>
    public const string Path = "/hubs/line";

    /// <summary>Longest message, in bytes; a longer one ends it.</summary>
    private const int Longest = 32;

    /// <summary>Messages said back.</summary>
    private const int Most = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static void Map(WebApplication app)
    {
        var echo = ((IEndpointRouteBuilder)app).CreateApplicationBuilder();
        echo.UseWebSockets();
        echo.Run(Answer);
        app.Map(Path, echo.Build()).AllowAnonymous().WithMetadata(new ByVisitCookieAttribute());
    }

    private static async Task Answer(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
        else if (!context.RequestServices.GetRequiredService<Buckets>().Take(RateLimits.LineEcho, ClientAddress.Of(context)))
        {
            context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        }
        else
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
            patience.CancelAfter(Patience);
            await Echo(socket, patience.Token);
        }
    }

    private static async Task Echo(WebSocket socket, CancellationToken cancel)
    {
        var message = new byte[Longest];
        try
        {
            for (var said = 0; said < Most; said++)
            {
                var heard = await socket.ReceiveAsync(message, cancel);
                if (heard.MessageType is WebSocketMessageType.Close || !heard.EndOfMessage)
                {
                    break;
                }

                await socket.SendAsync(message.AsMemory(0, heard.Count), heard.MessageType, endOfMessage: true, cancel);
            }

            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, cancel);
        }
        catch (Exception gone) when (gone is OperationCanceledException or WebSocketException or IOException)
        {
            // The browser went away, or was silent for too long: nothing to tell anybody.
        }
    }
}
