using System.Diagnostics;
using Orleans.Runtime;
using Telemed.Consultations.Rooms;

namespace Telemed.Consultations.Cluster;

/// <summary>
/// A call to a room whose node died, or was just handing it over, is made again where the room is then. Every call carries an id of its
/// own, the same each time, so that the room does it once even when only the answer was lost.
/// </summary>
internal sealed class AskAgain(ILogger<AskAgain> log) : IOutgoingGrainCallFilter
{
    /// <summary>How long a page may wait for its room to move.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(150);

    private const string Key = "operation";

    /// <summary>The id of the call that a grain is serving; null: it came by no filter.</summary>
    public static Guid? Operation => RequestContext.Get(Key) as Guid?;

    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        if (context.Grain is not IConsultationRoomGrain)
        {
            await context.Invoke();
            return;
        }

        // Always a new one: a room that calls another must not hand on the id of the call that it serves.
        Mark(Guid.CreateVersion7());
        var clock = Stopwatch.StartNew();
        for (var tries = 1; await Try(context) is { } unanswered; tries++)
        {
            if (clock.Elapsed > Patience)
            {
                throw unanswered;
            }

            log.RoomAskedAgain(tries);
            await Task.Delay(Between);
        }
    }

    /// <summary>Gives the calls that follow in this flow an id.</summary>
    internal static void Mark(Guid operation) => RequestContext.Set(Key, operation);

    /// <summary>Why no room answered; null: one did, with whatever answer.</summary>
    private static async Task<Exception?> Try(IOutgoingGrainCallContext context)
    {
        try
        {
            await context.Invoke();
            return context.Response?.Exception is { } answered && Unanswered.Is(answered) ? answered : null;
        }
        catch (Exception exception) when (Unanswered.Is(exception))
        {
            return exception;
        }
    }
}
