using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Telemed.Accounts;
using Telemed.Documents.Asking;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Documents.Uploads;

/// <summary>
/// Files in pieces by the tus protocol 1.0.0: creation, with its first bytes or without, termination, checksum, expiration. An upload is its
/// sender's alone; another's is not there. Its metadata: <c>filename</c>, <c>patient</c>, and <c>kind</c>, <c>encounter</c>, <c>request</c>, <c>changed</c> where there are any.
/// </summary>
internal sealed class TusApi(Db db, Clock clock, Filing filing, UploadDesk desk, UploadWatch watch, Buckets buckets, IStringLocalizer<Texts> texts)
{
    public const string Path = "/api/uploads";

    /// <summary>The same for a phone that has opened a link, by its cookie.</summary>
    public const string PhonePath = "/add/uploads";

    public static void Map(WebApplication app)
    {
        const string one = "/{uploadId:guid}";
        var account = app.MapGroup(Path).RequireAuthorization(DocumentsApi.Anyone).WithMetadata(new DisableRequestSizeLimitAttribute());
        account.MapMethods("", [HttpMethods.Options], Capable);
        account.MapPost("", Begin);
        account.MapMethods(one, [HttpMethods.Head], Head);
        account.MapPatch(one, Patch);
        account.MapDelete(one, Delete);
        account.MapPost(one, Override);
        var phone = app.MapGroup(PhonePath).AllowAnonymous().WithMetadata(new DisableRequestSizeLimitAttribute());
        phone.MapMethods("", [HttpMethods.Options], Capable);
        phone.MapPost("", Begin);
        phone.MapMethods(one, [HttpMethods.Head], Head);
        phone.MapPatch(one, Patch);
        phone.MapDelete(one, Delete);
        phone.MapPost(one, Override);
    }

    private static IResult Capable(HttpContext context, TusApi tus) => tus.Capabilities(context);

    private static Task<IResult> Begin(HttpContext context, TusApi tus) => tus.Spoken(context, tus.Create);

    private static Task<IResult> Head(Guid uploadId, HttpContext context, TusApi tus) => tus.Spoken(context, (c, sender) => tus.Look(c, sender, new UploadId(uploadId)));

    private static Task<IResult> Patch(Guid uploadId, HttpContext context, TusApi tus) => tus.Spoken(context, (c, sender) => tus.Append(c, sender, new UploadId(uploadId)));

    private static Task<IResult> Delete(Guid uploadId, HttpContext context, TusApi tus) => tus.Spoken(context, (_, sender) => tus.Cancel(sender, new UploadId(uploadId)));

    /// <summary>For senders whose network lets no PATCH or DELETE through.</summary>
    private static Task<IResult> Override(Guid uploadId, HttpContext context, TusApi tus) => context.Request.Headers["X-HTTP-Method-Override"].ToString() switch
    {
        "PATCH" => Patch(uploadId, context, tus),
        "DELETE" => Delete(uploadId, context, tus),
        _ => Task.FromResult(Results.StatusCode(StatusCodes.Status405MethodNotAllowed)),
    };

    private IResult Capabilities(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers[TusHeaders.Resumable] = headers["Tus-Version"] = TusHeaders.Version;
        headers["Tus-Extension"] = TusHeaders.Extensions;
        headers["Tus-Max-Size"] = filing.MaxLength.ToString(CultureInfo.InvariantCulture);
        headers["Tus-Checksum-Algorithm"] = Checksum.Algorithms;
        return Results.NoContent();
    }

    private async Task<IResult> Spoken(HttpContext context, Func<HttpContext, Sender, Task<IResult>> answer)
    {
        context.Response.Headers[TusHeaders.Resumable] = TusHeaders.Version;
        if (TusHeaders.IsSpoken(context.Request))
        {
            return await Sender.Of(context, db, clock) is { } sender ? await answer(context, sender)
                : DocumentsApi.Problem(texts, "phone-over", StatusCodes.Status404NotFound);
        }

        context.Response.Headers["Tus-Version"] = TusHeaders.Version;
        return Results.StatusCode(StatusCodes.Status412PreconditionFailed);
    }

