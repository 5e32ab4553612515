namespace Telemed.Scheduling;

internal static partial class Log
{
    // The type alone: what failed may name an address that is somebody's key to a calendar.
    [LoggerMessage(Level = LogLevel.Error, Message = "A round of reading calendars elsewhere failed ({Exception}); the next one tries again.")]
    public static partial void CalendarWatchFailed(this ILogger logger, string exception);
}
