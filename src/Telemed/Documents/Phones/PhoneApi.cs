using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Telemed.Accounts;
using Telemed.Documents.Uploads;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Documents.Phones;

/// <param name="Qr">The address as a QR code: rows of dots, "1" black.</param>
internal sealed record ShownPhoneLink(PhoneLinkId Id, string Url, IReadOnlyList<string> Qr, Instant EndsAt);

/// <param name="Opened">A phone has it.</param>
/// <param name="Over">It takes nothing any more.</param>
internal sealed record PhoneState(bool Opened, bool Over, IReadOnlyList<Receipt> Files);

/// <summary>"Add from your phone", for the page that shows the QR code.</summary>
internal static class PhoneApi
{
    public static void Map(WebApplication app)
    {
        static void Staff(Microsoft.AspNetCore.Authorization.AuthorizationPolicyBuilder policy) => policy.RequireRole(nameof(Role.Practitioner), nameof(Role.Assistant));
        app.MapPost("/api/patients/{patientId:guid}/phone-links", Make).RequireAuthorization(Staff);
        app.MapGet("/api/phone-links/{phoneLinkId:guid}", State).RequireAuthorization(Staff);
        app.MapDelete("/api/phone-links/{phoneLinkId:guid}", Close).RequireAuthorization(Staff);
    }

    private static async Task<Results<Ok<ShownPhoneLink>, NotFound, ProblemHttpResult>> Make(Guid patientId, string? encounter, ClaimsPrincipal user, Db db, Clock clock,
        PublicAddress address, Buckets buckets, Filing filing, IStringLocalizer<Texts> texts)
    {
        var (actor, patient) = (user.Actor!, new PatientId(patientId));
        if (!await db.PatientsToFileFor(actor).AnyAsync(p => p.Id == patient))
        {
            return TypedResults.NotFound();
        }

        if (!buckets.Take(RateLimits.Upload, actor.AccountId.ToString()))
        {
            return DocumentsApi.Problem(texts, "too-many", StatusCodes.Status429TooManyRequests);
        }

        if (!DocumentsApi.TryEncounter(encounter, out var visit))
        {
            return DocumentsApi.Refused(texts, FileRefusal.EncounterUnknown, filing);
        }

        try
        {
            var (link, token) = await db.MakePhoneLink(actor, patient, visit, clock.Now);
            var url = $"{address.Value}{PhoneDesk.Page}#{token}";
            return TypedResults.Ok(new ShownPhoneLink(link.Id, url, QrDots.Of(url), link.EndsAt));
        }
        catch (DbUpdateException) when (visit is not null)
        {
            return DocumentsApi.Refused(texts, FileRefusal.EncounterUnknown, filing);
        }
    }

    private static async Task<Results<Ok<PhoneState>, NotFound>> State(Guid phoneLinkId, ClaimsPrincipal user, Db db, Clock clock, UploadDesk desk, Filing filing, IStringLocalizer<Texts> texts)
    {
        var (actor, id) = (user.Actor!, new PhoneLinkId(phoneLinkId));
        if (await db.PhoneLinks.AsNoTracking().SingleOrDefaultAsync(l => l.Id == id && l.AccountId == actor.AccountId) is not { } link)
        {
            return TypedResults.NotFound();
        }

        var files = new List<Receipt>();
        foreach (var upload in await db.UploadsFor(actor).AsNoTracking().Where(u => u.PhoneLinkId == id).OrderBy(u => u.StartedAt).ToListAsync())
        {
            files.Add(await Receipts.Of(db, actor, upload, desk, filing, texts));
        }

        return TypedResults.Ok(new PhoneState(link.OpenedAt is not null, link.EndsAt <= clock.Now, files));
    }

    private static async Task<Results<NoContent, NotFound>> Close(Guid phoneLinkId, ClaimsPrincipal user, Db db, Clock clock) =>
        await db.ClosePhoneLink(user.Actor!, new PhoneLinkId(phoneLinkId), clock.Now) ? TypedResults.NoContent() : TypedResults.NotFound();
}
