using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Microsoft.Net.Http.Headers;
using Telemed.Accounts;
using Telemed.Documents.Blobs;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Documents;

/// <summary>Documents for the islands: JSON, and raw bytes in and out.</summary>
internal static class DocumentsApi
{
    public static void MapDocumentsApi(this WebApplication app)
    {
        app.MapPut("/api/patients/{patientId:guid}/documents", Add).RequireAuthorization(Staff)
            .WithMetadata(new RequestSizeLimitAttribute(Filing.WireLimit));
        app.MapGet("/api/patients/{patientId:guid}/documents", List).RequireAuthorization(Anyone);
        app.MapGet("/documents/{id:guid}", Download).RequireAuthorization(Anyone);
        app.MapDelete("/api/documents/{id:guid}", Delete).RequireAuthorization(Staff);
        app.MapPut("/api/documents/{id:guid}/sharing", Share).RequireAuthorization(Practitioner);
        app.MapDelete("/api/documents/{id:guid}/sharing", Unshare).RequireAuthorization(Practitioner);
    }

    /// <summary>Whoever may have documents at all; which ones is asked of their rows.</summary>
    internal static void Anyone(Microsoft.AspNetCore.Authorization.AuthorizationPolicyBuilder policy) =>
        policy.RequireRole(nameof(Role.Practitioner), nameof(Role.Assistant), nameof(Role.Patient));

    private static void Staff(Microsoft.AspNetCore.Authorization.AuthorizationPolicyBuilder policy) =>
        policy.RequireRole(nameof(Role.Practitioner), nameof(Role.Assistant));

    private static void Practitioner(Microsoft.AspNetCore.Authorization.AuthorizationPolicyBuilder policy) => policy.RequireRole(nameof(Role.Practitioner));

    private static async Task<Results<Created<DocumentLine>, NotFound, ProblemHttpResult>> Add(Guid patientId, string? name, string? kind, string? encounter,
        HttpContext context, Db db, Filing filing, Buckets buckets, IStringLocalizer<Texts> texts)
    {
        var (actor, patient) = (context.User.Actor!, new PatientId(patientId));
        if (!await db.PatientsToFileFor(actor).AnyAsync(p => p.Id == patient))
        {
            return TypedResults.NotFound();
        }

        if (!buckets.Take(RateLimits.Upload, actor.AccountId.ToString()))
        {
            return Problem(texts, "too-many", StatusCodes.Status429TooManyRequests);
        }

        if (!TryKind(kind, out var known))
        {
            return Problem(texts, "kind-unknown", StatusCodes.Status400BadRequest);
        }

        if (!TryEncounter(encounter, out var visit))
        {
            return Refused(texts, FileRefusal.EncounterUnknown, filing);
        }

        try
        {
            var wanted = new NewDocument(patient, name, known, visit, context.Request.ContentLength);
            return await filing.File(actor, wanted, context.Request.Body, context.RequestAborted) switch
            {
                Filed.Added added => TypedResults.Created($"/documents/{added.Document.Id}", (await db.Lines(actor, [added.Document]))[0]),
                Filed.Refused refused => Refused(texts, refused.Why, filing),
                Filed.Unchecked => Problem(texts, "unchecked", StatusCodes.Status503ServiceUnavailable),
                Filed.Unkept => Problem(texts, "unkept", StatusCodes.Status503ServiceUnavailable),
                _ => throw new InvalidOperationException(),
            };
        }
        catch (Exception exception) when (exception is OperationCanceledException or BadHttpRequestException || context.RequestAborted.IsCancellationRequested)
        {
            // The sender left in the middle: nothing was kept.
            return Problem(texts, "broken-off", StatusCodes.Status400BadRequest);
        }
    }

    private static async Task<Results<Ok<IReadOnlyList<DocumentLine>>, NotFound>> List(Guid patientId, Guid? encounter, ClaimsPrincipal user, Db db, Clock clock)
    {
        var (actor, patient) = (user.Actor!, new PatientId(patientId));
        if (!await db.PatientsToFileFor(actor).AnyAsync(p => p.Id == patient))
        {
            return TypedResults.NotFound();
        }

        return TypedResults.Ok(await db.ReadDocumentLines(actor, patient, clock.Now, encounter is { } id ? new EncounterId(id) : null));
    }

