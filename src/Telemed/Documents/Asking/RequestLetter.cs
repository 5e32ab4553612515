using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Telemed.Notifications;
using Telemed.People;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Documents.Asking;

/// <summary>"You are asked for a document": not which one, and not by whom. What is wanted stands where one is signed in.</summary>
internal sealed class RequestLetter(IStringLocalizer<Texts> texts, PublicAddress address) : ILetter
{
    public NotificationKind Kind => NotificationKind.DocumentRequested;

    public async Task<Letter?> Write(Db db, Delivery delivery, CancellationToken cancel)
    {
        var id = new DocumentRequestId(delivery.SubjectId);
        var request = await db.DocumentRequests.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id && r.AnsweredAt == null && r.WithdrawnAt == null, cancel);
        if (request is null)
        {
            return null;
        }

        var patient = await db.Patients.AsNoTracking().SingleAsync(p => p.Id == request.PatientId, cancel);
        var clinic = await db.Tenants.Where(t => t.Id == db.Tenant).Select(t => t.Name).SingleAsync(cancel);
        using (Speaking.In(patient.Language))
        {
            return new Letter(patient.Email ?? "", patient.FullName, patient.Language, texts["request-subject", clinic],
                [texts["request-text", clinic], texts["request-how"]], new LetterAction(texts["request-open"], address.Value + "/documents"));
        }
    }
}
