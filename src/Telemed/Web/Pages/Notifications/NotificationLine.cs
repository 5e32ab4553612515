using System.Text.Json.Serialization;
using NodaTime;
using Telemed.Notifications;
using Telemed.Platform;

namespace Telemed.Web.Pages.Notifications;

/// <summary>A notification as its reader sees it: rows hold ids, the sentence is made now.</summary>
/// <param name="Url">The page where it matters; a path of ours.</param>
public sealed record NotificationLine(NotificationId Id, NotificationKind Kind, string Text, string Url, Instant At, bool Read)
{
    /// <summary>Name of the icon that says what it is about.</summary>
    [JsonIgnore]
    public string Symbol => Kind switch
    {
        NotificationKind.DocumentShared => "file-text",
        NotificationKind.PatientWaiting => "user",
        NotificationKind.LinkReady => "video",
        NotificationKind.AppointmentRequested => "hourglass",
        NotificationKind.AppointmentDeclined or NotificationKind.AppointmentCancelled => "calendar-x",
        _ => "calendar-check",
    };
}

/// <summary>The list and the figure on the bell.</summary>
public sealed record NotificationList(int Unread, IReadOnlyList<NotificationLine> Items);
