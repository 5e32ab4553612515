using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Telemed.Notifications;
using Telemed.People;
using Telemed.Platform;
using Telemed.Scheduling;
using static Telemed.Tests.Scheduling.Bookers;

namespace Telemed.Tests.Scheduling;

public sealed class AppointmentLetterTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    [Fact]
    public async Task A_booking_is_told_in_the_patients_language_in_words_and_in_the_clinics_zone()
    {
        var booked = await app.Booked(app.Cast.Alice, Wanted(app, Duration.FromDays(1)));
        var letter = await Letter(NotificationKind.AppointmentBooked, booked.Id);
        Assert.NotNull(letter);
        Assert.Equal(("bob@telemed.test", "fr"), (letter.ToAddress, letter.Language));
        Assert.Contains("mardi 24 novembre 2026 à 9\u00a0h", letter.Subject, StringComparison.Ordinal);
        Assert.Contains("heure de Paris", letter.Paragraphs[0], StringComparison.Ordinal);
        Assert.DoesNotContain("tension", string.Join(' ', letter.Paragraphs), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Every_kind_is_written_in_English_for_who_reads_English()
    {
        await app.InClinic(app.Cast.North, db => db.Patients.Where(p => p.Id == app.Cast.Eva).ExecuteUpdateAsync(p => p.SetProperty(x => x.Language, "en")));
        var pending = await app.Booked(app.Cast.Nora, Wanted(app, Duration.FromDays(2), patient: app.Cast.Eva));
        Assert.Contains("has confirmed", (await Letter(NotificationKind.AppointmentConfirmed, pending.Id))!.Paragraphs[0], StringComparison.Ordinal);
        await app.Move(app.Cast.Alice, pending.Id, AppointmentStatus.Cancelled);
        Assert.Contains("Wednesday 25 November 2026 at 9:00", (await Letter(NotificationKind.AppointmentDeclined, pending.Id))!.Subject, StringComparison.Ordinal);
        Assert.Contains("is cancelled", (await Letter(NotificationKind.AppointmentCancelled, pending.Id))!.Paragraphs[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_that_is_no_longer_true_is_not_written()
    {
        var booked = await app.Booked(app.Cast.Alice, Wanted(app, Duration.FromDays(3)));
        Assert.Null(await Letter(NotificationKind.AppointmentCancelled, booked.Id));
        await app.Move(app.Cast.Alice, booked.Id, AppointmentStatus.Cancelled);
        Assert.Null(await Letter(NotificationKind.AppointmentBooked, booked.Id));
        Assert.Null(await Letter(NotificationKind.AppointmentBooked, AppointmentId.New()));
    }

    private Task<Letter?> Letter(NotificationKind kind, AppointmentId id) => app.InScope(async services =>
    {
        var db = services.GetRequiredService<Db>();
        db.Enter(app.Cast.North);
        var delivery = new Delivery
        {
            TenantId = app.Cast.North, Id = DeliveryId.New(), Kind = kind, SubjectId = id.Value, CreatedAt = app.Now, NextTryAt = app.Now,
        };
        return await services.GetServices<ILetter>().Single(l => l.Kind == kind).Write(db, delivery, TestContext.Current.CancellationToken);
    });
}
