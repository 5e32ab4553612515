using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Telemed.Documents;
using Telemed.Documents.Blobs;
using Telemed.Platform;

namespace Telemed.Tests.Documents;

/// <summary>What goes round all clinics of an installation: the trouble of one is not the others'.</summary>
public sealed class ClinicByClinicTests(ClinicByClinicTests.App app) : IClassFixture<ClinicByClinicTests.App>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // Whichever comes first.
    [Theory, InlineData(true), InlineData(false)]
    public async Task A_clinic_whose_documents_cannot_be_erased_holds_up_no_other(bool north)
    {
        var (troubled, other) = north ? (app.Cast.North, app.Cast.South) : (app.Cast.South, app.Cast.North);
        app.Troubled = troubled;
        var (stuck, due) = (await Due(troubled), await Due(other));
        var blobs = app.Services.GetRequiredService<BlobStore>();
        using var unnamed = (await blobs.Receive(troubled, new MemoryStream(Samples.Pdf), 1000, Cancel))!;
        await blobs.Keep(unnamed);
        app.Time.Advance((Sweeper.MinimumAge + Duration.FromMinutes(1)).ToTimeSpan());
        var told = await Assert.ThrowsAsync<AggregateException>(() => app.Services.GetRequiredService<Sweeper>().Sweep(Cancel));
        Assert.Equal(Ear.Trouble, Assert.Single(told.InnerExceptions).Message);
        Assert.Equal((false, true), (await IsErased(troubled, stuck), await IsErased(other, due)));
        Assert.False(File.Exists(blobs.PathOf(unnamed.Name.Name)));
    }

    /// <summary>A document that its sender took back at once, more than thirty days ago.</summary>
    private Task<DocumentId> Due(TenantId clinic) => app.InClinic(clinic, async db =>
    {
        var (then, sender) = (app.Now - Erasing.Kept - Duration.FromDays(1), await Cast.Patient(db, $"Zoe{Guid.CreateVersion7():N}", app.Now));
        var document = new Document
        {
            TenantId = db.Tenant, Id = DocumentId.New(), PatientId = sender.Patient!.Value, Kind = DocumentKind.Other, FileName = "a.txt", ContentType = "text/plain", Length = 1,
            Sha256 = new byte[32], Blob = $"{Guid.CreateVersion7():N}", Source = DocumentSource.UploadByPatient, AddedBy = sender.Account, AddedAt = then,
            DeletedAt = then, DeletedBy = sender.Account,
        };
        db.Documents.Add(document);
        await db.SaveChangesAsync(Cancel);
        return document.Id;
    });

    private Task<bool> IsErased(TenantId clinic, DocumentId id) => app.InClinic(clinic, db => db.Documents.AnyAsync(d => d.Id == id && d.ErasedAt != null, Cancel));

    public sealed class App : TelemedApp
    {
        public TenantId Troubled { get; set; }

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.ConfigureTestServices(services => services.AddSingleton<IHearsDocuments>(new Ear(this)));
        }
    }

    /// <summary>Another slice that cannot forget a document of one clinic.</summary>
    private sealed class Ear(App app) : IHearsDocuments
    {
        public const string Trouble = "This clinic cannot.";

        public Task Filed(Db db, Document document) => Task.CompletedTask;

        public Task Described(Db db, Document document) => Task.CompletedTask;

        public Task Moved(Db db, Document document) => Task.CompletedTask;

        public Task Read(Db db, Document document, string words, byte[] indexKey) => Task.CompletedTask;

        public Task EnteredInError(Db db, Document document) => Task.CompletedTask;

        public Task NotInError(Db db, Document document) => Task.CompletedTask;

        public Task Erased(Db db, Document document) => document.TenantId == app.Troubled ? throw new InvalidOperationException(Trouble) : Task.CompletedTask;
    }
}
