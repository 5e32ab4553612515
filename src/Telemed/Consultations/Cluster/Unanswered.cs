using Orleans.Runtime;
using Orleans.Runtime.Messaging;

namespace Telemed.Consultations.Cluster;

/// <summary>A call that came to nothing because its node went, hangs, or hands over: the next one may reach another.</summary>
internal static class Unanswered
{
    public static bool Is(Exception exception) => exception is TimeoutException or OrleansMessageRejectionException or ConnectionFailedException;
}
