using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Telemed.Notifications;
using Telemed.Platform;

namespace Telemed.Accounts;

/// <summary>
/// The mail with the code that proves an address. The code is made here and its hash saved before the mail leaves. Where the address
/// already has an account, the mail says so and holds no code.
/// </summary>
public sealed class EmailCodeLetter(ShortCodes codes, Clock clock, PublicAddress address, IStringLocalizer<Texts> texts) : ILetter
{
    public NotificationKind Kind => NotificationKind.EmailCode;

    public async Task<Letter?> Write(Db db, Delivery delivery, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(delivery);
        var id = new EmailCodeId(delivery.SubjectId);
        var code = await db.EmailCodes.SingleOrDefaultAsync(c => c.Id == id, cancel);
        if (code is null || code.UsedAt is not null)
        {
            return null;
        }

        var account = await db.Accounts.SingleAsync(a => a.Id == code.AccountId, cancel);
        using var language = Speaking.In(account.Language);
        return account.EmailConfirmedAt is null ? await WithCode(db, code, account, cancel) : AlreadyThere(account);
    }

    private async Task<Letter> WithCode(Db db, EmailCode code, Account account, CancellationToken cancel)
    {
        var digits = ShortCodes.New();
        code.CodeHash = codes.Hash(code.Id.Value, digits);
        code.ExpiresAt = clock.Now + EmailCode.Life;
        code.Tries = 0;
        await db.SaveChangesAsync(cancel);
        return To(account, texts["mail-code-subject"], texts["mail-code", $"{digits[..3]} {digits[3..]}"], texts["mail-code-life"], texts["mail-code-not-you"]);
    }

    private Letter AlreadyThere(Account account) =>
        To(account, texts["mail-taken-subject"], texts["mail-taken"], texts["mail-taken-not-you"])
            with { Action = new LetterAction(texts["mail-taken-action"], $"{address.Value}/sign-in") };

    private static Letter To(Account account, string subject, params string[] paragraphs) =>
        new(account.Email, $"{account.GivenName} {account.FamilyName}", account.Language, subject, paragraphs);
}
