using Telemed.Platform;

namespace Telemed.Consultations;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Room {Encounter} was written elsewhere at the same moment; deciding anew")]
    public static partial void RoomWrittenElsewhere(this ILogger log, EncounterId encounter);

    [LoggerMessage(Level = LogLevel.Error, Message = "A wish for a link or a code could not be looked at")]
    public static partial void WishFailed(this ILogger log, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "A room's timer failed; it stays due")]
    public static partial void TimerFailed(this ILogger log, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A room connection of participant {Participant} was closed: {Why}")]
    public static partial void ConnectionClosed(this ILogger log, ParticipantId participant, string why);
}
