using Microsoft.AspNetCore.SignalR;

namespace Telemed.Consultations.Cluster;

/// <summary>
/// A node that is told to end lets its pages move first: no new one comes in, and each page here, one after the other, is asked to open
/// another line before this one goes. Then its rooms go, while Orleans still knows all places: a room that is called while a node drops
/// out of the directory waits for that. So nobody waits for a room while nodes are restarted in turn.
/// </summary>
internal sealed class Leaving(IHostApplicationLifetime life, FrontDoor door, OpenConnections open, IHubContext<ConsultationHub, IConsultationClient> pages, Nodes nodes)
    : IHostedService
{
    /// <summary>Between two pages: all at once would keep the other nodes busy for seconds.</summary>
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);

    /// <summary>For all of them, and the same again for the last ones; what is left then is cut, and comes back by itself.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(6);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    // What registered last is called first: before the hub cuts every line.
    public Task StartAsync(CancellationToken cancellationToken)
    {
        life.ApplicationStarted.Register(() => life.ApplicationStopping.Register(() => Task.Run(Move).GetAwaiter().GetResult()));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task Move()
    {
        door.Close();
        var names = open.Names;
        foreach (var name in names)
        {
            await pages.Clients.Clients([name]).ServerLeaves();
            await Task.Delay(Between < Longest / names.Count ? Between : Longest / names.Count);
        }

        for (var waited = TimeSpan.Zero; open.Names.Count > 0 && waited < Longest; waited += Look)
        {
            await Task.Delay(Look);
        }

        await nodes.Rooms.HandOver();
    }
}
