using System.Net;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Telemed.Audit;
using Telemed.Documents;
using Telemed.Documents.Asking;
using Telemed.Notifications;
using Telemed.Notifications.Email;
using Telemed.People;
using Telemed.Platform;
using Telemed.Tests.People;

namespace Telemed.Tests.Documents.Asking;

/// <summary>A practitioner asks a patient for a document.</summary>
public sealed class DocumentRequestTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_patient_is_told_by_mail_and_bell_that_a_document_is_asked_for_and_reads_which_one_signed_in()
    {
        var (alice, bob) = (await app.Browser(app.Cast.Alice), await app.Browser(app.Cast.Bob));
        var answer = await alice.Fill($"/patients/{app.Cast.Bob.Patient}/documents", ("wording", "Sérologie de Lyme du 12"), ("ask-kind", "LabResult"), ("wanted-by", "2026-12-01"));
        Assert.Equal($"/patients/{app.Cast.Bob.Patient}/documents", answer.Headers.Location!.PathAndQuery());
        var request = await app.InClinic(app.Cast.North, db => db.DocumentRequests.SingleAsync(r => r.Wording == "Sérologie de Lyme du 12", Cancel));
        Assert.Equal((app.Cast.Bob.Patient, app.Cast.Alice.Account, DocumentKind.LabResult, true), (request.PatientId, request.AskedBy, request.Kind, request.IsOpen));
        Assert.Equal(app.Cast.Bob.Patient!.Value.Value, (await Trail(request, AuditAction.DocumentRequested)).PatientId);

        await app.Services.GetRequiredService<Outbox>().Drain(Cancel);
        var delivery = await app.InClinic(app.Cast.North, db => db.Deliveries.SingleAsync(d => d.SubjectId == request.Id.Value, Cancel));
        var mail = await app.Services.GetRequiredService<DevMailbox>().Expect("bob@telemed.test", Cancel, m => m.MessageId.StartsWith($"{delivery.Id.Value:N}", StringComparison.Ordinal));
        Assert.Equal(("Clinique du Nord vous demande un document", $"{TelemedApp.Address}/documents"), (mail.Letter.Subject, mail.Link));
        foreach (var health in (string[])["lyme", "sérologie", "résultat", "martin"])
        {
            Assert.DoesNotContain(health, mail.Text + mail.Letter.Subject, StringComparison.OrdinalIgnoreCase);
        }

        Assert.Contains("Votre équipe de soins vous demande un document.", (await bob.Page("/notifications")).QuerySelector("main, body")!.TextContent, StringComparison.Ordinal);
        var page = await bob.Page("/documents");
        var asked = page.QuerySelector($"#request-{request.Id}")!.Closest("article")!;
        Assert.Contains("Sérologie de Lyme du 12", asked.TextContent, StringComparison.Ordinal);
        Assert.Contains("Dr Alice Martin", asked.TextContent, StringComparison.Ordinal);
        Assert.Equal($"{request.Id}", asked.QuerySelector("document-page")!.GetAttribute("data-request"));
        Assert.Equal("asked-title", page.QuerySelector("main section, section")!.GetAttribute("aria-labelledby")); // first of all
        Assert.Contains("Sérologie de Lyme du 12", (await alice.Page($"/patients/{app.Cast.Bob.Patient}")).QuerySelector("[aria-labelledby=requests-title]")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wording", "", "LabResult", ""), InlineData("wording", "LONG", "LabResult", ""), InlineData("wording", "a\u202eb", "LabResult", ""), InlineData("ask-kind", "Radio", "Potion", "")]
    [InlineData("wanted-by", "Radio", "Image", "2026-02-30"), InlineData("wanted-by", "Radio", "Image", "2020-01-01"), InlineData("wanted-by", "Radio", "Image", "2062-01-01"), InlineData("wanted-by", "Radio", "Image", "demain")]
    public async Task A_request_that_cannot_be_is_refused_at_its_field_with_what_was_typed_and_asks_nothing(string field, string wording, string kind, string by)
    {
        var alice = await app.Browser(app.Cast.Alice);
        var typed = wording == "LONG" ? new string('x', 201) : wording;
        var before = await Count();
        var page = await (await alice.Fill($"/patients/{app.Cast.Bob.Patient}", ("wording", typed), ("ask-kind", kind), ("wanted-by", by))).Html();
        Assert.Equal("true", page.QuerySelector($"#{field}")!.GetAttribute("aria-invalid"));
        Assert.True(page.QuerySelector($"#{field}-error")!.TextContent.Trim().Length > 10);
        Assert.True(page.QuerySelector("#wording")!.Closest("details")!.HasAttribute("open"));
        Assert.Equal((typed, by), (page.QuerySelector("#wording")!.GetAttribute("value"), page.QuerySelector("#wanted-by")!.GetAttribute("value")));
        Assert.Equal(before, await Count());
    }

    [Fact]
    public async Task The_same_is_not_asked_twice_and_no_more_than_twenty_things_at_once()
    {
        var actor = app.Cast.Alice.Actor;
        var zoe = await app.InClinic(app.Cast.North, db => Cast.Patient(db, "Zoé", app.Now));
        Task<Asked> Ask(string wording) => app.InClinic(app.Cast.North, db => db.Ask(actor, zoe.Patient!.Value, new AskTyped("Image", wording, ""), new(2026, 11, 1), app.Now));
        Assert.IsType<Asked.None>(await Ask("Radio")); // she does not care for her yet
        await app.InClinic(app.Cast.North, async db =>
        {
            db.CareRelations.Add(new() { TenantId = db.Tenant, Id = CareRelationId.New(), PatientId = zoe.Patient!.Value, PractitionerId = app.Cast.Alice.Practitioner!.Value, Since = app.Now });
            return await db.SaveChangesAsync(Cancel);
        });
        for (var number = 1; number <= DocumentRequest.MostOpen; number++)
        {
            Assert.IsType<Asked.Done>(await Ask($"Radio {number}"));
        }

        Assert.Equal("twice", Assert.IsType<Asked.Refused>(await Ask("Radio 3")).Faults["wording"]);
        Assert.Equal("many", Assert.IsType<Asked.Refused>(await Ask("Radio 21")).Faults["wording"]);
    }

    [Fact]
    public async Task Only_a_practitioner_who_cares_for_the_patient_asks_sees_and_withdraws()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var request = await app.Ask(alice, "Carnet de vaccination");
        foreach (var other in (Person[])[app.Cast.Dan, app.Cast.Nora, app.Cast.Ada, app.Cast.Bob, app.Cast.Charlie])
        {
            Assert.IsType<Asked.None>(await app.InClinic(other.Clinic, db => db.Ask(other.Actor, app.Cast.Bob.Patient!.Value, new AskTyped("Image", "Radio", ""), new(2026, 11, 1), app.Now)));
            var browser = await app.Browser(other);
            Assert.Equal(HttpStatusCode.NotFound, (await app.SendWithdrawal(browser, "/notifications", request)).StatusCode);
            foreach (var path in (string[])[$"/patients/{app.Cast.Bob.Patient}", $"/patients/{app.Cast.Bob.Patient}/documents"])
            {
                Assert.DoesNotContain("Carnet de vaccination", await (await browser.Visit(path)).Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
            }
        }

        Assert.True((await app.Row(request.Id)).IsOpen);
    }

    [Fact]
    public async Task A_withdrawn_request_is_gone_for_the_patient_and_a_mail_that_has_not_left_is_not_sent()
    {
        var (alice, bob) = (await app.Browser(app.Cast.Alice), await app.Browser(app.Cast.Bob));
        var request = await app.Ask(alice, "Ancienne ordonnance", "Prescription");
        await app.Services.GetRequiredService<Outbox>().Drain(Cancel);
        var late = await app.InClinic(app.Cast.North, db => db.InTransaction(() =>
        {
            db.Mail(app.Cast.Bob.Patient!.Value, NotificationKind.DocumentRequested, request.Id.Value, app.Now + NodaTime.Duration.FromSeconds(1));
            return Task.FromResult(db.ChangeTracker.Entries<Delivery>().Single().Entity.Id);
        }));
        Assert.Equal($"/patients/{app.Cast.Bob.Patient}", (await app.Withdraw(alice, request)).Headers.Location!.PathAndQuery());
        Assert.Equal(HttpStatusCode.Redirect, (await app.Withdraw(alice, request)).StatusCode); // pressed twice
        Assert.Equal(app.Cast.Alice.Account, (await app.Row(request.Id)).WithdrawnBy);
        Assert.Equal(app.Cast.Alice.Account.Value, (await Trail(request, AuditAction.DocumentRequestWithdrawn)).AgentId);
        Assert.DoesNotContain("Ancienne ordonnance", (await bob.Page("/documents")).DocumentElement.TextContent, StringComparison.Ordinal);
        Assert.Contains("Retirée le", (await alice.Page($"/patients/{app.Cast.Bob.Patient}")).QuerySelector("[aria-labelledby=requests-title] details:last-of-type")!.TextContent, StringComparison.Ordinal);
        app.Time.Advance(TimeSpan.FromSeconds(2));
        await app.Services.GetRequiredService<Outbox>().Drain(Cancel);
        Assert.Equal("subject-gone", (await app.InClinic(app.Cast.North, db => db.Deliveries.SingleAsync(d => d.Id == late, Cancel))).GivenUp);
    }

    private Task<int> Count() => app.InClinic(app.Cast.North, async db => await db.DocumentRequests.CountAsync(Cancel) + await db.Deliveries.CountAsync(d => d.Kind == NotificationKind.DocumentRequested, Cancel));

    private Task<AuditEvent> Trail(DocumentRequest request, AuditAction action) => app.InClinic(app.Cast.North, db => db.AuditEvents.SingleAsync(e => e.Action == action && e.EntityId == request.Id.Value, Cancel));
}
