using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Telemed.Documents.Uploads;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Documents;

/// <summary>How many bytes of files a clinic and a patient may have. What is deleted counts until it is erased: it lies on the disk.</summary>
public sealed class Quotas(Db db, IOptions<TelemedOptions> options)
{
    /// <summary>Of a clinic, in bytes; null: as the disk is.</summary>
    public long? Clinic => options.Value.ClinicQuota;

    /// <summary>Null: so many more bytes have room.</summary>
    public async Task<FileRefusal?> Full(PatientId patient, long more)
    {
        var kept = db.Documents.Where(d => d.ErasedAt == null);
        return Clinic is { } clinic && await kept.SumAsync(d => d.Length) + more > clinic ? FileRefusal.ClinicFull
            : options.Value.PatientQuota is { } each && await kept.Where(d => d.PatientId == patient).SumAsync(d => d.Length) + more > each ? FileRefusal.PatientFull : null;
    }

    /// <summary>The same with what is on its way to be filed.</summary>
    public async Task<FileRefusal?> FullWithComing(PatientId patient, long more)
    {
        if (Clinic is null && options.Value.PatientQuota is null)
        {
            return null;
        }

        var coming = db.Uploads.Where(u => u.State == UploadState.Receiving || u.State == UploadState.Received);
        return await Full(patient, more + await coming.Where(u => u.PatientId == patient).SumAsync(u => u.Length)) is { } full ? full
            : Clinic is { } clinic && await Used() + await coming.SumAsync(u => u.Length) + more > clinic ? FileRefusal.ClinicFull : null;
    }

    /// <summary>The same in the transaction that files them: two who come at once are counted one after the other.</summary>
    public async Task<FileRefusal?> FullInTurn(PatientId patient, long more)
    {
        if (Clinic is null && options.Value.PatientQuota is null)
        {
            return null;
        }

        await db.Tenants.Where(t => t.Id == db.Tenant).ExecuteUpdateAsync(t => t.SetProperty(x => x.Name, x => x.Name));
        return await Full(patient, more);
    }

    /// <summary>What the clinic has, in bytes.</summary>
    public Task<long> Used() => db.Documents.Where(d => d.ErasedAt == null).SumAsync(d => d.Length);
}
