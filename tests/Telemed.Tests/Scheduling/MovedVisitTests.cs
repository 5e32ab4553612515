using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using System.Net.Http.Json;
using NodaTime;
using Telemed.Consultations;
using Telemed.Notifications;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Tests.Consultations;
using Telemed.Web.Pages.Appointments;

namespace Telemed.Tests.Scheduling;

/// <summary>What goes with an appointment that moves: its room, its links and its mails.</summary>
public sealed class MovedVisitTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private static readonly Duration Day = Duration.FromDays(1);

    [Fact]
    public async Task The_room_and_the_links_of_a_moved_visit_open_for_its_new_time()
    {
        var visit = await VisitScene.Book(app, Duration.FromMinutes(10));
        var token = await visit.Link(visit.Bob);
        Assert.Equal("open", await State(token));
        var before = await app.Row(visit.Appointment!.Value);
        Assert.IsType<RescheduleOutcome.Moved>(await Reschedule(visit, Day));
        Assert.Equal("early", await State(token));
        Assert.Equal(before.StartsAt + Day + Duration.FromMinutes(30), (await visit.Row()).DueAt);
        app.Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal((EncounterStatus.Planned, AppointmentStatus.Booked), ((await visit.Row()).Status, await visit.PlanStatus()));
        Assert.IsType<RescheduleOutcome.Moved>(await Reschedule(visit, -Day + Duration.FromHours(2)));
        Assert.Equal("open", await State(token));
    }

    [Fact]
    public async Task A_link_that_is_sent_after_the_move_says_the_new_time()
    {
        var visit = await VisitScene.Book(app, Duration.FromDays(13));
        Assert.IsType<RescheduleOutcome.Moved>(await Reschedule(visit, Day));
        var letter = await app.Letter(NotificationKind.LinkReady, visit.Bob.Value);
        Assert.Contains("lundi 7 décembre 2026", string.Join(' ', letter!.Paragraphs), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_that_was_to_be_sent_later_comes_before_the_new_time()
    {
        var visit = await VisitScene.Book(app, Duration.FromDays(40));
        var start = (await app.Row(visit.Appointment!.Value)).StartsAt;
        var mail = DeliveryId.New();
        await app.InClinic(app.Cast.North, db =>
        {
            db.Deliveries.Add(new Delivery
            {
                TenantId = db.Tenant, Id = mail, Kind = NotificationKind.LinkReady, ToPatientId = app.Cast.Bob.Patient!.Value.Value, SubjectId = visit.Bob.Value,
                CreatedAt = app.Now, NextTryAt = start - Day,
            });
            return db.SaveChangesAsync();
        });
        Assert.IsType<RescheduleOutcome.Moved>(await Reschedule(visit, -7 * Day));
        Assert.Equal(start - (8 * Day), await app.InClinic(app.Cast.North, db => db.Deliveries.Where(d => d.Id == mail).Select(d => d.NextTryAt).SingleAsync()));
    }

    [Fact]
    public async Task The_patient_reads_from_when_to_when_and_nothing_of_a_move_that_another_one_followed()
    {
        var visit = await VisitScene.Book(app, Duration.FromDays(4));
        await Reschedule(visit, Day);
        var first = await app.Letter(NotificationKind.AppointmentRescheduled, await Latest(visit));
        Assert.Contains("samedi 28 novembre 2026", first!.Subject, StringComparison.Ordinal);
        Assert.Contains("Ancienne date\u00a0: vendredi 27 novembre 2026", first.Paragraphs[0], StringComparison.Ordinal);
        Assert.DoesNotContain("Suivi", string.Join(' ', first.Paragraphs), StringComparison.Ordinal);
        var overtaken = await Latest(visit);
        await Reschedule(visit, Day);
        Assert.Null(await app.Letter(NotificationKind.AppointmentRescheduled, overtaken));
        await app.InClinic(app.Cast.North, db => db.Reschedule(visit.Doctor.Actor, visit.Appointment!.Value, new NewTime(app.Now + Duration.FromDays(6), app.Now + Duration.FromDays(6) + Duration.FromMinutes(45)), new Clock(app.Time)));
        await app.Move(app.Cast.Nora, visit.Appointment!.Value, AppointmentStatus.Cancelled);
        Assert.Null(await app.Letter(NotificationKind.AppointmentRescheduled, await Latest(visit)));
    }

    [Fact]
    public async Task A_longer_visit_is_told_as_one()
    {
        var visit = await VisitScene.Book(app, Duration.FromDays(20));
        var row = await app.Row(visit.Appointment!.Value);
        await app.InClinic(app.Cast.North, db => db.Reschedule(visit.Doctor.Actor, row.Id, new NewTime(row.StartsAt, row.EndsAt + Duration.FromMinutes(15)), new Clock(app.Time)));
        var letter = await app.Letter(NotificationKind.AppointmentRescheduled, await Latest(visit));
        Assert.Contains("dure 45 minutes au lieu de 30", letter!.Paragraphs[0], StringComparison.Ordinal);
    }

    private Task<RescheduleOutcome> Reschedule(VisitScene visit, Duration by) => app.InScope(async services =>
    {
        var (db, row) = (services.GetRequiredService<Db>(), await app.Row(visit.Appointment!.Value));
        db.Enter(app.Cast.North);
        return await AppointmentVisits.Reschedule(db, visit.Doctor.Actor, row.Id, new NewTime(row.StartsAt + by, row.EndsAt + by), new Clock(app.Time), services.GetRequiredService<IGrainFactory>());
    });

    private async Task<string> State(string token)
    {
        using var browser = app.Anonymous();
        var answer = await browser.PostAsJsonAsync("/join/expected", new { token }, TestContext.Current.CancellationToken);
        return (await answer.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>(TestContext.Current.CancellationToken)).GetProperty("state").GetString()!;
    }

    private Task<Guid> Latest(VisitScene visit) => app.LatestChange(visit.Appointment!.Value);
}
