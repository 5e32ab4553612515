using Telemed.Platform;

namespace Telemed.Scheduling;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Error, Message = "Offer {Offer} could not be passed on; it stays due")]
    public static partial void OfferNotPassedOn(this ILogger log, Exception exception, EarlierOfferId offer);

    [LoggerMessage(Level = LogLevel.Error, Message = "Nobody looked at the offers that are out of time; looking again soon")]
    public static partial void OfferWatchFailed(this ILogger log, Exception exception);

    // The type alone: what failed may name an address that is somebody's key to a calendar.
    [LoggerMessage(Level = LogLevel.Error, Message = "A round of reading calendars elsewhere failed ({Exception}); the next one tries again.")]
    public static partial void CalendarWatchFailed(this ILogger logger, string exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "Reminders of appointments that lack them could not be written; the next start tries again.")]
    public static partial void RemindersNotWritten(this ILogger logger, Exception exception);
}
