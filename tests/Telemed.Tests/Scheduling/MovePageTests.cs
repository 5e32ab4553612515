using System.Net;
using AngleSharp.Dom;
using NodaTime;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Tests.People;
using static Telemed.Tests.Scheduling.Bookers;

namespace Telemed.Tests.Scheduling;

/// <summary>The page on which an appointment is moved.</summary>
public sealed class MovePageTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private static readonly Instant At = Instant.FromUtc(2026, 12, 2, 9, 0);

    [Fact]
    public async Task A_patient_chooses_a_free_time_confirms_it_and_reads_it()
    {
        var (scene, bob) = (await OfferScene.Make(app), await app.Browser(app.Cast.Bob));
        var booked = Assert.IsType<BookingOutcome.Booked>(await scene.Book(app.Cast.Bob, At)).Appointment;
        var times = await bob.Page($"/appointments/{booked.Id}/move?from=2026-12-02");
        var slots = times.QuerySelectorAll("button[name=slot]").Select(b => b.GetAttribute("value")!).ToList();
        Assert.DoesNotContain($"{scene.With}_2026-12-02T09:00:00Z", slots);
        Assert.Null(times.QuerySelector("[name=length]"));
        var path = $"/appointments/{booked.Id}/move?slot={slots.Single(s => s.EndsWith("2026-12-02T09:30:00Z", StringComparison.Ordinal))}";
        var confirm = await bob.Page(path);
        Assert.Contains("Mercredi 2 décembre 2026 à 10\u00a0h\u00a030", confirm.Body!.TextContent, StringComparison.Ordinal);
        using var done = await bob.Send(path, confirm, ("version", "0"));
        using var again = await bob.Send(path, confirm, ("version", "0"));
        Assert.Equal($"/appointments/{booked.Id}?moved=time", done.Headers.Location!.PathAndQuery());
        Assert.Equal(done.Headers.Location, again.Headers.Location);
        var page = await bob.Page(done.Headers.Location!.PathAndQuery());
        Assert.Contains("Votre rendez-vous est déplacé", page.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("10\u00a0h\u00a030", page.QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(1, (await app.Row(booked.Id)).Version);
        Assert.NotNull((await bob.Page("/")).QuerySelector("a[href^='/appointments/']"));
    }

    [Fact]
    public async Task A_time_lost_meanwhile_is_answered_with_those_near_it_and_a_state_changed_meanwhile_with_how_it_stands()
    {
        var (scene, bob, at) = (await OfferScene.Make(app), await app.Browser(app.Cast.Bob), At + Duration.FromDays(1));
        var booked = Assert.IsType<BookingOutcome.Booked>(await scene.Book(app.Cast.Bob, at)).Appointment;
        var path = $"/appointments/{booked.Id}/move?slot={scene.With}_2026-12-03T10:00:00Z";
        var confirm = await bob.Page(path);
        Assert.IsType<BookingOutcome.Booked>(await scene.Book(app.Cast.Nora, at + Duration.FromHours(1), patient: app.Cast.Eva));
        using var lost = await bob.Send(path, confirm, ("version", "0"));
        var page = await bob.Page(lost.Headers.Location!.PathAndQuery());
        Assert.Contains("n’est plus libre", page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(3, page.QuerySelector("fieldset")!.QuerySelectorAll("button[name=slot]").Length);

        await app.Reschedule(app.Cast.Alice, booked.Id, at + Duration.FromMinutes(30));
        var other = $"/appointments/{booked.Id}/move?slot={scene.With}_2026-12-03T13:00:00Z";
        using var stale = await bob.Send(other, await bob.Page(other), ("version", "0"));
        Assert.EndsWith("?refused=changed", stale.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Contains("modifié entre-temps", (await bob.Page(stale.Headers.Location.PathAndQuery())).QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Staff_move_to_any_free_time_at_any_length_and_read_what_is_wrong()
    {
        var booked = await app.Booked(app.Cast.Alice, Wanted(app, Duration.FromDays(30)));
        var nora = await app.Browser(app.Cast.Nora);
        var path = $"/appointments/{booked.Id}/move";
        foreach (var (date, time, length, sentence) in ((string, string, string, string)[])
            [("", "10:00", "30", "Indiquez la date"), ("2026-12-23", "", "30", "Indiquez l’heure"), ("2026-12-23", "10:00", "3", "de 5 à 240"),
             ("2026-11-22", "10:00", "30", "déjà passée"), ("2027-03-28", "02:30", "30", "n’existe pas"), ("2036-01-01", "10:00", "30", "deux ans")])
        {
            using var wrong = await nora.Fill(path, ("date", date), ("time", time), ("length", length));
            Assert.Equal(HttpStatusCode.OK, wrong.StatusCode);
            Assert.Contains(sentence, (await wrong.Html()).QuerySelector(".field-error")!.TextContent, StringComparison.Ordinal);
        }

        Assert.Equal(0, (await app.Row(booked.Id)).Version);
        using var done = await nora.Fill(path, ("date", "2026-12-23"), ("time", "19:10"), ("length", "50"));
        var row = await app.Row(booked.Id);
        Assert.Equal((Instant.FromUtc(2026, 12, 23, 18, 10), Duration.FromMinutes(50)), (row.StartsAt, row.EndsAt - row.StartsAt));
        var page = await nora.Page(done.Headers.Location!.PathAndQuery());
        Assert.Contains("Déplacé du", page.QuerySelector("section[aria-labelledby=trail-title]")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Nora Kervella", page.QuerySelector("section[aria-labelledby=trail-title]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_somebody_elses_or_over_is_not_moved_here()
    {
        var booked = await app.Booked(app.Cast.Alice, Wanted(app, Duration.FromDays(31)));
        foreach (var stranger in (Person[])[app.Cast.Dan, app.Cast.Charlie])
        {
            using var none = await (await app.Browser(stranger)).Visit($"/appointments/{booked.Id}/move");
            Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        }

        await app.Move(app.Cast.Alice, booked.Id, AppointmentStatus.Cancelled);
        using var over = await (await app.Browser(app.Cast.Alice)).Visit($"/appointments/{booked.Id}/move");
        Assert.EndsWith("?refused=changed", over.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }
}
