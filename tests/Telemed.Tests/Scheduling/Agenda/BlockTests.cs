using System.Net;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.Platform;
using Telemed.Scheduling;
using static Telemed.Tests.Scheduling.Agenda.AgendaScene;

namespace Telemed.Tests.Scheduling.Agenda;

/// <summary>Time that is kept from being booked.</summary>
public sealed class BlockTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    [Fact]
    public async Task A_blocked_time_is_shown_with_its_label_keeps_everybody_out_and_is_given_back()
    {
        var nora = await app.Browser(app.Cast.Nora);
        var answer = await nora.Fill("/agenda?day=2026-12-01", ("note", "Réunion"), ("practitioner", app.Cast.Dan.Practitioner.ToString()!), ("date", "2026-12-01"), ("from", "12:00"), ("until", "13:30"));
        var page = await nora.Page(answer.Headers.Location!.OriginalString);
        Assert.Contains("Créneau bloqué", page.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        var entry = page.QuerySelector(".booking[data-state=blocked]")!;
        Assert.Equal("12:00 Réunion Bloqué", entry.Words());
        Assert.Equal(("48", "18"), (entry.ParentElement!.GetAttribute("data-row"), entry.ParentElement.GetAttribute("data-span")));
        Assert.IsType<BookingOutcome.Taken>(await app.Book(app.Cast.Nora, Bookers.Wanted(app, At(2026, 12, 1, 13) - app.Now, with: app.Cast.Dan)));

        var chosen = await nora.Page($"/agenda?day=2026-12-01&block={entry.GetAttribute("data-id")}");
        var given = await nora.Send("/agenda", chosen, ("block", entry.GetAttribute("data-id")!));
        Assert.Contains("débloqué", (await nora.Page(given.Headers.Location!.OriginalString)).QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.IsType<BookingOutcome.Booked>(await app.Book(app.Cast.Nora, Bookers.Wanted(app, At(2026, 12, 1, 13) - app.Now, with: app.Cast.Dan)));
        var again = await nora.Send("/agenda", chosen, ("block", entry.GetAttribute("data-id")!));
        Assert.EndsWith("done=gone", again.Headers.Location!.OriginalString, StringComparison.Ordinal);
        var trail = await app.InClinic(app.Cast.North, db => db.AuditEvents.Where(a => a.EntityId == Guid.Parse(entry.GetAttribute("data-id")!)).OrderBy(a => a.Id).Select(a => a.Action).ToListAsync());
        Assert.Equal([AuditAction.TimeBlocked, AuditAction.TimeUnblocked], trail);
    }

    [Fact]
    public async Task A_block_over_an_appointment_a_hold_or_another_block_is_refused_and_nothing_is_written()
    {
        await app.Books(app.Cast.Alice, At(2026, 12, 2, 9), "Suivi");
        var scene = await OfferScene.Make(app);
        Assert.IsType<HoldOutcome.Held>(await scene.Hold(app.Cast.Bob, At(2026, 12, 2, 10)));
        Assert.IsType<BlockOutcome.Blocked>(await app.Blocks(app.Cast.Alice, app.Cast.Alice, At(2026, 12, 2, 11), At(2026, 12, 2, 12)));
        var alice = await app.Browser(app.Cast.Alice);
        var before = await Blocked();
        foreach (var from in (string[])["09:15", "10:15", "11:15"])
        {
            var page = await (await alice.Fill("/agenda?day=2026-12-02", ("note", "Course"), ("date", "2026-12-02"), ("from", from), ("until", "12:30"))).Html();
            Assert.Contains("Rien n’a été bloqué", page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
            Assert.Equal(("Course", from), (page.QuerySelector("[name=note]")!.GetAttribute("value"), page.QuerySelector("[name=from]")!.GetAttribute("value")));
            Assert.NotNull(page.QuerySelector("details[data-block][open]"));
        }

        Assert.Equal(before, await Blocked());
        Assert.IsType<BlockOutcome.Blocked>(await app.Blocks(app.Cast.Alice, app.Cast.Alice, At(2026, 12, 2, 9, 30), At(2026, 12, 2, 10)));
    }

    [Fact]
    public async Task The_same_form_sent_twice_is_one_block_and_sent_for_another_time_it_is_another()
    {
        var (id, alice, from) = (BusyTimeId.New(), app.Cast.Alice, At(2026, 12, 3, 9));
        var before = await Blocked();
        foreach (var _ in (int[])[1, 2])
        {
            Assert.Equal(id, Assert.IsType<BlockOutcome.Blocked>(await app.Blocks(alice, alice, from, from + Duration.FromHours(1), id: id)).Time.Id);
        }

        Assert.Equal(before + 1, await Blocked());
        Assert.NotEqual(id, Assert.IsType<BlockOutcome.Blocked>(await app.Blocks(alice, alice, from + Duration.FromHours(2), from + Duration.FromHours(3), id: id)).Time.Id);
    }

    [Fact]
    public async Task Nobody_blocks_or_gives_back_the_time_of_somebody_for_whom_they_do_not_plan()
    {
        var (from, until) = (At(2026, 12, 4, 9), At(2026, 12, 4, 10));
        foreach (var person in (Person[])[app.Cast.Dan, app.Cast.Bob, app.Cast.Charlie])
        {
            Assert.IsType<BlockOutcome.NotFound>(await app.Blocks(person, app.Cast.Alice, from, until));
        }

        var block = Assert.IsType<BlockOutcome.Blocked>(await app.Blocks(app.Cast.Nora, app.Cast.Alice, from, until)).Time;
        foreach (var person in (Person[])[app.Cast.Dan, app.Cast.Bob, app.Cast.Charlie])
        {
            Assert.False(await app.InClinic(person.Clinic, db => db.Unblock(person.Actor, block.Id, app.Now)));
        }

        var charlie = await app.Browser(app.Cast.Charlie);
        var own = await charlie.Page("/agenda");
        Assert.IsType<BlockOutcome.Blocked>(await app.Blocks(app.Cast.Charlie, app.Cast.Charlie, from, until));
        var answer = await charlie.PostForm("/agenda/unblock", own, ("block", block.Id.ToString()));
        Assert.Equal("/agenda?done=gone", answer.Headers.Location!.OriginalString);
        Assert.True(await app.InClinic(app.Cast.North, db => db.BusyTimes.AnyAsync(b => b.Id == block.Id)));
    }

    [Theory]
    [InlineData("date", "", "jour")]
    [InlineData("from", "", "heure de début")]
    [InlineData("from", "midi", "heure de début")]
    [InlineData("until", "", "heure de fin")]
    [InlineData("until", "08:00", "avant le début")]
    [InlineData("date", "2026-11-20", "déjà passé", "from")]
    [InlineData("date", "2036-11-20", "deux ans", "from")]
    [InlineData("note", "LONG", "100 caractères")]
    [InlineData("note", "a\u202eb", "invisibles")]
    public async Task A_bad_field_is_named_beside_it_what_was_typed_stays_and_nothing_is_blocked(string field, string value, string says, string? shownAt = null)
    {
        value = value == "LONG" ? new string('é', 101) : value;
        var (before, alice) = (await Blocked(), await app.Browser(app.Cast.Alice));
        var fields = new Dictionary<string, string> { ["note"] = "Course", ["date"] = "2026-12-07", ["from"] = "09:00", ["until"] = "10:00", [field] = value };
        var answer = await alice.Fill("/agenda", [.. fields.Select(f => (f.Key, f.Value))]);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var page = await answer.Html();
        Assert.Contains(says, page.QuerySelector($"#{shownAt ?? field}-error")?.TextContent ?? "", StringComparison.Ordinal);
        Assert.All(fields, f => Assert.Equal(f.Value, page.QuerySelector($"[data-block] [name={f.Key}]")!.GetAttribute("value")));
        Assert.Equal(before, await Blocked());
    }

    [Fact]
    public async Task A_time_that_the_clock_jumps_over_cannot_begin_a_block()
    {
        var page = await (await (await app.Browser(app.Cast.Alice)).Fill("/agenda", ("note", "Nuit"), ("date", "2027-03-28"), ("from", "02:30"), ("until", "04:00"))).Html();
        Assert.Contains("n’existe pas", page.QuerySelector("#from-error")!.TextContent, StringComparison.Ordinal);
    }

    private Task<int> Blocked() => app.InClinic(app.Cast.North, db => db.BusyTimes.CountAsync(b => b.Kind == BusyKind.Blocked));
}
