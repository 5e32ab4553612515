namespace Telemed.Accounts;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Error, Message = "Looking for pages whose sessions have ended failed; the next round tries again.")]
    public static partial void WatchFailed(this ILogger logger, Exception exception);
}
