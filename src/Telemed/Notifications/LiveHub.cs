using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace Telemed.Notifications;

/// <summary>What an open page hears.</summary>
public interface ILiveClient
{
    /// <summary>Something under this topic changed: fetch it again. Carries no content.</summary>
    Task Changed(string topic);
}

/// <summary>The line from the server to the open pages of whoever is signed in. Clients cannot call anything.</summary>
[Authorize]
public sealed class LiveHub(OpenPages pages) : Hub<ILiveClient>
{
    public const string Path = "/hubs/live";

    /// <summary>The claims that name account and session; Accounts stands above this slice and writes it.</summary>
    private const string AccountClaim = "account";
    private const string SessionClaim = "session";

    public override async Task OnConnectedAsync()
    {
        if (!Guid.TryParse(Context.User?.FindFirst(AccountClaim)?.Value, out var account)
            || !Guid.TryParse(Context.User?.FindFirst(SessionClaim)?.Value, out var session))
        {
            Context.Abort();
            return;
        }

        pages.Add(Context.ConnectionId, session, Context.Abort);
        await Groups.AddToGroupAsync(Context.ConnectionId, GroupOf(account));
        await base.OnConnectedAsync();
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        pages.Remove(Context.ConnectionId);
        return base.OnDisconnectedAsync(exception);
    }

    internal static string GroupOf(Guid account) => $"account:{account:N}";
}
