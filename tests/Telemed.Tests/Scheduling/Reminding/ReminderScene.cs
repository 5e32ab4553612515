using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Telemed.Notifications;
using Telemed.Notifications.Email;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Scheduling.Reminding;
using Telemed.Web.Pages.Appointments;

namespace Telemed.Tests.Scheduling.Reminding;

/// <summary>What became of one reminder: its row, and the mails that left for it.</summary>
internal sealed record Reminded(Leads Lead, Delivery Row, IReadOnlyList<DevMail> Mails);

/// <summary>Appointments with their visits, and what their patients are reminded of.</summary>
internal static class ReminderScene
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A clinic of its own, with a clock of its own. Months are not waited for: what runs by the clock would run each time it should have.</summary>
    public static async Task<TelemedApp> Open(Instant? at = null)
    {
        var app = new TelemedApp { Time = new((at ?? TelemedApp.Start).ToDateTimeOffset()) };
        await app.InitializeAsync();
        return app;
    }

    /// <summary>Books as the pages do, with the visit and its link.</summary>
    public static Task<Appointment> Plan(this TelemedApp app, Instant starts, PatientId? patient = null, Person? by = null) => app.InScope(async services =>
    {
        var db = services.GetRequiredService<Db>();
        var (who, wanted) = ((by ?? app.Cast.Alice).Actor, Bookers.Wanted(app, starts - app.Now, patient: patient));
        db.Enter(app.Cast.North);
        var outcome = await db.InTransaction(() => AppointmentVisits.Book(db, who, wanted, services.GetRequiredService<Clock>()));
        return Assert.IsType<BookingOutcome.Booked>(outcome).Appointment;
    });

    public static Task<MoveOutcome> Become(this TelemedApp app, AppointmentId id, AppointmentStatus to) => app.InClinic(app.Cast.North, db =>
        db.InTransaction(() => AppointmentVisits.Move(db, app.Cast.Alice.Actor, id, to, app.Now, null)));

    /// <summary>Time passes until then; whatever became due on the way was tried at its moment.</summary>
    public static async Task Until(this TelemedApp app, Instant at)
    {
        while (app.Now < at)
        {
            var (now, next) = (app.Now, await app.InClinic(app.Cast.North, db => db.Deliveries.Where(d => d.SentAt == null && d.GivenUp == null && d.NextTryAt > app.Now)
                .Select(d => (Instant?)d.NextTryAt).MinAsync(Cancel)));
            app.Time.Advance((Instant.Min(at, next ?? at) - now).ToTimeSpan());
            await app.Drain();
        }
    }

    /// <summary>The clock is set to another time, forward or back; no time has passed.</summary>
    public static async Task SetClock(this TelemedApp app, Duration by)
    {
        app.Time.AdjustTime(app.Time.GetUtcNow() + by.ToTimeSpan());
        await app.Drain();
    }

    public static Task Drain(this TelemedApp app) => app.Services.GetRequiredService<Outbox>().Drain(Cancel);

    /// <summary>Every reminder on file of an appointment, earliest first.</summary>
    public static Task<List<Reminded>> RemindersOf(this TelemedApp app, AppointmentId id) => app.InClinic(app.Cast.North, async db =>
    {
        var appointment = await db.Appointments.AsNoTracking().SingleAsync(a => a.Id == id, Cancel);
        var rows = await db.Deliveries.AsNoTracking().Where(d => d.SubjectId == id.Value && d.DueAt != null).OrderBy(d => d.DueAt).ToListAsync(Cancel);
        var mails = app.Services.GetRequiredService<DevMailbox>().Mails.ToLookup(m => m.MessageId);
        return rows.ConvertAll(r => new Reminded(Lead.Find(appointment, r)?.Of ?? Leads.None, r, [.. mails[$"{r.Id.Value:N}@telemed.test"]]));
    });

    /// <summary>The leads whose mails have left, in their order; one that left twice stands twice.</summary>
    public static async Task<Leads[]> Sent(this TelemedApp app, AppointmentId id) =>
        [.. (await app.RemindersOf(id)).SelectMany(r => r.Mails.Select(_ => r.Lead))];
}
