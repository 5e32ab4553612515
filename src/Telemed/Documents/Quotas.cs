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

    private bool IsBounded => Clinic is not null || options.Value.PatientQuota is not null;

    private IQueryable<Document> Kept => db.Documents.Where(d => d.ErasedAt == null);

    /// <summary>Null: so many more bytes have room.</summary>
    public Task<FileRefusal?> Full(PatientId patient, long more) => Full(patient, more, more);

    /// <summary>The same with what is on its way to be filed.</summary>
    public async Task<FileRefusal?> FullWithComing(PatientId patient, long more)
    {
        var coming = db.Uploads.Where(u => u.State == UploadState.Receiving || u.State == UploadState.Received);
        return !IsBounded ? null
            : await Full(patient, more + await coming.SumAsync(u => u.Length), more + await coming.Where(u => u.PatientId == patient).SumAsync(u => u.Length));
    }

    private async Task<FileRefusal?> Full(PatientId patient, long ofClinic, long ofPatient) =>
        Clinic is { } clinic && await Used() + ofClinic > clinic ? FileRefusal.ClinicFull
        : options.Value.PatientQuota is { } each && await Kept.Where(d => d.PatientId == patient).SumAsync(d => d.Length) + ofPatient > each ? FileRefusal.PatientFull : null;

    /// <summary>The same in the transaction that files them: two who come at once are counted one after the other.</summary>
    public async Task<FileRefusal?> FullInTurn(PatientId patient, long more)
    {
        if (!IsBounded)
        {
            return null;
        }

        await db.Tenants.Where(t => t.Id == db.Tenant).ExecuteUpdateAsync(t => t.SetProperty(x => x.Name, x => x.Name));
        return await Full(patient, more);
    }

    /// <summary>What the clinic has, in bytes.</summary>
    public Task<long> Used() => Kept.SumAsync(d => d.Length);
}
