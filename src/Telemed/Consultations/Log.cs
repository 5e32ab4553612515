using Telemed.Platform;

namespace Telemed.Consultations;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Room {Encounter} was written elsewhere at the same moment; deciding anew")]
    public static partial void RoomWrittenElsewhere(this ILogger log, EncounterId encounter);

    [LoggerMessage(Level = LogLevel.Error, Message = "A wish for a link or a code could not be looked at")]
    public static partial void WishFailed(this ILogger log, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Samples of calls could not be written; they wait for the next time")]
    public static partial void SamplesWait(this ILogger log, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "A room's timer failed; it stays due")]
    public static partial void TimerFailed(this ILogger log, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "Nobody could be told that their turn is near; looking again soon")]
    public static partial void TurnWatchFailed(this ILogger log, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A room connection of participant {Participant} was closed: {Why}")]
    public static partial void ConnectionClosed(this ILogger log, ParticipantId participant, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Node {Node} did not answer; its pages that may have missed something are cut and come back")]
    public static partial void NodeUnanswered(this ILogger log, string node);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The node could not rehearse; its first pages wait a little longer")]
    public static partial void NotRehearsed(this ILogger log, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Node {Node} went without a word: no process listens there; declared dead")]
    public static partial void NodeGone(this ILogger log, string node);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Node {Node} is dead; its rooms go on here and elsewhere")]
    public static partial void NodeDied(this ILogger log, string node);

    [LoggerMessage(Level = LogLevel.Information, Message = "A room did not answer at try {Tries}; asking again where it is now")]
    public static partial void RoomAskedAgain(this ILogger log, int tries);
}
