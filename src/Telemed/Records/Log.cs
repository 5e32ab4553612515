namespace Telemed.Records;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Error, Message = "Indexing what was written before failed; until the next start a search may find less.")]
    public static partial void NotCaughtUp(this ILogger logger, Exception exception);
}
