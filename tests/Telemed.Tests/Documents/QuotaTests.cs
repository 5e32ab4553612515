using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Telemed.Audit;
using Telemed.Documents;
using Telemed.Platform;
using Telemed.Tests.Documents.Tus;

namespace Telemed.Tests.Documents;

/// <summary>How much the files of a clinic and of a record may take.</summary>
public sealed class QuotaTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_beyond_what_a_record_or_the_clinic_may_have_is_refused_with_its_reason_before_a_byte_is_sent()
    {
        await using var app = await Bounded.Begin(clinic: 10_000, patient: 6_000);
        var alice = await app.Browser(app.Cast.Alice);
        Assert.Equal(HttpStatusCode.Created, (await Put(alice, app, 5_000)).StatusCode);
        var answer = await Put(alice, app, 2_000);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "patient-full"), (answer.StatusCode, (await answer.Json()).GetProperty("code").GetString()));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await new TusClient(alice).Create(app.Cast.Bob.Patient!.Value.Value, "grand.txt", 2_000)).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await Put(alice, app, 1_000)).StatusCode); // it fits to the byte
        Assert.Equal(2, await app.InClinic(app.Cast.North, db => db.Documents.CountAsync(Cancel)));
    }

    [Fact]
    public async Task Files_on_their_way_count_before_they_have_come()
    {
        await using var app = await Bounded.Begin(clinic: 10_000, patient: 6_000);
        var tus = new TusClient(await app.Browser(app.Cast.Alice));
        await tus.Begin(app.Cast.Bob, "un.txt", 4_000);
        var answer = await tus.Create(app.Cast.Bob.Patient!.Value.Value, "deux.txt", 3_000);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "patient-full"), (answer.StatusCode, (await answer.Json()).GetProperty("code").GetString()));
        Assert.Equal(1, await app.InClinic(app.Cast.North, db => db.AuditEvents.CountAsync(e => e.Action == AuditAction.DocumentRefused && e.Detail == "patient-full", Cancel)));
        await tus.Begin(app.Cast.Bob, "trois.txt", 2_000); // it fits to the byte
    }

    [Fact]
    public async Task Deleted_documents_count_until_they_are_erased_and_the_administrator_sees_how_much_is_used()
    {
        await using var app = await Bounded.Begin(clinic: 10_000, patient: null);
        var alice = await app.Browser(app.Cast.Alice);
        var id = (await (await Put(alice, app, 9_500)).Json()).GetProperty("id").GetGuid();
        await alice.Ask(HttpMethod.Delete, $"/api/documents/{id}");
        Assert.Equal("clinic-full", (await (await Put(alice, app, 600)).Json()).GetProperty("code").GetString());
        var space = (await (await app.Browser(app.Cast.Ada)).Page("/clinic")).Body!.TextContent;
        Assert.Contains("10\u00A0ko sur 10\u00A0ko", space, StringComparison.Ordinal);
        Assert.Contains("Presque plein", space, StringComparison.Ordinal);
        await app.DeletedFor(new DocumentId(id), Erasing.Kept + Duration.FromMinutes(1));
        await app.Services.GetRequiredService<Sweeper>().Sweep(Cancel);
        Assert.Equal(HttpStatusCode.Created, (await Put(alice, app, 600)).StatusCode);
    }

    [Fact]
    public async Task Of_many_files_that_come_at_once_no_more_are_filed_than_have_room()
    {
        await using var app = await Bounded.Begin(clinic: 10_000, patient: null);
        var alice = await app.Browser(app.Cast.Alice);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Put(alice, app, 3_000)));
        Assert.Equal(3, answers.Count(a => a.StatusCode is HttpStatusCode.Created));
        Assert.Equal(9_000, await app.InClinic(app.Cast.North, db => db.Documents.SumAsync(d => d.Length, Cancel)));
    }

    private static Task<HttpResponseMessage> Put(HttpClient browser, TelemedApp app, int length) => browser.Upload(app.Cast.Bob, "notes.txt", [.. Enumerable.Repeat((byte)'a', length)]);

    private sealed class Bounded(long clinic, long? patient) : TelemedApp
    {
        public static async Task<Bounded> Begin(long clinic, long? patient)
        {
            var app = new Bounded(clinic, patient);
            await app.InitializeAsync();
            return app;
        }

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Telemed:ClinicQuota", $"{clinic}");
            builder.UseSetting("Telemed:PatientQuota", $"{patient}");
        }
    }
}
