namespace Telemed.Notifications;

/// <summary>What a calendar program reads in a mail (RFC 6047): an invitation, its update, or its cancellation.</summary>
/// <param name="Method">REQUEST or CANCEL, as in the content.</param>
/// <param name="Content">A whole VCALENDAR.</param>
public sealed record LetterCalendar(string Method, string Content);
