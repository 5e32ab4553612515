using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Text;
using Telemed.Notifications;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Scheduling.Calendars;
using Telemed.Tenancy;
using static Telemed.Tests.Scheduling.Bookers;

namespace Telemed.Tests.Scheduling;

/// <summary>What other calendar programs make of our files.</summary>
public sealed class CalendarFileTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    [Fact]
    public async Task Invitation_update_and_cancellation_in_their_order_leave_an_empty_calendar()
    {
        var booked = await app.Booked(app.Cast.Alice, Wanted(app, Duration.FromDays(1)));
        var invitation = (await app.Letter(NotificationKind.AppointmentBooked, booked.Id.Value))!.Calendar!;
        var first = Assert.Single(await OtherCalendar.After([invitation.Content]));
        Assert.Equal(("REQUEST", "CONFIRMED", 0, "2026-11-24T08:00:00.000Z", "2026-11-24T08:30:00.000Z"), (first.Method, first.Status, first.Sequence, first.Start, first.End));
        Assert.Equal(("Rendez-vous – Clinique du Nord", $"{booked.Id.Value:N}@telemed.test", "mailto:telemed@localhost"), (first.Summary, first.Uid, first.Organizer));
        Assert.Equal(["mailto:bob@telemed.test"], first.Attendees);

        Assert.IsType<RescheduleOutcome.Moved>(await app.Reschedule(app.Cast.Alice, booked.Id, booked.StartsAt + Duration.FromHours(2)));
        var update = (await app.Letter(NotificationKind.AppointmentRescheduled, await app.LatestChange(booked.Id)))!.Calendar!;
        var second = Assert.Single(await OtherCalendar.After([invitation.Content, update.Content]));
        Assert.Equal((first.Uid, 1, "2026-11-24T10:00:00.000Z"), (second.Uid, second.Sequence, second.Start));
        Assert.Equal(second, Assert.Single(await OtherCalendar.After([update.Content, invitation.Content])) with { Attendees = second.Attendees });

        await app.Move(app.Cast.Nora, booked.Id, AppointmentStatus.Cancelled);
        var cancellation = (await app.Letter(NotificationKind.AppointmentCancelled, booked.Id.Value))!.Calendar!;
        Assert.Equal("CANCEL", cancellation.Method);
        Assert.Empty(await OtherCalendar.After([invitation.Content, update.Content, cancellation.Content]));
        foreach (var file in (LetterCalendar[])[invitation, update, cancellation])
        {
            Assert.Contains($"METHOD:{file.Method}", file.Content, StringComparison.Ordinal);
            foreach (var secret in (string[])["tension", "Durand", "Bob ", "Martin", "/join", "/visit"])
            {
                Assert.DoesNotContain(secret, file.Content, StringComparison.OrdinalIgnoreCase);
            }
        }
    }

    [Fact]
    public async Task The_mail_with_the_link_invites_to_the_same_event_in_the_readers_language_and_holds_no_link_there()
    {
        var visit = await Consultations.VisitScene.Book(app, Duration.FromDays(2));
        var letter = await app.Letter(NotificationKind.LinkReady, visit.Bob.Value);
        var held = Assert.Single(await OtherCalendar.After([letter!.Calendar!.Content]));
        Assert.Equal($"{visit.Appointment!.Value.Value:N}@telemed.test", held.Uid);
        Assert.DoesNotContain(new Uri(letter.Action!.Url).Fragment[1..], letter.Calendar.Content, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Europe/Paris", 2026)]
    [InlineData("America/New_York", 2027)]
    [InlineData("Australia/Lord_Howe", 2026)]
    [InlineData("Pacific/Chatham", 2027)]
    [InlineData("Asia/Kathmandu", 2026)]
    public async Task Every_time_around_a_clock_change_is_read_back_as_the_instant_that_it_is_and_by_the_same_wall_clock(string id, int year)
    {
        var zone = DateTimeZoneProviders.Tzdb[id];
        var changes = zone.GetZoneIntervals(Instant.FromUtc(year, 1, 1, 0, 0), Instant.FromUtc(year + 1, 1, 1, 0, 0)).Skip(1).Select(i => i.Start).ToList();
        var starts = changes.DefaultIfEmpty(Instant.FromUtc(year, 6, 1, 0, 0)).SelectMany(change => Enumerable.Range(-8, 17).Select(n => change + n * Duration.FromMinutes(15))).ToList();
        using var speaking = Speaking.In("fr");
        var files = app.Services.GetRequiredService<CalendarFiles>();
        var clinic = new Tenant { Id = app.Cast.North, Name = "Île d’Yeu, « Nord »; suite", Zone = id, Language = "fr" };
        var file = files.Of(starts.Select(s => new Appointment
        {
            TenantId = clinic.Id, Id = AppointmentId.New(), PatientId = app.Cast.Eva, PractitionerId = app.Cast.Alice.Practitioner!.Value, StartsAt = s, EndsAt = s + Duration.FromHours(1),
            Reason = "Suivi", Modality = Modality.Video, Status = AppointmentStatus.Booked, CreatedAt = app.Now, BookedBy = app.Cast.Alice.Account,
        }), clinic);
        var held = await OtherCalendar.After([file], id);
        var local = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm");
        Assert.Equal(starts.Select(s => (Iso(s), Iso(s + Duration.FromHours(1)), local.Format(s.InZone(zone).LocalDateTime))), held.Select(h => (h.Start, h.End, h.Local)));
        Assert.All(held, h => Assert.EndsWith(clinic.Name, h.Summary, StringComparison.Ordinal));
    }

    private static string Iso(Instant at) => at.ToDateTimeUtc().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
