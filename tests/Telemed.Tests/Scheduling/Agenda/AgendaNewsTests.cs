using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR.Client;
using NodaTime;
using Telemed.Notifications;
using Telemed.Platform;
using Telemed.Scheduling;
using static Telemed.Tests.Scheduling.Agenda.AgendaScene;

namespace Telemed.Tests.Scheduling.Agenda;

/// <summary>Open agendas hear that something changed, never what.</summary>
public sealed class AgendaNewsTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_plans_hears_of_each_booking_move_cancellation_and_block_and_nobody_else_does()
    {
        await using var nora = await Page.Open(app, app.Cast.Nora);
        await using var alice = await Page.Open(app, app.Cast.Alice);
        await using var charlie = await Page.Open(app, app.Cast.Charlie);
        await using var bob = await Page.Open(app, app.Cast.Bob);
        var booked = await app.Books(app.Cast.Alice, At(2026, 12, 1, 9), "Suivi");
        await Hear(nora, alice);
        var later = new NewTime(booked.StartsAt + Duration.FromHours(2), booked.EndsAt + Duration.FromHours(2));
        Assert.IsType<RescheduleOutcome.Moved>(await app.InClinic(app.Cast.North, db => db.Reschedule(app.Cast.Nora.Actor, booked.Id, later, new Clock(app.Time))));
        await Hear(nora, alice);
        await app.Move(app.Cast.Nora, booked.Id, AppointmentStatus.Cancelled);
        await Hear(nora, alice);
        var block = Assert.IsType<BlockOutcome.Blocked>(await app.Blocks(app.Cast.Alice, app.Cast.Alice, At(2026, 12, 1, 9), At(2026, 12, 1, 10))).Time;
        await Hear(nora, alice);
        Assert.True(await app.InClinic(app.Cast.North, db => db.Unblock(app.Cast.Alice.Actor, block.Id, app.Now)));
        await Hear(nora, alice);
        Assert.IsType<BookingOutcome.Taken>(await TakenTime());
        Assert.False(charlie.Heard.TryRead(out _));
        Assert.False(bob.Heard.TryRead(out _));
    }

    /// <summary>A refusal is no news: nobody hears of it.</summary>
    private async Task<BookingOutcome> TakenTime()
    {
        await app.Blocks(app.Cast.Dan, app.Cast.Dan, At(2026, 12, 2, 9), At(2026, 12, 2, 10));
        return await app.Book(app.Cast.Nora, Bookers.Wanted(app, At(2026, 12, 2, 9) - app.Now, with: app.Cast.Dan));
    }

    private static async Task Hear(params Page[] pages)
    {
        foreach (var page in pages)
        {
            await page.Heard.ReadAsync(Cancel).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        }
    }

    /// <summary>An open page of somebody; what it hears of agendas.</summary>
    private sealed class Page(HubConnection line, ChannelReader<string> heard) : IAsyncDisposable
    {
        public ChannelReader<string> Heard => heard;

        public static async Task<Page> Open(TelemedApp app, Person person)
        {
            var heard = Channel.CreateUnbounded<string>();
            var line = await app.Live(person, topic => _ = topic == LivePush.Agenda && heard.Writer.TryWrite(topic));
            return new Page(line, heard.Reader);
        }

        public ValueTask DisposeAsync() => line.DisposeAsync();
    }
}
