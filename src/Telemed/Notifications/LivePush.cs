using Microsoft.AspNetCore.SignalR;
using Telemed.Platform;

namespace Telemed.Notifications;

/// <summary>Tells the open pages of one account that something changed. Call it through <c>db.AfterCommit</c>.</summary>
public sealed class LivePush(IHubContext<LiveHub, ILiveClient> hub)
{
    public const string Notifications = "notifications";
    public const string Waiting = "waiting";
    public const string Agenda = "agenda";

    /// <summary>A hint, never the truth: a page that misses it fetches when it reconnects.</summary>
    /// <param name="topic">One of the constants of this class.</param>
    public Task Changed(AccountId to, string topic) => hub.Clients.Group(LiveHub.GroupOf(to.Value)).Changed(topic);

    /// <summary>The same to whoever works in a clinic and has a page of it open.</summary>
    public Task ChangedForStaff(TenantId clinic, string topic) => hub.Clients.Group(LiveHub.StaffOf(clinic.Value)).Changed(topic);
}
