using NodaTime;
using Telemed.Notifications;

namespace Telemed.Scheduling.Reminding;

/// <summary>How long before the start a patient is reminded; together: which of them.</summary>
[Flags]
public enum Leads
{
    None = 0,
    TwoDays = 1,
    OneDay = 2,
    TwoHours = 4,

    /// <summary>This one carries the link into the room.</summary>
    TenMinutes = 8,
}

/// <summary>One of the reminders of every appointment that stands.</summary>
/// <param name="Kind">Which letter is written.</param>
public sealed record Lead(Leads Of, Duration Before, NotificationKind Kind)
{
    /// <summary>Earliest first.</summary>
    public static readonly IReadOnlyList<Lead> All =
    [
        new(Leads.TwoDays, Duration.FromHours(48), NotificationKind.Reminder), new(Leads.OneDay, Duration.FromHours(24), NotificationKind.Reminder),
        new(Leads.TwoHours, Duration.FromHours(2), NotificationKind.Reminder), new(Leads.TenMinutes, Duration.FromMinutes(10), NotificationKind.LinkReminder),
    ];

    /// <summary>The lead of a reminder that is due then; null: this appointment has none at that time, for example because it was moved.</summary>
    public static Lead? Find(Appointment appointment, Delivery reminder) =>
        All.FirstOrDefault(l => l.Kind == reminder.Kind && appointment.StartsAt - l.Before == reminder.DueAt);
}
