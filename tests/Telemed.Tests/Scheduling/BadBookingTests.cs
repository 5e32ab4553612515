using System.Net;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Scheduling;
using Telemed.Tests.People;

namespace Telemed.Tests.Scheduling;

/// <summary>What no page offers and somebody sends all the same, form by form.</summary>
public sealed class BadBookingTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    [Theory]
    [InlineData("2026-12-10T07:30:00Z", "before the hours")]
    [InlineData("2026-12-10T10:45:00Z", "over their end")]
    [InlineData("2026-12-10T09:01:00Z", "at an odd minute")]
    [InlineData("2026-12-12T09:00:00Z", "on a Saturday")]
    [InlineData("2026-11-20T09:00:00Z", "in the past")]
    [InlineData("2026-11-23T09:30:00Z", "too soon")]
    [InlineData("2027-03-10T09:00:00Z", "after the farthest day")]
    [InlineData("2100-12-31T09:00:00Z", "in another century")]
    public async Task A_time_that_is_not_on_offer_is_neither_held_nor_booked_and_the_patient_is_told(string at, string why)
    {
        var (scene, bob, before) = (await OfferScene.Make(app), await app.Browser(app.Cast.Bob), await Rows());
        var (path, slot) = ($"/book?visit={scene.Type}&from=2026-12-01", $"{scene.With}_{at}");
        using var refused = await bob.Send(path, await bob.Page(path), ("slot", slot));
        var said = (await bob.Page(refused.Headers.Location!.PathAndQuery())).QuerySelector("[role=alert]")?.TextContent ?? "";
        Assert.True(said.Contains("n’est plus proposé", StringComparison.Ordinal), $"{why}: {said}");

        var form = $"/book/confirm?visit={scene.Type}&slot={Uri.EscapeDataString(slot)}";
        using var sent = await bob.Fill(form, ("reason", "Suivi"));
        Assert.Equal(HttpStatusCode.OK, sent.StatusCode);
        var page = await sent.Html();
        Assert.Contains("n’est plus proposé", page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Suivi", page.QuerySelector("[name=reason]")!.GetAttribute("value"));
        Assert.Equal(before, await Rows());
    }

    [Theory]
    [InlineData("x"), InlineData("_"), InlineData("2026-12-10T09:00:00Z"), InlineData("00000000-0000-0000-0000-000000000000_2026-12-10T09:00:00Z"), InlineData("%00_demain")]
    [InlineData("ALICE_9999-12-31T23:55:00Z"), InlineData("ALICE_-9998-01-01T00:00:00Z")]
    public async Task A_slot_that_is_none_changes_nothing(string slot)
    {
        var (scene, bob, before) = (await OfferScene.Make(app), await app.Browser(app.Cast.Bob), await Rows());
        slot = slot.Replace("ALICE", scene.With.ToString(), StringComparison.Ordinal);
        var path = $"/book?visit={scene.Type}";
        using var held = await bob.Send(path, await bob.Page(path), ("slot", slot));
        Assert.True((int)held.StatusCode < 400, $"{held.StatusCode}");
        using var confirm = await bob.Visit($"/book/confirm?visit={scene.Type}&slot={Uri.EscapeDataString(slot)}");
        Assert.True(confirm.StatusCode is HttpStatusCode.Found or HttpStatusCode.NotFound, $"{confirm.StatusCode}");
        Assert.NotNull(await bob.Page($"{path}&lost={Uri.EscapeDataString(slot)}&from=9999-12-31"));
        Assert.Equal(before, await Rows());
    }

    [Fact]
    public async Task A_patient_of_another_clinic_is_not_there_for_staff_and_finds_nothing_of_this_one()
    {
        var scene = await OfferScene.Make(app);
        var foreign = await app.InClinic(app.Cast.South, db => Cast.Patient(db, "Sacha", app.Now));
        var before = await Rows();
        foreach (var person in (Person[])[app.Cast.Alice, app.Cast.Nora])
        {
            var browser = await app.Browser(person);
            var form = $"/appointments/new?patient={app.Cast.Bob.Patient}";
            var page = await browser.Page(form);
            Assert.Equal(HttpStatusCode.NotFound, (await browser.Visit($"/appointments/new?patient={foreign.Patient}")).StatusCode);
            var answers = new List<HttpStatusCode>();
            foreach (var patient in (string[])[foreign.Patient.ToString()!, Guid.CreateVersion7().ToString()])
            {
                page.QuerySelectorAll("form[method=post]").Single(f => f.QuerySelector("[name=reason]") is not null).SetAttribute("action", $"/appointments/new?patient={patient}");
                using var sent = await browser.Send(form, page, ("reason", "Suivi"), ("date", "2026-12-10"), ("time", "10:00"), ("practitioner", scene.With.ToString()));
                answers.Add(sent.StatusCode);
            }

            // Refused, and as one that nowhere is.
            Assert.True(answers[0] == answers[1] && (int)answers[0] is 400 or 404, $"{answers[0]}, {answers[1]}");
        }

        var sacha = await app.Browser(foreign);
        Assert.Empty((await sacha.Page($"/book?visit={scene.Type}")).QuerySelectorAll("button[name=slot]"));
        Assert.Equal(HttpStatusCode.NotFound, (await sacha.Visit($"/book/confirm?visit={scene.Type}&slot={scene.With}_2026-12-10T09:00:00Z")).StatusCode);
        Assert.Equal(before, await Rows());
    }

    [Fact]
    public async Task A_patient_cannot_book_for_somebody_else_or_what_is_for_staff_alone()
    {
        var (scene, bob, before) = (await OfferScene.Make(app, OfferScene.Usual with { ForPatients = false }), await app.Browser(app.Cast.Bob), await Rows());
        Assert.Empty((await bob.Page($"/book?visit={scene.Type}")).QuerySelectorAll("button[name=slot]"));
        Assert.Equal(HttpStatusCode.NotFound, (await bob.Visit($"/book/confirm?visit={scene.Type}&slot={scene.With}_2026-12-10T09:00:00Z")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await bob.Visit($"/appointments/new?patient={app.Cast.Eva}")).StatusCode);
        Assert.Equal(before, await Rows());
    }

    private Task<string> Rows() => app.InClinic(app.Cast.North, async db =>
        string.Join('\n', (await db.BusyTimes.AsNoTracking().Select(b => $"{b.Id} {b.StartsAt}").ToListAsync()).Order(StringComparer.Ordinal))
        + await db.Appointments.CountAsync() + await db.Set<Telemed.Audit.AuditEvent>().CountAsync(a => a.Action == Telemed.Audit.AuditAction.AppointmentBooked));
}
