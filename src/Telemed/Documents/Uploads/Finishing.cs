using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Accounts;
using Telemed.Documents.Asking;
using Telemed.Documents.Blobs;
using Telemed.Documents.Scanning;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Documents.Uploads;

/// <summary>Looks into an upload that has come whole and files it, or says why not. Asked twice, it is filed once.</summary>
internal sealed class Finishing(Db db, BlobStore blobs, Filing filing, UploadDesk desk, Pens pens, Scanner scanner, Clock clock, ILogger<Finishing> log)
{
    /// <summary>
    /// Does what is still to be done; does nothing for one that is not whole, or over, or while the scanner is away. False: it is in somebody's
    /// hands in this process.
    /// </summary>
    public async Task<bool> Finish(UploadId id)
    {
        using var pen = pens.TryTake(id);
        if (pen is null)
        {
            return false;
        }

        if (!pens.IsLater(id, clock.Now) && await db.Uploads.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id && u.State == UploadState.Received) is { } upload
            // Pieces are not joined for a scanner that is away.
            && await scanner.IsReady(CancellationToken.None))
        {
            await Finish(upload);
        }

        return true;
    }

    private async Task Finish(Upload upload)
    {
        var actor = new AccountActor(db.Tenant, upload.AddedBy, upload.AddedAs, upload.PractitionerId, upload.AddedAs is Role.Patient ? await FileOf(upload.AddedBy) : null);
        var wanted = new NewDocument(upload.PatientId, upload.FileName, upload.Kind, upload.EncounterId, upload.Length, upload.Source, upload.RequestId) { Replaces = upload.Replaces };
        var names = new List<string>();
        try
        {
            var filed = await db.PatientsToFileFor(actor).AnyAsync(p => p.Id == upload.PatientId)
                ? await File(actor, upload, wanted, names) : new Filed.Refused(FileRefusal.PatientUnknown);
            switch (filed)
            {
                case Filed.Refused refused:
                    names = await Refuse(upload.Id, refused.Why) ?? [];
                    break;
                case Filed.Unchecked or Filed.Unkept:
                    pens.Later(upload.Id, clock.Now + Scanner.Rest);
                    break;
            }
        }
        catch (FiledElsewhereException)
        {
            return;
        }
        catch (BlobAwayException)
        {
            pens.Later(upload.Id, clock.Now + Scanner.Rest); // a crash left its only piece where documents are
            return;
        }
        catch (BlobDamagedException exception)
        {
            // It will not be whole again, and its sender still has it; unless another node was quicker and took the pieces away.
            if (await Refuse(upload.Id, FileRefusal.Damaged) is not { } damaged)
            {
                return;
            }

            log.UploadDamaged(exception, upload.Id);
            await filing.Refuse(actor, wanted, FileRefusal.Damaged);
            names = damaged;
        }

        foreach (var name in names)
        {
            await blobs.Delete(name);
        }
    }

    /// <summary>Whose file the account has now; null: it has none here any more.</summary>
    private async Task<PatientId?> FileOf(AccountId account)
    {
        var now = clock.Now;
        return await db.Memberships.Where(m => m.AccountId == account && m.Role == Role.Patient && (m.EndedAt == null || m.EndedAt > now)).Select(m => m.PatientId).FirstOrDefaultAsync();
    }

    private Task<List<string>?> Refuse(UploadId id, FileRefusal why) => desk.Forget(id, rows => rows.Where(u => u.State == UploadState.Received)
        .ExecuteUpdateAsync(u => u.SetProperty(x => x.State, UploadState.Refused).SetProperty(x => x.Refusal, why)));

    /// <param name="names">Gets the names of the files that are not needed any more.</param>
    private async Task<Filed> File(AccountActor actor, Upload upload, NewDocument wanted, List<string> names)
    {
        var parts = await db.UploadParts.AsNoTracking().Where(p => p.UploadId == upload.Id).OrderBy(p => p.Start).ToListAsync();
        if (parts.Sum(p => p.Length) != upload.Length || parts.Exists(p => p.Start != parts.TakeWhile(q => q.Id != p.Id).Sum(q => q.Length)))
        {
            throw new BlobDamagedException("The pieces of an upload do not lie one behind the other.");
        }

        if (parts is [{ Sha256: { } sha256 } only])
        {
            // It came in one piece, which is the document's file as it lies there; mostly.
            return await filing.File(actor, wanted, new StoredFile(new BlobName(only.TenantId, only.Blob), only.Key, upload.Length, sha256), (document, now) =>
            {
                if (document.Blob != only.Blob)
                {
                    names.Add(only.Blob);
                }

                return Settle(actor, upload, document, now);
            });
        }

        await using var whole = new JoinedParts(blobs, parts);
        return await filing.File(actor, wanted, whole, CancellationToken.None, async (document, now) =>
        {
            names.AddRange(parts.ConvertAll(p => p.Blob));
            return await Settle(actor, upload, document, now);
        });
    }

    /// <summary>In the transaction of the document's row.</summary>
    private async Task<FileRefusal?> Settle(AccountActor actor, Upload upload, Document document, Instant now)
    {
        // First: a refusal takes nothing back that was done before it.
        if (upload.RequestId is { } asked && !await db.TakeAnswer(asked, now))
        {
            return FileRefusal.RequestOver;
        }

        if (await db.Uploads.Where(u => u.Id == upload.Id && u.State == UploadState.Received)
                .ExecuteUpdateAsync(u => u.SetProperty(x => x.State, UploadState.Filed)) == 0)
        {
            throw new FiledElsewhereException();
        }

        await db.UploadParts.Where(p => p.UploadId == upload.Id).ExecuteDeleteAsync();
        (await db.Uploads.SingleAsync(u => u.Id == upload.Id)).DocumentId = document.Id;
        if (upload.RequestId is { } request)
        {
            await db.TellAnswered(actor, request, document, now);
        }

        return null;
    }

    /// <summary>Another node was quicker: what was written here is rolled back.</summary>
#pragma warning disable CA1032, CA1064 // it is thrown and caught here
    private sealed class FiledElsewhereException : Exception;
#pragma warning restore CA1032, CA1064
}
