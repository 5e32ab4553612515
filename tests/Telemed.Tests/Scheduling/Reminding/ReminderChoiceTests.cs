using System.Net;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Scheduling.Reminding;

namespace Telemed.Tests.Scheduling.Reminding;

/// <summary>Which reminders the clinic sends and a patient gets, on the page on which they choose.</summary>
public sealed class ReminderChoiceTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_the_clinic_or_the_patient_turned_off_when_it_is_due_is_not_sent_and_what_was_turned_on_again_is()
    {
        await using var app = await ReminderScene.Open();
        var starts = app.Now + Duration.FromDays(3);
        var (bob, eva) = (await app.Plan(starts), await app.Plan(starts + Duration.FromHours(1), app.Cast.Eva));
        await Choose(app, app.Cast.Ada, Leads.TwoDays, Leads.OneDay, Leads.TenMinutes);
        await Choose(app, app.Cast.Bob, Leads.OneDay);
        await app.Until(starts - Duration.FromHours(30));
        await Choose(app, app.Cast.Bob, Leads.OneDay, Leads.TenMinutes);
        await app.Until(starts + Duration.FromHours(1));
        Assert.Equal([Leads.OneDay, Leads.TenMinutes], await app.Sent(bob.Id));
        Assert.Equal([Leads.TwoDays, Leads.OneDay, Leads.TenMinutes], await app.Sent(eva.Id));
    }

    [Fact]
    public async Task A_patient_is_offered_what_the_clinic_sends_and_keeps_the_choice_of_the_rest()
    {
        await using var app = await ReminderScene.Open();
        await Choose(app, app.Cast.Bob, Leads.OneDay, Leads.TwoHours);
        await Choose(app, app.Cast.Ada, Leads.OneDay, Leads.TwoHours, Leads.TenMinutes);
        var offered = (await (await app.Browser(app.Cast.Bob)).Page("/reminders")).QuerySelectorAll("input[name=lead]");
        Assert.Equal([("OneDay", true), ("TwoHours", true), ("TenMinutes", false)], offered.Select(i => (i.GetAttribute("value")!, i.HasAttribute("checked"))));
        await Choose(app, app.Cast.Bob, Leads.TenMinutes);
        await Choose(app, app.Cast.Ada, Leads.TwoDays, Leads.OneDay, Leads.TwoHours, Leads.TenMinutes);
        Assert.Equal(Leads.TwoDays | Leads.OneDay | Leads.TwoHours, await app.InClinic(app.Cast.North, db => db.UnwantedBy(app.Cast.Bob.Patient!.Value, Cancel)));
        await Choose(app, app.Cast.Ada);
        Assert.Contains("n’envoie pas de rappel", (await (await app.Browser(app.Cast.Bob)).Page("/reminders")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_choice_is_in_the_trail_once_however_often_it_is_sent()
    {
        await using var app = await ReminderScene.Open();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Choose(app, app.Cast.Bob, Leads.OneDay)));
        var noted = Assert.Single(await app.InClinic(app.Cast.North, db => db.AuditEvents.Where(a => a.Action == AuditAction.RemindersChanged).ToListAsync(Cancel)));
        Assert.Equal((app.Cast.Bob.Patient!.Value.Value, "without TwoDays, TwoHours, TenMinutes"), (noted.PatientId!.Value, noted.Detail));
    }

    [Fact]
    public async Task A_reminder_that_is_none_is_answered_with_a_sentence_and_nothing_is_changed()
    {
        await using var app = await ReminderScene.Open();
        var bob = await app.Browser(app.Cast.Bob);
        foreach (var word in (string[])["Tomorrow", "TwoDays, OneDay", "None", "1", ""])
        {
            var answer = await bob.Fill("/reminders", ("lead", word));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Contains("Rien n’a été changé", (await answer.Html()).QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        }

        Assert.False(await app.InClinic(app.Cast.North, db => db.ReminderChoices.AnyAsync(Cancel)));
    }

    [Fact]
    public async Task Nobody_else_chooses_and_each_clinic_and_patient_for_themselves_alone()
    {
        await using var app = await ReminderScene.Open();
        foreach (var person in (Person[])[app.Cast.Alice, app.Cast.Nora, app.Cast.Charlie])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await (await app.Browser(person)).Visit("/reminders")).StatusCode);
            Assert.False(await app.InClinic(person.Clinic, db => db.ChooseReminders(person.Actor, Leads.None, app.Now)));
        }

        await Choose(app, app.Cast.Bob);
        Assert.Equal(Leads.None, await app.InClinic(app.Cast.North, db => db.UnwantedBy(app.Cast.Eva, Cancel)));
        await Choose(app, app.Cast.Ada);
        Assert.Equal(Leads.None, await app.InClinic(app.Cast.South, db => db.UnwantedByClinic()));
    }

    /// <summary>On the page, as who this is.</summary>
    private static async Task Choose(TelemedApp app, Person who, params Leads[] wanted)
    {
        var browser = await app.Browser(who);
        var page = await browser.Page("/reminders");
        var token = page.QuerySelector("form:has([name=lead]) input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var form = new FormUrlEncodedContent([new("_handler", "reminders"), new("__RequestVerificationToken", token), .. wanted.Select(w => KeyValuePair.Create("lead", w.ToString()))]);
        var answer = await browser.PostAsync("/reminders", form, Cancel);
        Assert.Equal((HttpStatusCode.Found, "/reminders?saved=true"), (answer.StatusCode, answer.Headers.Location!.OriginalString.Replace(TelemedApp.Address, "", StringComparison.Ordinal)));
    }
}
