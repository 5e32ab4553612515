using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.Notifications;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Tenancy;
using static Telemed.Scheduling.AppointmentStatus;
using static Telemed.Tests.Scheduling.Bookers;

namespace Telemed.Tests.Scheduling;

public sealed class AppointmentMovesTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private static readonly (AppointmentStatus From, AppointmentStatus To)[] Table =
    [
        (Pending, Booked), (Pending, Cancelled), (Pending, EnteredInError),
        (Booked, Arrived), (Booked, NoShow), (Booked, Cancelled), (Booked, EnteredInError),
        (Arrived, Fulfilled), (Arrived, NoShow), (Arrived, EnteredInError),
    ];

    [Fact]
    public void The_table_holds_exactly_the_moves_of_the_design()
    {
        var all = Enum.GetValues<AppointmentStatus>();
        var legal = all.SelectMany(from => all.Where(to => AppointmentMoves.IsLegal(from, to)).Select(to => (from, to)));
        Assert.Equal(Table.ToHashSet(), legal.ToHashSet());
    }

    [Fact]
    public async Task Every_other_move_is_refused_with_one_clear_answer_and_changes_nothing()
    {
        var day = 0;
        foreach (var from in Enum.GetValues<AppointmentStatus>())
        {
            var appointment = await In(from, Duration.FromDays(++day));
            foreach (var to in Enum.GetValues<AppointmentStatus>().Where(to => !Table.Contains((from, to))))
            {
                Assert.Equal(new MoveOutcome.NotAllowed(from, to), await app.Move(app.Cast.Alice, appointment, to));
            }

            Assert.Equal(from, (await app.Row(appointment)).Status);
        }
    }

    [Fact]
    public async Task Only_the_practitioner_confirms_and_the_patient_is_told()
    {
        var pending = await app.Booked(app.Cast.Nora, Wanted(app, Duration.FromDays(30)));
        Assert.Equal(new MoveOutcome.NotAllowed(Pending, Booked), await app.Move(app.Cast.Nora, pending.Id, Booked));
        Assert.IsType<MoveOutcome.Moved>(await app.Move(app.Cast.Alice, pending.Id, Booked));
        await Told(pending.Id, NotificationKind.AppointmentConfirmed, app.Cast.Bob.Account);
    }

    [Fact]
    public async Task Declining_says_so_to_the_patient()
    {
        var pending = await app.Booked(app.Cast.Nora, Wanted(app, Duration.FromDays(31)));
        Assert.IsType<MoveOutcome.Moved>(await app.Move(app.Cast.Alice, pending.Id, Cancelled));
        Assert.Equal(CancellationReason.Declined, (await app.Row(pending.Id)).CancelledBecause);
        await Told(pending.Id, NotificationKind.AppointmentDeclined, app.Cast.Bob.Account);
    }

    [Fact]
    public async Task Cancelling_by_the_assistant_tells_patient_and_practitioner()
    {
        var booked = await app.Booked(app.Cast.Alice, Wanted(app, Duration.FromDays(32)));
        Assert.IsType<MoveOutcome.Moved>(await app.Move(app.Cast.Nora, booked.Id, Cancelled, CancellationReason.ByPatient));
        Assert.Equal(CancellationReason.ByPatient, (await app.Row(booked.Id)).CancelledBecause);
        await Told(booked.Id, NotificationKind.AppointmentCancelled, app.Cast.Bob.Account, app.Cast.Alice.Account);
    }

    [Fact]
    public async Task Every_move_is_history_and_audit()
    {
        var booked = await app.Booked(app.Cast.Alice, Wanted(app, Duration.FromDays(33)));
        await app.Move(app.Cast.Alice, booked.Id, Arrived);
        await app.InClinic(app.Cast.North, db => db.Move(null, booked.Id, Fulfilled, app.Now));
        await app.InClinic(app.Cast.North, async db =>
        {
            var moves = await db.AppointmentMoves.Where(m => m.AppointmentId == booked.Id).OrderBy(m => m.Id).ToListAsync();
            Assert.Equal([Booked, Arrived, Fulfilled], moves.Select(m => m.To));
            Assert.Null(moves[^1].By);
            Assert.Equal(2, await db.AuditEvents.CountAsync(a => a.Action == AuditAction.AppointmentMoved && a.EntityId == booked.Id.Value));
            return true;
        });
    }

    [Fact]
    public async Task Two_who_move_at_once_cannot_both_win()
    {
        var booked = await app.Booked(app.Cast.Alice, Wanted(app, Duration.FromDays(34)));
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => app.Move(i % 2 is 0 ? app.Cast.Alice : app.Cast.Nora, booked.Id, i % 2 is 0 ? Arrived : Cancelled)));
        Assert.Single(outcomes.OfType<MoveOutcome.Moved>());
    }

    [Fact]
    public async Task Whoever_may_not_see_it_cannot_move_it()
    {
        var booked = await app.Booked(app.Cast.Alice, Wanted(app, Duration.FromDays(35)));
        Assert.IsType<MoveOutcome.NotFound>(await app.Move(app.Cast.Dan, booked.Id, Arrived));
        Assert.IsType<MoveOutcome.NotFound>(await app.Move(app.Cast.Charlie, booked.Id, Cancelled));
        Assert.Equal(new MoveOutcome.NotAllowed(Booked, Arrived), await app.Move(app.Cast.Bob, booked.Id, Arrived));
        Assert.Equal(new MoveOutcome.NotAllowed(Booked, Cancelled), await app.Move(app.Cast.Ada, booked.Id, Cancelled));
        Assert.IsType<MoveOutcome.NotFound>(await app.Move(app.Cast.Alice, AppointmentId.New(), Arrived));
    }

    private async Task<AppointmentId> In(AppointmentStatus status, Duration fromNow)
    {
        var appointment = await app.Booked(status is Pending ? app.Cast.Nora : app.Cast.Alice, Wanted(app, fromNow));
        AppointmentStatus[] path = status switch
        {
            Pending or Booked => [],
            Fulfilled => [Arrived, Fulfilled],
            _ => [status],
        };
        foreach (var to in path)
        {
            Assert.IsType<MoveOutcome.Moved>(await app.Move(app.Cast.Alice, appointment.Id, to));
        }

        return appointment.Id;
    }

    private Task<bool> Told(AppointmentId id, NotificationKind kind, params AccountId[] bells) => app.InClinic(app.Cast.North, async db =>
    {
        var rung = await db.Notifications.Where(n => n.AppointmentId == id.Value && n.Kind == kind).Select(n => n.AccountId).ToListAsync();
        Assert.Equal(bells.ToHashSet(), rung.ToHashSet());
        Assert.Equal(1, await db.Deliveries.CountAsync(d => d.SubjectId == id.Value && d.Kind == kind && d.ToPatientId == app.Cast.Bob.Patient!.Value.Value));
        return true;
    });
}
