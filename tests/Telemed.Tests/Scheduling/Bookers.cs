using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Telemed.Platform;
using Telemed.Scheduling;

namespace Telemed.Tests.Scheduling;

/// <summary>What the tests of appointments ask of the app, in the domain's words.</summary>
internal static class Bookers
{
    public static NewAppointment Wanted(TelemedApp app, Duration fromNow, int minutes = 30, Person? with = null, PatientId? patient = null) => new(
        patient ?? app.Cast.Bob.Patient!.Value, (with ?? app.Cast.Alice).Practitioner!.Value, app.Now + fromNow, Duration.FromMinutes(minutes),
        "Suivi de tension", Modality.Video);

    public static Task<BookingOutcome> Book(this TelemedApp app, Person by, NewAppointment wanted) => app.InScope(services =>
    {
        var db = services.GetRequiredService<Db>();
        db.Enter(by.Clinic);
        return db.Book(by.Actor, wanted, services.GetRequiredService<Clock>());
    });

    public static async Task<Appointment> Booked(this TelemedApp app, Person by, NewAppointment wanted) =>
        Assert.IsType<BookingOutcome.Booked>(await app.Book(by, wanted)).Appointment;

    public static Task<MoveOutcome> Move(this TelemedApp app, Person by, AppointmentId id, AppointmentStatus to, CancellationReason? why = null) =>
        app.InClinic(by.Clinic, db => db.Move(by.Actor, id, to, app.Now, why));

    /// <summary>Moves it in time, at the length that it has.</summary>
    public static async Task<RescheduleOutcome> Reschedule(this TelemedApp app, Person by, AppointmentId id, Instant start)
    {
        var row = await app.Row(id);
        return await app.Reschedule(by, id, new NewTime(start, start + (row.EndsAt - row.StartsAt)));
    }

    public static Task<RescheduleOutcome> Reschedule(this TelemedApp app, Person by, AppointmentId id, NewTime wanted) =>
        app.InClinic(by.Clinic, db => db.Reschedule(by.Actor, id, wanted, new Clock(app.Time)));

    public static Task<Appointment> Row(this TelemedApp app, AppointmentId id) =>
        app.InClinic(app.Cast.North, db => db.Appointments.AsNoTracking().SingleAsync(a => a.Id == id));
}
