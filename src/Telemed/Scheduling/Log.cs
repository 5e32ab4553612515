namespace Telemed.Scheduling;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Error, Message = "Reminders of appointments that lack them could not be written; the next start tries again.")]
    public static partial void RemindersNotWritten(this ILogger logger, Exception exception);
}