    private static async Task<Results<FileStreamHttpResult, NotFound, ProblemHttpResult>> Download(Guid id, HttpContext context, Db db, BlobStore blobs,
        Clock clock, ILogger<BlobStore> log, IStringLocalizer<Texts> texts)
    {
        var bytes = await db.ReadBytes(context.User.Actor!, new DocumentId(id), blobs, clock, log);
        if (bytes is not DocumentBytes.There(var document, var content))
        {
            return Unread(texts, bytes) is { } problem ? problem : TypedResults.NotFound();
        }

        var headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";
        // Naming the file makes it an attachment, with the exact name in filename* (RFC 6266, RFC 8187). The tag lets a part be asked for
        // (RFC 9110, 14.2) of the same file and of no other.
        return TypedResults.Stream(content, document.ContentType, document.FileName, entityTag: new EntityTagHeaderValue($"\"{document.Id}\""), enableRangeProcessing: true);
    }

    /// <summary>Why the reader of a document of theirs gets no bytes; null: there is none for them.</summary>
    internal static ProblemHttpResult? Unread(IStringLocalizer<Texts> texts, DocumentBytes bytes) => bytes switch
    {
        DocumentBytes.Damaged => Problem(texts, "damaged", StatusCodes.Status500InternalServerError, "damaged-title"),
        DocumentBytes.Away => Problem(texts, "away", StatusCodes.Status503ServiceUnavailable, "away-title"),
        _ => null,
    };

    private static async Task<Results<NoContent, NotFound>> Delete(Guid id, ClaimsPrincipal user, Db db, Clock clock) =>
        Done(await db.Delete(user.Actor!, new DocumentId(id), clock.Now));

    private static async Task<Results<NoContent, NotFound>> Share(Guid id, ClaimsPrincipal user, Db db, Clock clock) =>
        Done(await db.Share(user.Actor!, new DocumentId(id), clock.Now));

    private static async Task<Results<NoContent, NotFound>> Unshare(Guid id, ClaimsPrincipal user, Db db, Clock clock) =>
        Done(await db.Unshare(user.Actor!, new DocumentId(id), clock.Now));

    private static Results<NoContent, NotFound> Done(bool done) => done ? TypedResults.NoContent() : TypedResults.NotFound();

    /// <summary>Why a file was not taken, in the reader's language; the code's sentence stands under "refused-…".</summary>
    internal static ProblemHttpResult Problem(IStringLocalizer<Texts> texts, string code, int status, string title = "refused-title") =>
        TypedResults.Problem(texts[$"refused-{code}"], title: texts[title], statusCode: status, extensions: new Dictionary<string, object?> { ["code"] = code });

    internal static ProblemHttpResult Refused(IStringLocalizer<Texts> texts, FileRefusal why, Filing filing) => TypedResults.Problem(Sentence(texts, why, filing),
        title: texts["refused-title"], statusCode: why.Status(), extensions: new Dictionary<string, object?> { ["code"] = why.Code() });

    internal static string Sentence(IStringLocalizer<Texts> texts, FileRefusal why, Filing filing) => texts[$"refused-{why.Code()}", DocumentWords.Size(filing.MaxLength, texts)];

    internal static bool TryKind(string? word, out DocumentKind kind)
    {
        kind = DocumentKind.Other;
        return string.IsNullOrEmpty(word) || (char.IsLetter(word[0]) && Enum.TryParse(word, ignoreCase: true, out kind) && Enum.IsDefined(kind));
    }

    internal static bool TryEncounter(string? word, out EncounterId? encounter)
    {
        encounter = Guid.TryParse(word, out var id) ? new EncounterId(id) : null;
        return string.IsNullOrEmpty(word) || encounter is not null;
    }
}
