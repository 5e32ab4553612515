using System.Buffers;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Documents.Blobs;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Documents.Uploads;

/// <summary>What became of a wish to send a file.</summary>
internal abstract record Begun
{
    private Begun() { }

    public sealed record Upload(Uploads.Upload Row) : Begun;

    public sealed record Refused(FileRefusal Why) : Begun;

    /// <summary>So many of this account's are unfinished.</summary>
    public sealed record TooMany : Begun;
}

/// <summary>What became of the bytes of one request.</summary>
internal enum Appended
{
    Kept,

    /// <summary>They are not what the sender's checksum says: none was kept.</summary>
    ChecksumDiffers,

    /// <summary>Somebody else wrote there meanwhile.</summary>
    Overtaken,

    /// <summary>It came in as many pieces as one may: none was kept.</summary>
    TooManyPieces,
}

/// <summary>An upload in the hands of one request, which alone may write it.</summary>
/// <param name="Offset">How much of it is on the disk, in bytes.</param>
/// <param name="Pieces">How many they came in so far.</param>
/// <param name="Pen">Null when it has come whole: there is nothing to write.</param>
internal sealed record Held(Upload Upload, long Offset, int Pieces, Pens.Pen? Pen) : IDisposable
{
    public bool IsOver => Upload.State is not UploadState.Receiving;

    public void Dispose() => Pen?.Dispose();
}

/// <summary>
/// Takes files in pieces, so that a lost network, a reload or a killed server costs what was in the air and no more: every piece lies encrypted in
/// its place from the first byte, named by a row that was written before it.
/// </summary>
internal sealed class UploadDesk(Db db, BlobStore blobs, Filing filing, Quotas quotas, Clock clock, Pens pens)
{
    /// <summary>From the last byte that came.</summary>
    public static readonly Duration Kept = Duration.FromHours(24);

    public const int MostUnfinished = 200;

    /// <summary>Of one upload: a line that breaks off twenty times a minute for an hour. Each piece is a file and a row, and is looked at whenever another comes.</summary>
    public const int MostPieces = 1200;

    private const int BufferSize = 81_920;

    /// <summary>The caller has checked that <paramref name="sender"/> may add to this patient.</summary>
    public async Task<Begun> Begin(Sender sender, NewDocument wanted, string metadata, string? changed)
    {
        var by = sender.Actor;
        if (await filing.Foreseen(by, wanted) is { } refused)
        {
            return new Begun.Refused(refused);
        }

        if (await quotas.FullWithComing(wanted.Patient, wanted.Length!.Value) is { } full)
        {
            await filing.Refuse(by, wanted, full);
            return new Begun.Refused(full);
        }

        if (await db.Uploads.CountAsync(u => u.AddedBy == by.AccountId && (u.State == UploadState.Receiving || u.State == UploadState.Received)) >= MostUnfinished)
        {
            return new Begun.TooMany();
        }

        var now = clock.Now;
        var upload = new Upload
        {
            TenantId = db.Tenant, Id = UploadId.New(), PatientId = wanted.Patient, EncounterId = wanted.Encounter, Kind = wanted.Kind, RequestId = wanted.Request, Replaces = wanted.Replaces, FileName = FileName.Clean(wanted.Name)!,
            Changed = changed, Metadata = metadata, Length = wanted.Length!.Value, AddedBy = by.AccountId, AddedAs = by.Role, PractitionerId = by.PractitionerId,
            PhoneLinkId = sender.Phone?.Id, StartedAt = now, ExpiresAt = now + Kept,
        };
        db.Uploads.Add(upload);
        try
        {
            await db.SaveChangesAsync(CancellationToken.None);
            return new Begun.Upload(upload);
        }
        catch (DbUpdateException) when (wanted.Encounter is not null)
        {
            db.ChangeTracker.Clear();
            return new Begun.Refused(FileRefusal.EncounterUnknown);
        }
    }

