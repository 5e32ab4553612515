using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Notifications;
using Telemed.People;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Scheduling.Reminding;

namespace Telemed.Tests.Scheduling.Reminding;

/// <summary>When reminders leave and what they say. Each test has a clock of its own, and moves it.</summary>
public sealed class ReminderTests
{
    private static readonly Leads[] All = [Leads.TwoDays, Leads.OneDay, Leads.TwoHours, Leads.TenMinutes];
    private static readonly Duration Second = Duration.FromSeconds(1);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("fr", "Rappel : rendez-vous le jeudi 26 novembre 2026 à 9\u00a0h", "heure de Paris", "Votre téléconsultation avec Dr Alice Martin va bientôt commencer", "le jeudi 26 novembre 2026 à 9\u00a0h (heure de Paris)")]
    [InlineData("en", "Reminder: appointment on Thursday 26 November 2026 at 9:00", "Paris time", "Your video visit with Dr Alice Martin begins soon", "on Thursday 26 November 2026 at 9:00 (Paris time)")]
    public async Task Each_leaves_once_at_its_time_in_the_patients_language_and_the_last_leads_into_the_room(string language, string subject, string zone, string last, string when)
    {
        await using var app = await ReminderScene.Open();
        await app.InClinic(app.Cast.North, db => db.Patients.Where(p => p.Id == app.Cast.Eva).ExecuteUpdateAsync(p => p.SetProperty(x => x.Language, language), Cancel));
        var starts = app.Now + Duration.FromDays(3);
        var planned = await app.Plan(starts, app.Cast.Eva);
        for (var i = 0; i < All.Length; i++)
        {
            await app.Until(starts - Lead.All[i].Before - Second);
            Assert.Equal(All[..i], await app.Sent(planned.Id));
            await app.Until(app.Now + Second);
            Assert.Equal(All[..(i + 1)], await app.Sent(planned.Id));
            Assert.All((await app.RemindersOf(planned.Id))[..(i + 1)], r => Assert.Equal((r.Row.DueAt, 1), (r.Row.SentAt, r.Row.Tries)));
        }

        var mails = (await app.RemindersOf(planned.Id)).ConvertAll(r => r.Mails.Single());
        Assert.All(mails, m => Assert.Equal(("eva@telemed.test", language), (m.Letter.ToAddress, m.Letter.Language)));
        Assert.All(mails, m => Assert.DoesNotContain("tension", m.Letter.Subject + m.Text, StringComparison.OrdinalIgnoreCase));
        Assert.All(mails[..3], m => Assert.Equal(subject, m.Letter.Subject));
        Assert.All(mails[..3], m => Assert.StartsWith("https://telemed.test/cancel#", m.Link, StringComparison.Ordinal)); // she has no account
        Assert.All(mails[..3], m => Assert.Contains(zone, m.Text, StringComparison.Ordinal));
        Assert.Equal(last, mails[3].Letter.Subject);
        Assert.Contains(when, mails[3].Text, StringComparison.Ordinal);
        Assert.StartsWith("https://telemed.test/join#", mails[3].Link, StringComparison.Ordinal);
        await app.Until(starts + Duration.FromDays(2));
        Assert.Equal(All, await app.Sent(planned.Id));
    }

    [Theory]
    [InlineData(2027, 3, 29, 7, "lundi 29 mars 2027")]
    [InlineData(2027, 11, 1, 8, "lundi 1er novembre 2027")]
    public async Task On_the_day_after_the_clocks_changed_each_leaves_as_many_hours_before_as_it_says(int year, int month, int day, int hour, string words)
    {
        var starts = Instant.FromUtc(year, month, day, hour, 0); // 9:00 in Paris, after a Sunday of 23 or 25 hours
        await using var app = await ReminderScene.Open(starts - Duration.FromDays(4));
        var planned = await app.Plan(starts);
        foreach (var lead in Lead.All)
        {
            await app.Until(starts - lead.Before - Second);
            Assert.DoesNotContain(lead.Of, await app.Sent(planned.Id));
            await app.Until(starts - lead.Before);
            Assert.Contains(lead.Of, await app.Sent(planned.Id));
        }

        Assert.All(await app.RemindersOf(planned.Id), r => Assert.Contains($"{words} à 9\u00a0h", r.Mails.Single().Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_whose_time_has_passed_when_the_appointment_is_booked_is_never_sent()
    {
        await using var app = await ReminderScene.Open();
        var starts = app.Now + Duration.FromHours(2);
        var planned = await app.Plan(starts);
        await app.Until(starts);
        Assert.Equal([Leads.TenMinutes], await app.Sent(planned.Id));
    }

    [Fact]
    public async Task A_request_is_not_reminded_of_before_it_is_confirmed_and_a_cancelled_appointment_never()
    {
        await using var app = await ReminderScene.Open();
        var starts = app.Now + Duration.FromDays(3);
        var asked = await app.Plan(starts, by: app.Cast.Nora);
        await app.Until(starts - Duration.FromHours(30));
        Assert.Empty(await app.RemindersOf(asked.Id));
        await app.Become(asked.Id, AppointmentStatus.Booked);
        await app.Until(starts - Duration.FromHours(23));
        Assert.Equal([Leads.OneDay], await app.Sent(asked.Id));
        await app.Become(asked.Id, AppointmentStatus.Cancelled);
        Assert.All((await app.RemindersOf(asked.Id))[1..], r => Assert.Equal(Reminders.PlanChanged, r.Row.GivenUp));
        await app.Until(starts);
        Assert.Equal([Leads.OneDay], await app.Sent(asked.Id));
    }

    [Fact]
    public async Task A_moved_appointment_is_reminded_of_at_its_new_time_only()
    {
        await using var app = await ReminderScene.Open();
        var starts = app.Now + Duration.FromDays(4);
        var planned = await app.Plan(starts);
        await app.Until(starts - Duration.FromHours(40));
        Assert.Equal([Leads.TwoDays], await app.Sent(planned.Id));
        // To a time a day earlier: the reminder of two days is past, and what was due a day before is due now.
        await app.Reschedule(app.Cast.Alice, planned.Id, starts - Duration.FromHours(24));
        await app.Reschedule(app.Cast.Alice, planned.Id, starts + Duration.FromHours(96));
        await app.Reschedule(app.Cast.Alice, planned.Id, starts + Duration.FromHours(72));
        await app.Until(starts + Duration.FromHours(72));
        var sent = (await app.RemindersOf(planned.Id)).Where(r => r.Mails.Count > 0).ToList();
        Assert.Equal([Leads.None, .. All], sent.Select(r => r.Lead)); // the first was of the old time
        Assert.All(sent, r => Assert.Single(r.Mails));
        Assert.All(sent[1..], r => Assert.Contains("lundi 30 novembre 2026 ", r.Mails[0].Text.Replace('\u00a0', ' '), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_reminder_of_a_time_that_is_no_longer_the_appointments_is_not_sent_whoever_moved_it()
    {
        await using var app = await ReminderScene.Open();
        var starts = app.Now + Duration.FromDays(3);
        var planned = await app.Plan(starts);
        await app.InClinic(app.Cast.North, db => db.Appointments.Where(a => a.Id == planned.Id).ExecuteUpdateAsync(
            a => a.SetProperty(x => x.StartsAt, starts + Duration.FromHours(1)).SetProperty(x => x.EndsAt, starts + Duration.FromHours(2)), Cancel));
        await app.Until(starts);
        Assert.Empty(await app.Sent(planned.Id));
    }

    [Fact]
    public async Task What_is_due_while_the_server_is_down_leaves_when_it_is_up_again_unless_the_visit_has_begun()
    {
        var app = await ReminderScene.Open();
        var (soon, later) = (app.Now + Duration.FromHours(25), app.Now + Duration.FromHours(30));
        var (over, coming) = (await app.Plan(soon), await app.Plan(later));
        await app.Until(soon - Duration.FromHours(23));
        Assert.Equal([Leads.OneDay], await app.Sent(over.Id));
        Assert.Empty(await app.Sent(coming.Id));
        await app.DisposeAsync();
        app.Time.Advance(TimeSpan.FromHours(24));
        await using var again = app.Again();
        await again.Drain();
        Assert.Empty(await again.Sent(over.Id));
        Assert.Equal([Leads.OneDay], await again.Sent(coming.Id));
        await again.Until(later);
        Assert.Equal([Leads.OneDay, Leads.TwoHours, Leads.TenMinutes], await again.Sent(coming.Id));
    }

    [Fact]
    public async Task A_clock_that_is_set_forward_an_hour_and_back_loses_none_and_sends_none_twice()
    {
        await using var app = await ReminderScene.Open();
        var starts = app.Now + Duration.FromDays(3);
        var planned = await app.Plan(starts);
        var set = Duration.FromHours(1);
        foreach (var lead in Lead.All)
        {
            // Forward over its time and back before it.
            await app.Until(starts - lead.Before - Duration.FromMinutes(55));
            await app.SetClock(set);
            await app.SetClock(-set);
            await app.InClinic(app.Cast.North, async db =>
            {
                await db.RenewReminders(await db.Appointments.SingleAsync(a => a.Id == planned.Id, Cancel), app.Now);
                return await db.SaveChangesAsync(Cancel);
            });
            await app.Until(starts - lead.Before);
            Assert.Single(await app.Sent(planned.Id), lead.Of);
            // Back before its time and forward again.
            await app.SetClock(-set);
            await app.SetClock(set);
            Assert.Single(await app.Sent(planned.Id), lead.Of);
        }

        await app.Until(starts);
        Assert.Equal(All, await app.Sent(planned.Id));
    }

    [Fact]
    public async Task An_appointment_that_was_booked_before_there_were_reminders_gets_them_at_the_next_start()
    {
        var app = await ReminderScene.Open();
        var starts = app.Now + Duration.FromDays(2);
        var planned = await app.Plan(starts);
        await app.InClinic(app.Cast.North, db => db.Deliveries.Where(d => d.DueAt != null).ExecuteDeleteAsync(Cancel));
        await app.DisposeAsync();
        await using var again = app.Again();
        while ((await again.RemindersOf(planned.Id)).Count == 0)
        {
            await Task.Delay(20, Cancel);
        }

        await again.Until(starts);
        Assert.Equal(All[1..], await again.Sent(planned.Id));
    }

    [Fact]
    public async Task The_database_refuses_a_second_reminder_of_one_time()
    {
        await using var app = await ReminderScene.Open();
        var planned = await app.Plan(app.Now + Duration.FromDays(3));
        await Assert.ThrowsAsync<DbUpdateException>(() => app.InClinic(app.Cast.North, db =>
        {
            db.Mail(planned.PatientId, NotificationKind.Reminder, planned.Id.Value, app.Now, planned.StartsAt - Duration.FromHours(2));
            return db.SaveChangesAsync(Cancel);
        }));
    }
}
