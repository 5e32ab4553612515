using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Telemed.Accounts;
using Telemed.Notifications;
using Telemed.Platform;

namespace Telemed.Records.Observing;

/// <summary>"A measure has passed a threshold": neither whose nor what it is; both are read in the record.</summary>
internal sealed class MeasureLetter(IStringLocalizer<Telemed.Records.Texts> texts, PublicAddress address) : ILetter
{
    public NotificationKind Kind => NotificationKind.MeasureOutOfBand;

    public async Task<Letter?> Write(Db db, Delivery delivery, CancellationToken cancel)
    {
        var id = new ObservationId(delivery.SubjectId);
        if (delivery.ToAccountId is not { } to || !await db.Observations.AnyAsync(o => o.Id == id && o.InErrorAt == null, cancel))
        {
            return null;
        }

        var account = await db.Accounts.AsNoTracking().SingleAsync(a => a.Id == new AccountId(to), cancel);
        using (Speaking.In(account.Language))
        {
            return new Letter(account.Email, $"{account.GivenName} {account.FamilyName}", account.Language, texts["measure-subject"],
                [texts["measure-text"], texts["measure-how"]], new LetterAction(texts["measure-open"], address.Value + "/notifications"));
        }
    }
}
