using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.Consultations;
using Telemed.Platform;
using Telemed.Records.Templates;
using Telemed.Scheduling;
using Telemed.Scheduling.Offers;
using Telemed.Tests.People;

namespace Telemed.Tests.Records.Templates;

/// <summary>A practitioner's own templates: kept on their page, and offered where a note is written, those of the visit's type first.</summary>
public sealed class NoteTemplateTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_template_is_made_changed_and_removed()
    {
        var alice = await app.Browser(app.Cast.Alice);
        Assert.Equal("/note-templates?saved=saved", (await Make(alice, "Toux simple", "Toux sans fièvre")).Headers.Location!.PathAndQuery());
        var own = (await Own(app.Cast.Alice)).Single(t => t.Name == "Toux simple");
        var edit = $"/note-templates?edit={own.Id}";
        await alice.Fill(edit, ("Input.Name", "Toux"), ("Input.Plan", "Repos\r\nEau"), ("Input.Then", "save"));
        own = (await Own(app.Cast.Alice)).Single(t => t.Id == own.Id);
        Assert.Equal(("Toux", "Toux sans fièvre", "Repos\nEau", 2), (own.Name, own.Subjective, own.Plan, own.Version));
        Assert.Equal("/note-templates?saved=removed", (await alice.Fill(edit, ("Input.Name", "Toux"), ("Input.Then", "remove"))).Headers.Location!.PathAndQuery());
        Assert.DoesNotContain(await Own(app.Cast.Alice), t => t.Id == own.Id);
        var audited = await app.InClinic(app.Cast.North, db => db.AuditEvents.Where(a => a.Action == AuditAction.NoteTemplateChanged && a.EntityId == own.Id.Value).OrderBy(a => a.Id).Select(a => a.Detail).ToListAsync(Cancel));
        Assert.Equal(["new", "changed", "removed"], audited);
    }

    [Fact]
    public async Task What_cannot_be_a_template_says_why_and_keeps_what_was_typed()
    {
        var alice = await app.Browser(app.Cast.Alice);
        await Make(alice, "Une seule fois", "x");
        foreach (var (name, text, why) in new (string, string, string)[]
        {
            (" ", "x", "Donnez un nom"), (new('n', 81), "x", "80 caractères"), ("a\u0007", "x", "illisible"), ("Vide", " ", "au moins une section"),
            ("Long", new('x', 10_001), "10 000 caractères"), ("Une seule fois", "x", "déjà un modèle"),
        })
        {
            var page = await (await Make(alice, name, text)).Html();
            Assert.Contains(why, page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
            Assert.Equal(text, page.QuerySelector<IHtmlTextAreaElement>("[name='Input.Subjective']")!.Value);
        }

        Assert.Single(await Own(app.Cast.Alice), t => t.Name == "Une seule fois");
        var unknown = await (await alice.Fill("/note-templates", ("Input.Name", "Motif"), ("Input.Subjective", "x"), ("Input.VisitType", Guid.CreateVersion7().ToString()), ("Input.Then", "save"))).Html();
        Assert.Contains("n’existe plus", unknown.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_tabs_the_second_overwrites_nothing()
    {
        var alice = await app.Browser(app.Cast.Alice);
        await Make(alice, "Deux onglets", "un");
        var edit = $"/note-templates?edit={(await Own(app.Cast.Alice)).Single(t => t.Name == "Deux onglets").Id}";
        var page = await alice.Page(edit);
        await alice.Send(edit, page, ("Input.Subjective", "deux"), ("Input.Then", "save"));
        var late = await (await alice.Send(edit, page, ("Input.Subjective", "trois"), ("Input.Then", "save"))).Html();
        Assert.Contains("entre-temps", late.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("deux", (await Own(app.Cast.Alice)).Single(t => t.Name == "Deux onglets").Subjective);
    }

    [Fact]
    public async Task A_note_is_offered_its_writers_templates_those_of_the_visit_type_first_and_nobody_elses()
    {
        var (alice, dan) = (await app.Browser(app.Cast.Alice), await app.Browser(app.Cast.Dan));
        await Make(dan, "De Dan", "secret de Dan");
        var (mine, other) = (await Type("Bilan"), await Type("Vaccin"));
        await Make(alice, "A Vaccin", "v", other);
        await Make(alice, "B Tous", "t");
        await Make(alice, "C Bilan", "b", mine);
        var visit = await VisitOf(mine);
        var offered = await alice.GetFromJsonAsync<JsonElement>(Visits.Api(visit) + "/templates", Cancel);
        Assert.Equal(["C Bilan", "B Tous", "A Vaccin"], offered.EnumerateArray().Select(t => t.GetProperty("name").GetString()!).Where(n => n[1] == ' '));
        Assert.DoesNotContain("Dan", offered.ToString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await dan.GetAsync(Visits.Api(visit) + "/templates", Cancel)).StatusCode);
        var theirs = (await Own(app.Cast.Dan)).Single();
        Assert.Equal(HttpStatusCode.NotFound, (await alice.Visit($"/note-templates?edit={theirs.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.Browser(app.Cast.Nora)).Visit("/note-templates")).StatusCode);
    }

    private static Task<HttpResponseMessage> Make(HttpClient browser, string name, string subjective, VisitTypeId? type = null) => browser.Fill("/note-templates",
        ("Input.Name", name), ("Input.Subjective", subjective), ("Input.VisitType", type?.ToString() ?? ""), ("Input.Then", "save"));

    private Task<List<NoteTemplate>> Own(Person person) => app.InClinic(app.Cast.North, db => db.TemplatesOf(person.Actor).AsNoTracking().ToListAsync(Cancel));

    private Task<VisitTypeId> Type(string name) => app.InClinic(app.Cast.North, async db =>
    {
        var type = new VisitType { TenantId = db.Tenant, Id = VisitTypeId.New(), Name = name, Minutes = 15, Modality = Modality.Video };
        db.VisitTypes.Add(type);
        await db.SaveChangesAsync(Cancel);
        return type.Id;
    });

    private async Task<EncounterId> VisitOf(VisitTypeId type)
    {
        var visit = await app.Visit();
        await app.InClinic(app.Cast.North, async db =>
        {
            var starts = app.Now - Duration.FromDays(20);
            var appointment = new Appointment
            {
                TenantId = db.Tenant, Id = AppointmentId.New(), PatientId = app.Cast.Bob.Patient!.Value, PractitionerId = app.Cast.Alice.Practitioner!.Value, VisitTypeId = type,
                StartsAt = starts, EndsAt = starts + Duration.FromMinutes(15), Reason = "Bilan", Modality = Modality.Video, Status = AppointmentStatus.Fulfilled, CreatedAt = starts,
                BookedBy = app.Cast.Alice.Account,
            };
            db.Appointments.Add(appointment);
            await db.SaveChangesAsync(Cancel);
            return await db.Encounters.Where(e => e.Id == visit).ExecuteUpdateAsync(e => e.SetProperty(x => x.AppointmentId, appointment.Id), Cancel);
        });
        return visit;
    }
}
