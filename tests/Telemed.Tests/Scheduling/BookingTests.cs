using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.Notifications;
using Telemed.People;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Tests.Documents;
using static Telemed.Tests.Scheduling.Bookers;

namespace Telemed.Tests.Scheduling;

public sealed class BookingTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    [Fact]
    public async Task A_practitioners_own_booking_is_booked_and_keeps_every_field()
    {
        var wanted = Wanted(app, Duration.FromDays(1), minutes: 45) with { Modality = Modality.Audio, Reason = "  Renouvellement  " };
        var booked = await app.Booked(app.Cast.Alice, wanted);
        var row = await app.Row(booked.Id);
        Assert.Equal(
            (wanted.Patient, wanted.Practitioner, wanted.StartsAt, wanted.EndsAt, "Renouvellement", Modality.Audio, AppointmentStatus.Booked, app.Cast.Alice.Account),
            (row.PatientId, row.PractitionerId, row.StartsAt, row.EndsAt, row.Reason, row.Modality, row.Status, row.BookedBy));
    }

    [Fact]
    public async Task An_assistants_booking_is_pending_and_rings_the_practitioners_bell()
    {
        var booked = await app.Booked(app.Cast.Nora, Wanted(app, Duration.FromDays(2), with: app.Cast.Dan));
        Assert.Equal(AppointmentStatus.Pending, booked.Status);
        var bell = await app.InClinic(app.Cast.North, db => db.Notifications.SingleAsync(n => n.AppointmentId == booked.Id.Value));
        Assert.Equal((app.Cast.Dan.Account, NotificationKind.AppointmentRequested), (bell.AccountId, bell.Kind));
        Assert.Equal(0, await app.InClinic(app.Cast.North, db => db.Deliveries.CountAsync(d => d.SubjectId == booked.Id.Value)));
    }

    [Fact]
    public async Task A_booking_writes_history_audit_care_mail_and_bell_with_the_row()
    {
        var eva = app.Cast.Eva;
        var booked = await app.Booked(app.Cast.Dan, Wanted(app, Duration.FromDays(3), with: app.Cast.Dan, patient: eva));
        await app.Booked(app.Cast.Dan, Wanted(app, Duration.FromDays(4), with: app.Cast.Dan, patient: eva));
        await app.InClinic(app.Cast.North, async db =>
        {
            var move = await db.AppointmentMoves.SingleAsync(m => m.AppointmentId == booked.Id);
            Assert.Equal((null, AppointmentStatus.Booked, (AccountId?)app.Cast.Dan.Account), (move.From, move.To, move.By));
            Assert.Equal(1, await db.AuditEvents.CountAsync(a => a.Action == AuditAction.AppointmentBooked && a.EntityId == booked.Id.Value && a.PatientId == eva.Value));
            Assert.Equal(1, await db.CareRelations.CountAsync(r => r.PatientId == eva && r.PractitionerId == app.Cast.Dan.Practitioner));
            Assert.Equal(NotificationKind.AppointmentBooked, (await db.Deliveries.SingleAsync(d => d.SubjectId == booked.Id.Value && d.Kind == NotificationKind.AppointmentBooked)).Kind);
            return true;
        });
    }

    [Fact]
    public async Task A_patient_with_an_account_reads_of_the_booking_under_the_bell_and_one_without_has_no_line()
    {
        var booked = await app.Booked(app.Cast.Alice, Wanted(app, Duration.FromDays(50)));
        var list = await (await (await app.Browser(app.Cast.Bob)).Ask(HttpMethod.Get, "/api/notifications")).Json();
        var told = list.GetProperty("items").EnumerateArray().Single(i => i.GetProperty("text").GetString()!.Contains("12 janvier 2027", StringComparison.Ordinal));
        Assert.Equal(("appointmentBooked", "Votre rendez-vous avec Dr Alice Martin est fixé\u00a0: mardi 12 janvier 2027 à 9\u00a0h.", "/appointments", false),
            (told.GetProperty("kind").GetString(), told.GetProperty("text").GetString(), told.GetProperty("url").GetString(), told.GetProperty("read").GetBoolean()));
        Assert.Equal(app.Cast.Bob.Account, (await app.InClinic(app.Cast.North, db => db.Notifications.SingleAsync(n => n.AppointmentId == booked.Id.Value))).AccountId);

        var evas = await app.Booked(app.Cast.Alice, Wanted(app, Duration.FromDays(51), patient: app.Cast.Eva));
        Assert.Equal(0, await app.InClinic(app.Cast.North, db => db.Notifications.CountAsync(n => n.AppointmentId == evas.Id.Value)));
    }

    [Fact]
    public async Task A_time_that_is_held_cannot_be_booked_again_by_anybody()
    {
        var first = await app.Booked(app.Cast.Alice, Wanted(app, Duration.FromDays(5)));
        var over = Wanted(app, Duration.FromDays(5) + Duration.FromMinutes(29), patient: app.Cast.Eva);
        Assert.IsType<BookingOutcome.Taken>(await app.Book(app.Cast.Alice, over));
        Assert.IsType<BookingOutcome.Taken>(await app.Book(app.Cast.Nora, over));
        Assert.IsType<BookingOutcome.Booked>(await app.Book(app.Cast.Alice, over with { StartsAt = first.EndsAt, Patient = app.Cast.Bob.Patient!.Value }));
        Assert.IsType<BookingOutcome.Booked>(await app.Book(app.Cast.Dan, over with { Practitioner = app.Cast.Dan.Practitioner!.Value }));
    }

    [Theory]
    [InlineData(AppointmentStatus.Cancelled)]
    [InlineData(AppointmentStatus.NoShow)]
    [InlineData(AppointmentStatus.EnteredInError)]
    public async Task A_time_given_back_can_be_booked_again(AppointmentStatus end)
    {
        var wanted = Wanted(app, Duration.FromDays(20 + (int)end));
        var first = await app.Booked(app.Cast.Alice, wanted);
        Assert.IsType<MoveOutcome.Moved>(await app.Move(app.Cast.Alice, first.Id, end));
        Assert.IsType<BookingOutcome.Booked>(await app.Book(app.Cast.Alice, wanted));
    }

    [Theory]
    [InlineData("starts", "past", -60, 30)]
    [InlineData("starts", "too-far", 60 * 24 * 800, 30)]
    [InlineData("length", "out-of-range", 60, 4)]
    [InlineData("length", "out-of-range", 60, 241)]
    [InlineData("length", "out-of-range", 60, -30)]
    public async Task Impossible_times_are_refused_by_field_and_code(string field, string code, int fromNowMinutes, int minutes) =>
        Assert.Equal(new BookingOutcome.Invalid(field, code), await app.Book(app.Cast.Alice, Wanted(app, Duration.FromMinutes(fromNowMinutes), minutes)));

    [Fact]
    public async Task A_reason_is_required_bounded_and_plain()
    {
        var wanted = Wanted(app, Duration.FromDays(6));
        Assert.Equal(new BookingOutcome.Invalid("reason", "required"), await app.Book(app.Cast.Alice, wanted with { Reason = "  " }));
        Assert.Equal(new BookingOutcome.Invalid("reason", "too-long"), await app.Book(app.Cast.Alice, wanted with { Reason = new string('é', 201) }));
        Assert.Equal(new BookingOutcome.Invalid("reason", "characters"), await app.Book(app.Cast.Alice, wanted with { Reason = "a\0b" }));
        Assert.IsType<BookingOutcome.Booked>(await app.Book(app.Cast.Alice, wanted with { Reason = "\U0001F600 متابعة" }));
    }

    [Fact]
    public async Task Nobody_books_what_is_not_theirs()
    {
        var wanted = Wanted(app, Duration.FromDays(7));
        Assert.Equal(new BookingOutcome.Invalid("practitioner", "not-allowed"), await app.Book(app.Cast.Dan, wanted));
        Assert.Equal(new BookingOutcome.Invalid("practitioner", "not-allowed"), await app.Book(app.Cast.Ada, wanted));
        Assert.Equal(new BookingOutcome.Invalid("practitioner", "not-allowed"), await app.Book(app.Cast.Bob, wanted));
        Assert.Equal(new BookingOutcome.Invalid("practitioner", "not-allowed"), await app.Book(app.Cast.Charlie, wanted));
        Assert.Equal(new BookingOutcome.Invalid("patient", "unknown"),
            await app.Book(app.Cast.Charlie, wanted with { Practitioner = app.Cast.Charlie.Practitioner!.Value }));
        Assert.Equal(new BookingOutcome.Invalid("practitioner", "unknown"),
            await app.Book(app.Cast.Nora, wanted with { Practitioner = app.Cast.Charlie.Practitioner!.Value }));
        Assert.Equal(new BookingOutcome.Invalid("patient", "unknown"), await app.Book(app.Cast.Nora, wanted with { Patient = PatientId.New() }));
    }
}
