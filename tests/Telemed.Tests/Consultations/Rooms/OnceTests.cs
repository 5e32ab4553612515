using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Telemed.Consultations;
using Telemed.Consultations.Cluster;
using Telemed.Consultations.Rooms;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Tests.Consultations.Rooms;

/// <summary>A call whose answer was lost is made again, and for a moment Orleans may run a room twice: what it does, it does once.</summary>
public sealed class OnceTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    [Fact]
    public async Task The_same_call_again_changes_nothing_and_says_how_things_stand()
    {
        var visit = await VisitScene.Book(app);
        var operation = Guid.CreateVersion7();
        await using var bob = await visit.Guest(visit.Bob);
        await using var back = await RoomPage.Open(app, visit.Bob, bob.Cookies);
        await bob.Join();
        await StepDown(visit, operation);
        await bob.Hears("TakenOver");
        await back.Join("two");

        await StepDown(visit, operation);
        Assert.Equal(VisitStatus.Waiting, (await back.Hears<Snapshot>("Snapshot")).Status);
        Assert.Single(await visit.Until(RoomEventKind.Left, 1));
        await StepDown(visit, Guid.CreateVersion7());
        await back.Hears("TakenOver");
        Assert.Equal(2, (await visit.Until(RoomEventKind.Left, 2)).Count);
    }

    [Fact]
    public async Task A_try_to_join_that_was_given_up_does_not_take_the_place_of_the_one_after_it()
    {
        var visit = await VisitScene.Book(app);
        await using var bob = await visit.Guest(visit.Bob);
        await bob.Join();
        var late = new RoomCaller(visit.Bob, null, app.Services.GetRequiredService<Nodes>().NameOf("given-up"), "tab", false);
        Assert.Equal(RoomRefusal.Away, (await Room(visit).Arrive(late, new MediaState(true, true, false))).Refusal);
        await bob.Call("Say", new { clientId = Guid.CreateVersion7(), text = "Bonjour" });
    }

    [Fact]
    public async Task A_page_that_the_room_took_for_gone_is_told_to_come_back_and_does()
    {
        var visit = await VisitScene.Book(app);
        await using var bob = await visit.Guest(visit.Bob);
        await using var back = await RoomPage.Open(app, visit.Bob, bob.Cookies);
        await bob.Join();
        var open = app.Services.GetRequiredService<OpenConnections>();
        var name = (await Room(visit).Hearers(new SystemActor(app.Cast.North))).Reaches.Single();
        open.Remove(name);
        await Room(visit).Recover(new SystemActor(app.Cast.North));
        Assert.Equal("away", await bob.Refusal("Say", new { clientId = Guid.CreateVersion7(), text = "Bonjour" }));
        Assert.Equal("away", await bob.Refusal("Join", new { tab = "tab", attempt = 2, microphone = true, camera = true }));
        await back.Join(attempt: 3);
        await back.Call("Say", new { clientId = Guid.CreateVersion7(), text = "Bonjour" });
        // Another line of the same page is no other page.
        Assert.Equal("away", await bob.Refusal("Say", new { clientId = Guid.CreateVersion7(), text = "Bonjour" }));
    }

    [Fact]
    public async Task A_timer_that_every_node_sees_due_fires_once()
    {
        var visit = await VisitScene.Book(app);
        await using var bob = await visit.Guest(visit.Bob);
        await using var alice = await visit.SignedIn(visit.Doctor, visit.Alice);
        await bob.Join();
        await alice.Join();
        await bob.Call("Leave");
        await alice.Call("Leave");
        app.Time.Advance(TimeSpan.FromSeconds(30));
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Room(visit).Reconsider(new SystemActor(app.Cast.North))));
        Assert.Single(await visit.Until(RoomEventKind.LiveClosed, 1));
    }

    [Fact]
    public async Task Of_two_activations_of_one_room_the_rows_let_one_write()
    {
        var visit = await VisitScene.Book(app);
        var written = await app.InClinic(app.Cast.North, async one =>
        {
            var first = (await one.LoadRoom(visit.Encounter))!;
            return await app.InClinic(app.Cast.North, async two =>
            {
                var second = (await two.LoadRoom(visit.Encounter))!;
                return (await Write(one, first, "a"), await Write(two, second, "b"));
            });
        });
        Assert.Equal((1, 0), written);

        async Task<int> Write(Db db, RoomOnRecord found, string connection)
        {
            try
            {
                await db.InTransaction(() => db.WriteStep(found, found.Room.Arrive(visit.Bob, new RoomConnection(connection, "t"), app.Now, false), new SystemActor(db.Tenant)));
                return 1;
            }
            catch (DbUpdateException)
            {
                return 0;
            }
        }
    }

    private IConsultationRoomGrain Room(VisitScene visit) =>
        app.Services.GetRequiredService<IGrainFactory>().GetGrain<IConsultationRoomGrain>(ConsultationRoomGrain.KeyOf(app.Cast.North, visit.Encounter));

    private async Task StepDown(VisitScene visit, Guid operation)
    {
        AskAgain.Mark(operation);
        await Room(visit).StepDown(visit.Bob);
    }
}
