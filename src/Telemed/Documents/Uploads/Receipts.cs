using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Telemed.Accounts;
using Telemed.People;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Documents.Uploads;

/// <summary>What became of an upload, in plain states, for its sender.</summary>
/// <param name="Arrived">In bytes.</param>
/// <param name="Sha256">Of the bytes received, in hexadecimal; once they are filed.</param>
/// <param name="Patient">In whose record.</param>
/// <param name="Request">What it answers, where somebody asked for it.</param>
/// <param name="Document">Once it is filed, and as long as it is there for whoever asks.</param>
/// <param name="Reason">Why it was not taken, in the reader's language.</param>
internal sealed record Receipt(UploadId Id, string Name, string? Changed, UploadState State, long Length, long Arrived, string? Sha256, string Patient, DocumentRequestId? Request, DocumentLine? Document, string? Reason);

internal static class Receipts
{
    /// <summary>How long a receipt waits for whoever looks into the file; after that it says "received".</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static void Map(WebApplication app)
    {
        app.MapGet($"{TusApi.Path}/{{uploadId:guid}}", One).RequireAuthorization(DocumentsApi.Anyone);
        app.MapGet($"{TusApi.PhonePath}/{{uploadId:guid}}", One).AllowAnonymous();
        app.MapGet("/api/patients/{patientId:guid}/uploads", Unfinished).RequireAuthorization(DocumentsApi.Anyone);
    }

    private static async Task<Results<Ok<Receipt>, NotFound, ProblemHttpResult>> One(Guid uploadId, HttpContext context, Db db, Clock clock, UploadDesk desk, Finishing finishing, Pens pens, Filing filing, IStringLocalizer<Texts> texts)
    {
        var upload = new UploadId(uploadId);
        if (await Sender.Of(context, db, clock) is not { } sender)
        {
            return DocumentsApi.Problem(texts, "phone-over", StatusCodes.Status404NotFound);
        }

        if (!await db.UploadsFor(sender).AnyAsync(u => u.Id == upload))
        {
            return TypedResults.NotFound();
        }

        // Whoever looks into it is mostly done at once; whoever received it may have died before.
        await pens.Rest(upload, Patience);
        if (!await finishing.Finish(upload))
        {
            await pens.Rest(upload, Patience);
        }

        return await db.UploadsFor(sender).AsNoTracking().SingleOrDefaultAsync(u => u.Id == upload) is { } row
            // A phone reads nothing of the record, what becomes there of its own file neither.
            ? TypedResults.Ok(await Of(db, sender.Actor, row, desk, filing, texts) is var receipt && sender.Phone is null ? receipt : receipt with { Document = null }) : TypedResults.NotFound();
    }

    /// <summary>What this account began for a patient and did not end: the page offers to go on with it, or says that it is being checked. Not what another of its pages is just sending.</summary>
    private static async Task<Results<Ok<List<Receipt>>, NotFound>> Unfinished(Guid patientId, ClaimsPrincipal user, Db db, Pens pens, UploadDesk desk, Filing filing, IStringLocalizer<Texts> texts)
    {
        var (actor, patient, receipts) = (user.Actor!, new PatientId(patientId), new List<Receipt>());
        if (!await db.PatientsToFileFor(actor).AnyAsync(p => p.Id == patient))
        {
            return TypedResults.NotFound();
        }

        // One of which nothing has come offers nothing to go on with.
        var parts = db.UploadParts;
        foreach (var upload in await db.UploadsFor(actor).AsNoTracking().Where(u => u.PatientId == patient && (u.State == UploadState.Receiving || u.State == UploadState.Received) && u.PhoneLinkId == null && parts.Any(p => p.UploadId == u.Id)).OrderBy(u => u.StartedAt).ToListAsync())
        {
            if (!pens.IsHeld(upload.Id))
            {
                receipts.Add(await Of(db, actor, upload, desk, filing, texts));
            }
        }

        return TypedResults.Ok(receipts);
    }

    internal static async Task<Receipt> Of(Db db, AccountActor actor, Upload upload, UploadDesk desk, Filing filing, IStringLocalizer<Texts> texts)
    {
        var document = upload.DocumentId is { } id ? await db.DocumentsFor(actor).AsNoTracking().SingleOrDefaultAsync(d => d.Id == id) : null;
        var patient = await db.Patients.AsNoTracking().SingleAsync(p => p.Id == upload.PatientId);
        return new Receipt(upload.Id, FileName.Clean(upload.FileName) ?? "", upload.Changed, upload.State, upload.Length, await desk.Arrived(upload),
            document is null ? null : Convert.ToHexStringLower(document.Received ?? document.Sha256), patient.FullName, upload.RequestId, document is null ? null : (await db.Lines(actor, [document]))[0],
            upload.Refusal is { } why ? DocumentsApi.Sentence(texts, why, filing) : null);
    }
}
