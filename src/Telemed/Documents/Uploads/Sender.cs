using Telemed.Accounts;
using Telemed.Documents.Phones;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Documents.Uploads;

/// <summary>Who sends: somebody signed in, or a phone in the name of the account that showed it a QR code.</summary>
/// <param name="Phone">The phone's link: it adds to that one record.</param>
internal sealed record Sender(AccountActor Actor, PhoneLink? Phone = null)
{
    /// <summary>Where this sender's uploads are.</summary>
    public string Path => Phone is null ? TusApi.Path : TusApi.PhonePath;

    /// <summary>Null: nobody who may send by this path.</summary>
    public static async Task<Sender?> Of(HttpContext context, Db db, Clock clock) =>
        !context.Request.Path.StartsWithSegments(TusApi.PhonePath) ? new Sender(context.User.Actor!)
        : await db.PhoneLinkOf(PhoneCookie.Read(context), clock.Now) is { } link ? new Sender(link.ActsAs(), link) : null;
}
