using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Notifications;
using Telemed.People;
using Telemed.Tests.Consultations;
using Telemed.Tests.Scheduling;

namespace Telemed.Tests.People.Identity;

public sealed class OwnTimeTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    [Theory]
    [InlineData("America/Guadeloupe", "Guadeloupe")]
    [InlineData("Europe/Paris", null)]
    [InlineData("Europe/Madrid", null)]
    [InlineData(null, null)]
    public async Task A_mail_says_both_times_to_a_patient_whose_clock_shows_another(string? zone, string? named)
    {
        await app.InClinic(app.Cast.North, db => db.Patients.Where(p => p.Id == app.Cast.Bob.Patient).ExecuteUpdateAsync(p => p.SetProperty(x => x.Zone, zone)));
        var booked = await app.Booked(app.Cast.Alice, Bookers.Wanted(app, Duration.FromDays(10)));
        var mail = await app.Letter(NotificationKind.AppointmentBooked, booked.Id.Value);
        Assert.Equal(named is not null, mail!.Paragraphs.Any(p => p.StartsWith("Là où vous êtes", StringComparison.Ordinal) && p.Contains(named!, StringComparison.Ordinal)));
        await app.Move(app.Cast.Alice, booked.Id, Telemed.Scheduling.AppointmentStatus.Cancelled, Telemed.Scheduling.CancellationReason.ByClinic);
    }

    [Fact]
    public async Task Changes_of_time_and_links_say_both_times_too()
    {
        await app.InClinic(app.Cast.North, db => db.Patients.Where(p => p.Id == app.Cast.Bob.Patient).ExecuteUpdateAsync(p => p.SetProperty(x => x.Zone, "America/Guadeloupe")));
        var visit = await VisitScene.Book(app, Duration.FromDays(11));
        var booked = await app.Row(visit.Appointment!.Value);
        Assert.IsType<Telemed.Scheduling.RescheduleOutcome.Moved>(await app.Reschedule(app.Cast.Nora, booked.Id, booked.StartsAt + Duration.FromHours(1)));
        foreach (var (kind, subject) in ((NotificationKind, Guid)[])[(NotificationKind.AppointmentRescheduled, await app.LatestChange(booked.Id)), (NotificationKind.LinkReady, visit.Bob.Value)])
        {
            Assert.Contains((await app.Letter(kind, subject))!.Paragraphs, p => p.StartsWith("Là où vous êtes", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("Indian/Reunion", "Indian/Reunion")]
    [InlineData("Europe/Atlantis", null)]
    [InlineData("", null)]
    public async Task What_the_browser_says_is_kept_only_when_it_is_a_zone(string said, string? kept)
    {
        var eva = app.Cast.Eva;
        await app.InClinic(app.Cast.North, async db =>
        {
            await db.Patients.Where(p => p.Id == eva).ExecuteUpdateAsync(p => p.SetProperty(x => x.Zone, (string?)null));
            await db.LivesIn(eva, said);
            return true;
        });
        Assert.Equal(kept, await app.InClinic(app.Cast.North, db => db.Patients.Where(p => p.Id == eva).Select(p => p.Zone).SingleAsync()));
    }
}
