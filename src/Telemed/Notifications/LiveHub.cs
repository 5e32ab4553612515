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
public sealed class LiveHub : Hub<ILiveClient>
{
    public const string Path = "/hubs/live";

    /// <summary>The claim that names the account; Accounts stands above this slice and writes it.</summary>
    private const string AccountClaim = "account";

    public override async Task OnConnectedAsync()
    {
        if (!Guid.TryParse(Context.User?.FindFirst(AccountClaim)?.Value, out var account))
        {
            Context.Abort();
            return;
        }

        await Groups.AddToGroupAsync(Context.ConnectionId, GroupOf(account));
        await base.OnConnectedAsync();
    }

    internal static string GroupOf(Guid account) => $"account:{account:N}";
}
