using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Telemed.Accounts;
using Telemed.Audit;
using Telemed.Documents.Blobs;
using Telemed.Platform;
using Telemed.Platform.Components;
using Telemed.Tenancy;

namespace Telemed.Documents.Outside;

/// <summary>The bytes of a shared document for who gave its password; and taking a link back.</summary>
internal static class ShareApi
{
    public static void Map(WebApplication app)
    {
        app.MapGet($"{ShareDesk.Page}/file", Take).AllowAnonymous();
        app.MapPost("/documents/share-links/{shareLinkId:guid}/revocation", Revoke).RequireAuthorization(policy => policy.RequireRole(nameof(Role.Practitioner)))
            .WithMetadata(AnswersStale.At(DocumentForms.Page));
    }

    private static async Task<Results<FileStreamHttpResult, RedirectHttpResult, ProblemHttpResult>> Take(HttpContext context, IServiceScopeFactory scopes, BlobStore blobs, Clock clock, ILogger<ShareLink> log, IStringLocalizer<Texts> texts)
    {
        // In a unit of work of its own: whoever is signed in here may be of another clinic.
        await using var scope = scopes.CreateAsyncScope();
        var (db, now) = (scope.ServiceProvider.GetRequiredService<Db>(), clock.Now);
        if (await db.SharedBy(ShareCookie.Read(context), now) is not var (link, document))
        {
            return TypedResults.LocalRedirect(ShareDesk.Page);
        }

        try
        {
            if (await document.Open(blobs) is { } content)
            {
                try
                {
                    db.Record(new SystemActor(db.Tenant), AuditAction.DocumentRead, now, ("Document", document.Id.Value), link.PatientId, detail: $"share-link {link.Id}");
                    await db.SaveChangesAsync();
                }
                catch
                {
                    await content.DisposeAsync();
                    throw;
                }

                context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";
                return TypedResults.Stream(content, document.ContentType, document.FileName, entityTag: new Microsoft.Net.Http.Headers.EntityTagHeaderValue($"\"{document.Id}\""), enableRangeProcessing: true);
            }

            log.BytesMissing(document.Id);
        }
        catch (Exception exception) when (exception is BlobDamagedException or FileKeyMissingException)
        {
            log.BytesDamaged(exception, document.Id);
        }
        catch (BlobAwayException exception)
        {
            log.BytesAway(exception, document.Id);
            return DocumentsApi.Problem(texts, "away", StatusCodes.Status503ServiceUnavailable, "away-title");
        }

        return DocumentsApi.Problem(texts, "damaged", StatusCodes.Status500InternalServerError, "damaged-title");
    }

    private static async Task<Results<RedirectHttpResult, NotFound>> Revoke(Guid shareLinkId, [FromForm] string? back, ClaimsPrincipal user, Db db, Clock clock) =>
        DocumentForms.Back(await db.RevokeShareLink(user.Actor!, new ShareLinkId(shareLinkId), clock.Now), back);
}

/// <summary>By which a reader outside is known who gave the right password: for a quarter of an hour, and for that one document.</summary>
public static class ShareCookie
{
    public const string Name = "__Host-shared";

    public static string? Read(HttpContext context) => context?.Request.Cookies[Name];

    /// <summary>Whoever comes next to this computer opens nothing.</summary>
    public static void Forget(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Response.Cookies.Delete(Name, new CookieOptions { HttpOnly = true, Secure = true, SameSite = SameSiteMode.Strict, Path = "/" });
    }

    public static void Set(HttpContext context, string secret)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Response.Cookies.Append(Name, secret, new CookieOptions
        {
            HttpOnly = true, Secure = true, SameSite = SameSiteMode.Strict, Path = "/", IsEssential = true, MaxAge = ShareLink.ToTake.ToTimeSpan(),
        });
    }
}