    /// <summary>This sender's upload; whoever was still writing it has stopped. Null: not there, or not theirs.</summary>
    public async Task<Held?> Take(Sender sender, UploadId id)
    {
        // Before anybody is asked to stop: whoever looks into one that has come whole is not.
        var found = await db.UploadsFor(sender).AsNoTracking().SingleOrDefaultAsync(u => u.Id == id);
        if (found is not { State: UploadState.Receiving })
        {
            return found is null ? null : new Held(found, found.Length, 0, null);
        }

        var pen = await pens.Take(id);
        try
        {
            if (await db.UploadsFor(sender).AsNoTracking().SingleOrDefaultAsync(u => u.Id == id) is { } upload)
            {
                var (offset, pieces) = upload.State is UploadState.Receiving ? await Offset(upload) : (upload.Length, 0);
                return new Held(upload, offset, pieces, pen);
            }
        }
        catch
        {
            pen.Dispose();
            throw;
        }

        pen.Dispose();
        return null;
    }

    /// <summary>Adds what comes until it ends, breaks off or is enough; what came is on the disk, and its row written, when this returns.</summary>
    public async Task<Appended> Append(Held held, Stream body, Checksum? checksum, CancellationToken left)
    {
        var (upload, now) = (held.Upload, clock.Now);
        if (held.Pieces >= MostPieces)
        {
            return Appended.TooManyPieces;
        }

        var (file, key) = blobs.Grow(db.Tenant);
        using (file)
        {
            var part = new UploadPart { TenantId = db.Tenant, Id = UploadPartId.New(), UploadId = upload.Id, Start = held.Offset, Blob = file.Name.Name, Key = key };
            try
            {
                await db.InTransaction(async () =>
                {
                    db.UploadParts.Add(part);
                    await db.SaveChangesAsync(CancellationToken.None);
                    // Nobody forgets it while it is written.
                    await Progress(upload, held.Offset, now);
                }, CancellationToken.None);
            }
            catch (DbUpdateException)
            {
                db.ChangeTracker.Clear();
                return Appended.Overtaken;
            }

            // From here on its row says whether it is wanted: another node may take it for a dead one's and go on from it.
            file.Stay();
            using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(left, held.Pen!.Asked);
            var whole = await Pour(body, file, upload.Length - held.Offset, sha256, checksum, stop.Token);
            if (file.Length == 0 || checksum?.Fits(whole) is false)
            {
                // Unless somebody went on from it.
                file.Stay(await db.UploadParts.Where(p => p.Id == part.Id && p.Length == null).ExecuteDeleteAsync(CancellationToken.None) == 0);
                return file.Length == 0 && checksum is null ? Appended.Kept : Appended.ChecksumDiffers;
            }

            await blobs.Stop(file, sha256.GetHashAndReset());
            return await Write(upload, part.Id, held.Offset + file.Length, file, clock.Now) ? Appended.Kept : Appended.Overtaken;
        }
    }

    /// <summary>Gives up: nothing of it stays. One that is filed is a document, and stays.</summary>
    public async Task Cancel(Held held)
    {
        var (id, now) = (held.Upload.Id, clock.Now);
        var names = await db.InTransaction(async () =>
        {
            var pieces = await Forget(id, rows => rows.Where(u => u.State != UploadState.Filed).ExecuteUpdateAsync(u => u.SetProperty(x => x.ExpiresAt, now)));
            await db.Uploads.Where(u => u.Id == id && u.State != UploadState.Filed).ExecuteDeleteAsync();
            return pieces;
        });
        foreach (var name in names ?? [])
        {
            await blobs.Delete(name);
        }
    }

    /// <summary>Takes the pieces' rows away when <paramref name="claim"/> changed the upload's; returns the names of their files, or null when it did not.</summary>
    /// <param name="claim">First, so that whoever files it at the same moment, on another node, has either done so or finds it gone.</param>
    internal Task<List<string>?> Forget(UploadId id, Func<IQueryable<Upload>, Task<int>> claim) => db.InTransaction<List<string>?>(async () =>
    {
        if (await claim(db.Uploads.Where(u => u.Id == id)) == 0)
        {
            return null;
        }

        var parts = db.UploadParts.Where(p => p.UploadId == id);
        var names = await parts.Select(p => p.Blob).ToListAsync();
        await parts.ExecuteDeleteAsync();
        return names;
    });

