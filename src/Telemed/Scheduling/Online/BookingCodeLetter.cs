using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Telemed.Notifications;
using Telemed.Platform;

namespace Telemed.Scheduling.Online;

/// <summary>
/// The mail with the code of somebody who books without an account. The code is made here and its hash saved before the mail leaves. What was typed
/// as a name does not stand in it: nobody has proved the address yet, and a mail to anybody must not carry a stranger's words.
/// </summary>
internal sealed class BookingCodeLetter(ShortCodes codes, Clock clock, IStringLocalizer<Texts> texts) : ILetter
{
    public NotificationKind Kind => NotificationKind.BookingCode;

    public async Task<Letter?> Write(Db db, Delivery delivery, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(delivery);
        // Asked for again, or with another address, since: that mail has a delivery of its own.
        var rows = db.Newcomers.Where(n => n.Code == delivery.SubjectId && n.AppointmentId == null);
        if (await rows.AsNoTracking().SingleOrDefaultAsync(cancel) is not { Email: { } email, Language: { } language })
        {
            return null;
        }

        var digits = ShortCodes.New();
        var (hash, ends) = (codes.Hash(delivery.SubjectId, digits), clock.Now + Newcomer.CodeLife);
        var written = await rows.ExecuteUpdateAsync(n => n.SetProperty(x => x.CodeHash, hash).SetProperty(x => x.CodeEndsAt, ends).SetProperty(x => x.Tries, 0), cancel);
        using var speaking = Speaking.In(language);
        return written is 0 ? null : new Letter(email, email, language, texts["mail-code-subject"],
            [texts["mail-code", $"{digits[..3]} {digits[3..]}"], texts["mail-code-life"], texts["mail-code-not-you"]]);
    }
}
