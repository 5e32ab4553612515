using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Telemed.Accounts;
using Telemed.Notifications;
using Telemed.People;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Records.Access;

/// <summary>Who opened a record in an emergency, and when; the reason is read where one is signed in.</summary>
internal sealed class GlassBrokenLetter(IStringLocalizer<Texts> texts, PublicAddress address) : ILetter
{
    public NotificationKind Kind => NotificationKind.GlassBroken;

    public async Task<Letter?> Write(Db db, Delivery delivery, CancellationToken cancel)
    {
        var id = new BreakGlassId(delivery.SubjectId);
        var opened = await db.Set<BreakGlass>().AsNoTracking().SingleAsync(b => b.Id == id, cancel);
        var clinic = await db.Tenants.AsNoTracking().SingleAsync(t => t.Id == db.Tenant, cancel);
        var practitioner = await db.Practitioners.AsNoTracking().SingleAsync(p => p.Id == opened.PractitionerId, cancel);
        if (delivery.ToAccountId is { } to)
        {
            var account = await db.Accounts.AsNoTracking().SingleAsync(a => a.Id == new AccountId(to), cancel);
            using var speaks = Speaking.In(account.Language);
            return new Letter(account.Email, $"{account.GivenName} {account.FamilyName}", account.Language, texts["mail-glass-clinic-subject", practitioner.DisplayName],
                [texts["mail-glass-clinic", practitioner.DisplayName, Times.DayAndTime(opened.At, clinic.TimeZone)], texts["mail-glass-clinic-next"]],
                new LetterAction(texts["mail-glass-open"], $"{address.Value}/clinic/emergencies"));
        }

        var patient = await db.Patients.AsNoTracking().SingleAsync(p => p.Id == opened.PatientId, cancel);
        if (string.IsNullOrEmpty(patient.Email))
        {
            return null;
        }

        using var speaking = Speaking.In(patient.Language);
        return new Letter(patient.Email, patient.FullName, patient.Language, texts["mail-glass-subject", clinic.Name],
            [texts["mail-glass", practitioner.DisplayName, Times.DayAndTime(opened.At, clinic.TimeZone), clinic.Name], texts["mail-glass-next", clinic.Name]]);
    }
}
