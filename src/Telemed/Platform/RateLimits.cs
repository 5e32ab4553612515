using NodaTime;

namespace Telemed.Platform;

/// <summary>A named limit.</summary>
/// <param name="Burst">How many at once, after a pause.</param>
/// <param name="Refill">How many come back, evenly, in each <paramref name="Per"/>.</param>
/// <param name="FailsClosed">True: when no more keys can be kept in memory, a new key is refused; false: it is let through.</param>
public sealed record BucketRule(string Name, int Burst, int Refill, Duration Per, bool FailsClosed)
{
    /// <summary>The common sort: as many in a burst as come back in a period.</summary>
    internal static BucketRule Of(string name, int limit, Duration per, bool failsClosed = true) => new(name, limit, limit, per, failsClosed);
}

/// <summary>Every limit of the product, in one table. Keys are named in each line; addresses come from <see cref="ClientAddress"/>.</summary>
public static class RateLimits
{
    private static readonly Duration Minute = Duration.FromMinutes(1);
    private static readonly Duration Hour = Duration.FromHours(1);

    /// <summary>Key: the e-mail typed, upper case, whether or not an account has it.</summary>
    public static readonly BucketRule SignInByName = BucketRule.Of("sign-in-name", 10, 15 * Minute);

    /// <summary>Key: client address. A right password gives its token back: a clinic behind one address signs in as one likes.</summary>
    public static readonly BucketRule SignInByAddress = BucketRule.Of("sign-in-address", 10, 15 * Minute);

    /// <summary>Key: client address.</summary>
    public static readonly BucketRule Register = BucketRule.Of("register", 20, Hour);

    /// <summary>Key: the e-mail address that would get the mail, upper case.</summary>
    public static readonly BucketRule MailByAddressee = BucketRule.Of("mail-addressee", 3, Hour);

    /// <summary>Key: client address.</summary>
    public static readonly BucketRule MailByAddress = BucketRule.Of("mail-address", 20, Hour);

    /// <summary>Key: client address; any six-digit code or birth date typed. A visit's right code gives its token back.</summary>
    public static readonly BucketRule CodeEntry = BucketRule.Of("code-entry", 10, Minute);

    /// <summary>Key: client address; pages of free times that anybody may see. Many patients of one mobile network share an address.</summary>
    public static readonly BucketRule PublicPage = BucketRule.Of("public-page", 120, Minute);

    /// <summary>Key: client address; times chosen, and so held, by people without an account.</summary>
    public static readonly BucketRule PublicHold = BucketRule.Of("public-hold", 30, Hour);

    /// <summary>Key: client address. A link that is one gives its token back.</summary>
    public static readonly BucketRule LinkRedemption = BucketRule.Of("link-redemption", 10, Minute);

    /// <summary>Key: client address; the link page's look-up, which changes nothing. A link that is one gives its token back.</summary>
    public static readonly BucketRule LinkLook = BucketRule.Of("link-look", 60, Minute);

    /// <summary>Key: client address; a private calendar address asked for. One that is good gives its token back.</summary>
    public static readonly BucketRule CalendarFeed = BucketRule.Of("calendar-feed", 60, Minute);

    /// <summary>Key: client address; tries of the line before joining. Many patients of one pharmacy or mobile network share an address.</summary>
    public static readonly BucketRule LineEcho = BucketRule.Of("line-echo", 60, Minute);

    /// <summary>Key: account; files begun.</summary>
    public static readonly BucketRule Upload = BucketRule.Of("upload", 100, Minute);

    /// <summary>Key: participant; files begun in a visit's chat.</summary>
    public static readonly BucketRule ChatFile = BucketRule.Of("chat-file", 20, Minute);

    /// <summary>Key: participant; invocations of the room other than signals.</summary>
    public static readonly BucketRule RoomMessage = new("room-message", 60, 100, Minute, FailsClosed: true);

    /// <summary>Key: participant.</summary>
    public static readonly BucketRule IceCandidate = BucketRule.Of("ice-candidate", 50, Duration.FromSeconds(1));

    /// <summary>Key: participant; credentials for the relay asked for in the room.</summary>
    public static readonly BucketRule RelayCredentials = BucketRule.Of("relay-credentials", 10, 10 * Minute);

    /// <summary>Key: participant; how the call is: one each two seconds, and a few that come late together.</summary>
    public static readonly BucketRule QualitySample = new("quality-sample", 3, 30, Minute, FailsClosed: true);

    /// <summary>Key: participant; technical incidents that only the page knows.</summary>
    public static readonly BucketRule IncidentReport = BucketRule.Of("incident-report", 20, Minute);

    /// <summary>Key: participant; guests invited, and links shown for them.</summary>
    public static readonly BucketRule Invitation = BucketRule.Of("invitation", 20, Hour);

    /// <summary>Key: account; staff looking up an account by its exact e-mail.</summary>
    public static readonly BucketRule AccountSearch = BucketRule.Of("account-search", 30, Hour);

    /// <summary>Key: account; a calendar elsewhere read at once. Beyond it, it is read at its next turn.</summary>
    public static readonly BucketRule CalendarRead = BucketRule.Of("calendar-read", 20, Hour);

    /// <summary>Key: patient; birth dates typed to claim a patient's record.</summary>
    public static readonly BucketRule BirthDate = BucketRule.Of("birth-date", 5, Duration.FromDays(1));

    /// <summary>All of them, for the test that tries each.</summary>
    public static IReadOnlyList<BucketRule> All { get; } =
    [
        SignInByName, SignInByAddress, Register, MailByAddressee, MailByAddress, CodeEntry, PublicPage, PublicHold, LinkRedemption, LinkLook, CalendarFeed, LineEcho, Upload, ChatFile, RoomMessage,
        IceCandidate, RelayCredentials, QualitySample, IncidentReport, Invitation, AccountSearch, CalendarRead, BirthDate,
    ];
}
