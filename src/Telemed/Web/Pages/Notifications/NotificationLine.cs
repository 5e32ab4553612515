using System.Text.Json.Serialization;
using NodaTime;
using Telemed.Notifications;
using Telemed.Platform;

namespace Telemed.Web.Pages.Notifications;

/// <summary>A notification as its reader sees it: rows hold ids, the sentence is made now.</summary>
/// <param name="Url">The page where it matters; a path of ours.</param>
public sealed record NotificationLine(NotificationId Id, NotificationKind Kind, string Text, string Url, Instant At, bool Read)
{
    /// <summary>The address is the room of a visit that admits now: the line bears a Join.</summary>
    [JsonIgnore]
    public bool Joins { get; private init; }

    /// <summary>The same line leading into a room; as it is when there is none.</summary>
    public NotificationLine Into(ParticipantId? room) => room is { } place ? this with { Url = $"/visit/{place}", Joins = true } : this;

    /// <summary>Name of the icon that says what it is about.</summary>
    [JsonIgnore]
    public string Symbol => Kind switch
    {
        NotificationKind.DocumentShared or NotificationKind.DocumentRequested or NotificationKind.DocumentRequestAnswered or NotificationKind.DocumentShown
            or NotificationKind.DocumentSent => "file-text",
        NotificationKind.PatientWaiting => "user",
        NotificationKind.LinkReady => "video",
        NotificationKind.EarlierOffered => "clock",
        NotificationKind.MeasureOutOfBand => "activity",
        NotificationKind.AppointmentRequested or NotificationKind.SeriesRequested => "hourglass",
        NotificationKind.AppointmentDeclined or NotificationKind.AppointmentCancelled or NotificationKind.AppointmentMissed or NotificationKind.SeriesCancelled => "calendar-x",
        _ => "calendar-check",
    };
}

/// <summary>The list and the figure on the bell.</summary>
public sealed record NotificationList(int Unread, IReadOnlyList<NotificationLine> Items);
