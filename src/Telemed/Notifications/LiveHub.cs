using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using Telemed.Tenancy;

namespace Telemed.Notifications;

/// <summary>What an open page hears.</summary>
public interface ILiveClient
{
    /// <summary>Something under this topic changed: fetch it again. Carries no content.</summary>
    Task Changed(string topic);

    /// <summary>From here on nothing is missed: what is fetched now is whole. The line alone, once it stands, does not hear yet.</summary>
    Task Listening();
}

/// <summary>The line from the server to the open pages of whoever is signed in. Clients cannot call anything.</summary>
[Authorize]
public sealed class LiveHub(OpenPages pages) : Hub<ILiveClient>
{
    public const string Path = "/hubs/live";

    /// <summary>The claims that name account, session and clinic; Accounts stands above this slice and writes them.</summary>
    private const string AccountClaim = "account";
    private const string SessionClaim = "session";
    private const string TenantClaim = "tenant";

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
        if (Guid.TryParse(Context.User.FindFirst(TenantClaim)?.Value, out var clinic) && !Context.User.IsInRole(nameof(Role.Patient)))
        {
            await Groups.AddToGroupAsync(Context.ConnectionId, StaffOf(clinic));
        }

        await base.OnConnectedAsync();
        await Clients.Caller.Listening();
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        pages.Remove(Context.ConnectionId);
        return base.OnDisconnectedAsync(exception);
    }

    internal static string GroupOf(Guid account) => $"account:{account:N}";

    internal static string StaffOf(Guid clinic) => $"staff:{clinic:N}";
}
