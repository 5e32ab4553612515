using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Telemed.Notifications;
using Telemed.People;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Documents;

/// <summary>"A document was shared with you": neither its name nor what it says; it opens through the account.</summary>
internal sealed class DocumentLetter(IStringLocalizer<Texts> texts, PublicAddress address) : ILetter
{
    public NotificationKind Kind => NotificationKind.DocumentShared;

    public async Task<Letter?> Write(Db db, Delivery delivery, CancellationToken cancel)
    {
        var id = new DocumentId(delivery.SubjectId);
        var document = await db.Documents.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id && d.SharedAt != null && d.DeletedAt == null, cancel);
        if (document is null)
        {
            return null;
        }

        var patient = await db.Patients.AsNoTracking().SingleAsync(p => p.Id == document.PatientId, cancel);
        var clinic = await db.Tenants.Where(t => t.Id == db.Tenant).Select(t => t.Name).SingleAsync(cancel);
        using (Speaking.In(patient.Language))
        {
            return new Letter(patient.Email ?? "", patient.FullName, patient.Language, texts["shared-subject", clinic],
                [texts["shared-text", clinic], texts["shared-how"]], new LetterAction(texts["shared-open"], address.Value + "/documents"));
        }
    }
}
