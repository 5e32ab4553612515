using System.Net;
using Microsoft.EntityFrameworkCore;
using Telemed.Audit;
using Telemed.People;
using Telemed.Records.Access;
using Telemed.Tests.People;

namespace Telemed.Tests.Records.Access;

public sealed class OwnRecordTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    [Fact]
    public async Task A_patient_sees_who_opened_what_and_not_their_own_reading()
    {
        var bob = await app.Browser(app.Cast.Bob);
        var (_, note) = await app.SignedNote();
        await bob.Visit($"/notes/{note}");
        var nora = await app.Browser(app.Cast.Nora);
        await nora.Visit($"/patients/{app.Cast.Bob.Patient}");
        var page = await bob.Page("/my-record/access");
        Assert.Contains("Nora Kervella", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("secrétariat", page.Body.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Bob Durand", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        var eve = await app.InClinic(app.Cast.North, db => Cast.Patient(db, "Yvette", app.Now));
        Assert.Contains("Personne d’autre", (await (await app.Browser(eve)).Page("/my-record/access")).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_one_person_opened_in_one_sitting_is_one_line_and_a_later_sitting_another()
    {
        var kept = await app.InClinic(app.Cast.North, db => Cast.Patient(db, "Odette", app.Now));
        await app.InClinic(app.Cast.North, async db =>
        {
            await db.InTransaction(() => db.CareBegins(app.Cast.Alice.Practitioner!.Value, kept.Patient!.Value, app.Now));
            return true;
        });
        var (alice, nora, odette) = (await app.Browser(app.Cast.Alice), await app.Browser(app.Cast.Nora), await app.Browser(kept));
        await alice.Visit($"/patients/{kept.Patient}");
        await nora.Visit($"/patients/{kept.Patient}");
        await alice.Visit($"/patients/{kept.Patient}");
        Assert.Equal(["Dr Alice Martin", "Nora Kervella"], await Who(odette));
        app.Time.Advance(TimeSpan.FromMinutes(16));
        await alice.Visit($"/patients/{kept.Patient}");
        Assert.Equal(["Dr Alice Martin", "Dr Alice Martin", "Nora Kervella"], await Who(odette));
        Assert.Contains("a ouvert votre fiche ; a lu vos antécédents", (await odette.Page("/my-record/access")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);

        static async Task<IEnumerable<string>> Who(HttpClient odette) => (await odette.Page("/my-record/access")).QuerySelectorAll("main li strong").Select(e => e.TextContent);
    }

    [Fact]
    public async Task Consents_are_given_and_withdrawn_with_the_version_of_the_text_the_time_and_the_means()
    {
        var bob = await app.Browser(app.Cast.Bob);
        Assert.Contains("pas encore répondu", (await bob.Page("/my-record/consents")).Body!.TextContent, StringComparison.Ordinal);
        await Say(bob, "RemoteMonitoring", "true");
        await Say(bob, "RemoteMonitoring", "true");
        app.Time.Advance(TimeSpan.FromMinutes(1));
        await Say(bob, "RemoteMonitoring", "false");
        var said = await app.InClinic(app.Cast.North, db => db.Set<Consent>().OrderBy(c => c.At).ToListAsync());
        Assert.Equal([(true, 1, ConsentMeans.Account), (false, 1, ConsentMeans.Account)], said.Select(c => (c.Given, c.TextVersion, c.Means)));
        Assert.Equal(app.Cast.Bob.Account, said[0].By);
        Assert.Equal(2, await app.InClinic(app.Cast.North, db => db.AuditEvents.CountAsync(a => a.Action == AuditAction.ConsentChanged)));
        await Assert.ThrowsAnyAsync<Exception>(() => app.InClinic(app.Cast.North, db => db.Set<Consent>().ExecuteUpdateAsync(c => c.SetProperty(x => x.Given, true))));
    }

    [Fact]
    public async Task Staff_write_down_what_was_said_to_them_and_nobody_answers_for_the_account()
    {
        var bob = app.Cast.Bob.Patient!.Value;
        Assert.True(await app.InClinic(app.Cast.North, db => db.Say(app.Cast.Alice.Actor, bob, ConsentPurpose.VideoCare, true, ConsentMeans.Spoken, app.Now)));
        Assert.False(await app.InClinic(app.Cast.North, db => db.Say(app.Cast.Alice.Actor, bob, ConsentPurpose.Research, true, ConsentMeans.Account, app.Now)));
        Assert.False(await app.InClinic(app.Cast.North, db => db.Say(app.Cast.Bob.Actor, app.Cast.Eva, ConsentPurpose.Research, true, ConsentMeans.Account, app.Now)));
        Assert.False(await app.InClinic(app.Cast.South, db => db.Say(app.Cast.Charlie.Actor, bob, ConsentPurpose.Research, true, ConsentMeans.Spoken, app.Now)));
        Assert.False(await app.InClinic(app.Cast.North, db => db.Say(app.Cast.Dan.Actor, bob, ConsentPurpose.Research, true, ConsentMeans.Spoken, app.Now)));
    }

    [Fact]
    public async Task A_patients_remark_stands_beside_the_signed_note_for_every_reader()
    {
        var (_, note) = await app.SignedNote();
        var bob = await app.Browser(app.Cast.Bob);
        Assert.Contains("Écrivez", (await (await bob.Fill($"/notes/{note}", ("remark", " "))).Html()).QuerySelector("#remark-error")!.TextContent, StringComparison.Ordinal);
        var answer = await bob.Fill($"/notes/{note}", ("remark", "<b>Je n’ai</b> jamais eu de fièvre."));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var alice = await (await app.Browser(app.Cast.Alice)).Page($"/notes/{note}");
        Assert.Contains("<b>Je n’ai</b> jamais eu de fièvre.", alice.Body!.TextContent, StringComparison.Ordinal);
        Assert.Null(alice.QuerySelector("textarea#remark"));
        Assert.Equal("not-found", await app.InClinic(app.Cast.North, db => db.Remark(app.Cast.Alice.Actor, note, "x", app.Now)));
        Assert.Equal("too-long", await app.InClinic(app.Cast.North, db => db.Remark(app.Cast.Bob.Actor, note, new string('x', 2001), app.Now)));
        Assert.True(await app.InClinic(app.Cast.North, db => db.AuditEvents.AnyAsync(a => a.Action == AuditAction.NoteRemarked)));
    }

    private static async Task Say(HttpClient bob, string purpose, string given)
    {
        var page = await bob.Page("/my-record/consents");
        await bob.Send("/my-record/consents", page, ("_handler", $"say-{purpose}"), ("purpose", purpose), ("given", given));
    }
}