    private async Task<IResult> Create(HttpContext context, Sender sender)
    {
        var (actor, metadata) = (sender.Actor, context.Request.Headers[TusHeaders.Metadata].ToString());
        if (metadata.Length > Upload.MostMetadata || TusHeaders.Read(metadata) is not { } said || TusHeaders.Number(context.Request, TusHeaders.Length) is not { } length)
        {
            return Results.BadRequest();
        }

        // A phone does not choose: its record and visit are its link's. A patient files into no visit.
        if (sender.Phone is { } phone)
        {
            (said["patient"], said["encounter"]) = (phone.PatientId.ToString(), phone.EncounterId?.ToString() ?? "");
            said.Remove("replaces");
        }
        else if (actor.Role is Role.Patient)
        {
            said["encounter"] = "";
            said.Remove("replaces");
        }

        if (!Guid.TryParse(said.GetValueOrDefault("patient"), out var id) || (new PatientId(id) is var patient && !await db.PatientsToFileFor(actor).AnyAsync(p => p.Id == patient)))
        {
            return Results.NotFound();
        }

        if (!buckets.Take(RateLimits.Upload, actor.AccountId.ToString()))
        {
            return DocumentsApi.Problem(texts, "too-many", StatusCodes.Status429TooManyRequests);
        }

        if (!DocumentsApi.TryKind(said.GetValueOrDefault("kind"), out var kind))
        {
            return DocumentsApi.Problem(texts, "kind-unknown", StatusCodes.Status400BadRequest);
        }

        if (!DocumentsApi.TryEncounter(said.GetValueOrDefault("encounter"), out var visit))
        {
            return Refused(FileRefusal.EncounterUnknown);
        }

        var request = await Request(actor, said.GetValueOrDefault("request"));
        DocumentId? replaces = said.GetValueOrDefault("replaces") is { Length: > 0 } word ? new DocumentId(Guid.TryParse(word, out var older) ? older : Guid.Empty) : null;
        return request is { WithdrawnAt: not null } ? Refused(FileRefusal.RequestOver)
            : request is null && said.GetValueOrDefault("request") is { Length: > 0 } ? Results.NotFound()
            : await Started(context, sender, new NewDocument(patient, said.GetValueOrDefault("filename"), request?.Kind ?? kind, visit, length,
                actor.Role is Role.Patient ? DocumentSource.UploadByPatient : DocumentSource.Upload, request?.Id) { Replaces = replaces }, metadata, said.GetValueOrDefault("changed"));
    }

    /// <summary>The request that is to be answered. Null: there is none such, or it was asked of somebody else.</summary>
    private async Task<DocumentRequest?> Request(AccountActor actor, string? word) => !Guid.TryParse(word, out var id) ? null
        : await db.RequestsToAnswerFor(actor).AsNoTracking().SingleOrDefaultAsync(r => r.Id == new DocumentRequestId(id));

    private async Task<IResult> Started(HttpContext context, Sender sender, NewDocument wanted, string metadata, string? changed) =>
        await desk.Begin(sender, wanted, metadata, changed is { Length: <= 40 } ? changed : null) switch
        {
            Begun.Upload begun => await Created(context, sender, begun.Row),
            Begun.Refused refused => Refused(refused.Why),
            _ => DocumentsApi.Problem(texts, "unfinished", StatusCodes.Status422UnprocessableEntity),
        };

    private async Task<IResult> Created(HttpContext context, Sender sender, Upload upload)
    {
        var offset = 0L;
        if (TusHeaders.HasBytes(context.Request))
        {
            using var held = (await desk.Take(sender, upload.Id))!;
            if (await Pour(context, held) is { } fault)
            {
                return fault;
            }

            offset = await desk.Arrived(upload);
        }

        TusHeaders.Tell(context.Response, upload, offset);
        Soon(upload, offset);
        return Results.Created($"{sender.Path}/{upload.Id}", null);
    }

    private async Task<IResult> Look(HttpContext context, Sender sender, UploadId id)
    {
        using var held = await desk.Take(sender, id);
        if (held is null)
        {
            return Results.NotFound();
        }

        TusHeaders.Tell(context.Response, held.Upload, held.Offset);
        context.Response.Headers[TusHeaders.Length] = held.Upload.Length.ToString(CultureInfo.InvariantCulture);
        context.Response.Headers[TusHeaders.Metadata] = held.Upload.Metadata;
        return Results.Ok();
    }

    private async Task<IResult> Append(HttpContext context, Sender sender, UploadId id)
    {
        (Upload Upload, long Offset) now;
        using (var held = await desk.Take(sender, id))
        {
            if (held is null)
            {
                return Results.NotFound();
            }

            if (!TusHeaders.HasBytes(context.Request))
            {
                return Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);
            }

            if (TusHeaders.Number(context.Request, TusHeaders.Offset) != held.Offset)
            {
                return Results.Conflict();
            }

            if (!held.IsOver && await Pour(context, held) is { } fault)
            {
                return fault;
            }

            now = (held.Upload, await desk.Arrived(held.Upload));
        }

        TusHeaders.Tell(context.Response, now.Upload, now.Offset);
        // In the hands of this request no more.
        Soon(now.Upload, now.Offset);
        return Results.NoContent();
    }

    private async Task<IResult> Cancel(Sender sender, UploadId id)
    {
        using var held = await desk.Take(sender, id);
        if (held is null)
        {
            return Results.NotFound();
        }

        await desk.Cancel(held);
        return Results.NoContent();
    }

    /// <summary>Null when what came was kept.</summary>
    private async Task<IResult?> Pour(HttpContext context, Held held)
    {
        if (context.Request.ContentLength > held.Upload.Length - held.Offset)
        {
            return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
        }

        if (!Checksum.TryRead(context.Request.Headers[TusHeaders.Sum].ToString(), out var checksum))
        {
            return Results.BadRequest();
        }

        using (checksum)
        {
            return await desk.Append(held, context.Request.Body, checksum, context.RequestAborted) switch
            {
                Appended.Kept => null,
                Appended.TooManyPieces => DocumentsApi.Problem(texts, "too-many", StatusCodes.Status429TooManyRequests),
                Appended.ChecksumDiffers => Results.StatusCode(TusHeaders.ChecksumMismatch),
                _ => Results.Conflict(),
            };
        }
    }

    private void Soon(Upload upload, long offset)
    {
        if (offset == upload.Length)
        {
            watch.Soon(db.Tenant, upload.Id);
        }
    }

    private IResult Refused(FileRefusal why) => DocumentsApi.Refused(texts, why, filing);
}