    private Task<bool> Write(Upload upload, UploadPartId part, long offset, ReceivedFile file, Instant now) => db.InTransaction(async () =>
    {
        var (length, sha256) = (file.Length, file.Sha256);
        // Another node may have taken this piece for a dead one's, rescued what was there and gone on from it.
        if (await db.UploadParts.Where(p => p.Id == part && p.Length == null).ExecuteUpdateAsync(p => p.SetProperty(x => x.Length, length).SetProperty(x => x.Sha256, sha256)) == 0)
        {
            return false;
        }

        await Progress(upload, offset, now);
        return true;
    });

    private Task Progress(Upload upload, long offset, Instant now)
    {
        var (expires, row) = (now + Kept, db.Uploads.Where(u => u.Id == upload.Id));
        return offset == upload.Length
            ? row.ExecuteUpdateAsync(u => u.SetProperty(x => x.ExpiresAt, expires).SetProperty(x => x.State, UploadState.Received).SetProperty(x => x.ReceivedAt, now))
            : row.ExecuteUpdateAsync(u => u.SetProperty(x => x.ExpiresAt, expires));
    }

    /// <summary>How much of it is on the disk, in bytes, without asking anybody to stop: what is in the air does not count.</summary>
    internal async Task<long> Arrived(Upload upload) => upload.State is UploadState.Receiving
        ? await db.UploadParts.Where(p => p.UploadId == upload.Id).SumAsync(p => p.Length) ?? 0 : upload.Length;

    /// <summary>How much is there. A piece over which its writer died is as long as what of it opens.</summary>
    private async Task<(long Offset, int Pieces)> Offset(Upload upload)
    {
        var (offset, pieces) = (0L, 0);
        foreach (var part in await db.UploadParts.AsNoTracking().Where(p => p.UploadId == upload.Id).OrderBy(p => p.Start).ToListAsync())
        {
            var length = part.Length ?? await Rescue(part);
            offset += length;
            pieces += length > 0 ? 1 : 0;
        }

        return (offset, pieces);
    }

    private async Task<long> Rescue(UploadPart part)
    {
        var length = blobs.Rescue(new BlobName(part.TenantId, part.Blob), part.Key);
        var row = db.UploadParts.Where(p => p.Id == part.Id && p.Length == null);
        var mine = length == 0 ? await row.ExecuteDeleteAsync() : await row.ExecuteUpdateAsync(p => p.SetProperty(x => x.Length, length));
        // Its writer lives after all, on another node, and wrote its end meanwhile.
        return mine == 1 ? length : await db.UploadParts.Where(p => p.Id == part.Id).Select(p => p.Length).SingleOrDefaultAsync() ?? 0;
    }

    /// <summary>True when the body ended, or was enough; false when it broke off.</summary>
    private static async Task<bool> Pour(Stream body, ReceivedFile file, long most, IncrementalHash sha256, Checksum? checksum, CancellationToken stop)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (file.Length < most)
            {
                switch (await Read(body, buffer.AsMemory(0, (int)Math.Min(BufferSize, most - file.Length)), stop))
                {
                    case null:
                        return false;
                    case 0:
                        return true;
                    case { } read:
                        sha256.AppendData(buffer, 0, read);
                        checksum?.Append(buffer.AsSpan(0, read));
                        await file.Append(buffer.AsMemory(0, read), CancellationToken.None);
                        break;
                }
            }

            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    /// <summary>Null: the line broke, or somebody else wants the pen. A fault of the disk is not caught here.</summary>
    private static async Task<int?> Read(Stream body, Memory<byte> buffer, CancellationToken stop)
    {
        try
        {
            return await body.ReadAsync(buffer, stop);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            return null;
        }
    }
}
