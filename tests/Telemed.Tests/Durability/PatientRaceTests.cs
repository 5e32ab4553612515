using System.Diagnostics;
using System.Net;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Scheduling;
using Telemed.Tests.People;
using Telemed.Tests.Scheduling;
using Telemed.Web.Pages.Booking;

namespace Telemed.Tests.Durability;

/// <summary>Many patients, each with an account and a browser, who go through the pages for the same times at once: hold, form, booking.</summary>
[Collection(nameof(Alone))]
[Trait("Trial", "yes")]
public sealed class PatientRaceTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private static readonly int Clients = Trial.Size(40, 200);
    private static readonly TimeSpan Patience = Trial.Within(TimeSpan.FromSeconds(1));

    private readonly List<(HttpClient Browser, string Token)> _patients = [];

    private OfferScene _scene = null!;

    /// <param name="Next">Where it led to.</param>
    private sealed record Told(Instant Slot, string Next, TimeSpan Took)
    {
        public bool Won => Next.StartsWith("/appointments?booked=", StringComparison.Ordinal);

        public bool Lost => Next.StartsWith("/book?", StringComparison.Ordinal) && Next.Contains("lost=", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_200_patients_who_want_one_slot_exactly_one_has_it_and_every_other_is_told_within_a_second()
    {
        await Come();
        var at = Instant.FromUtc(2026, 12, 1, 9, 0);
        await WarmUp();
        var (rounds, worst) = (Trial.Size(2, 10), TimeSpan.Zero);
        for (var round = 0; round < rounds; round++)
        {
            var slot = at + Duration.FromMinutes(30 * (round % 4)) + Duration.FromDays(7 * (1 + (round / 4)));
            var told = await Race(_ => slot);
            Assert.Single(told, t => t.Won);
            Assert.Equal(Clients - 1, told.Count(t => t.Lost));
            worst = told.Where(t => t.Lost).Select(t => t.Took).Append(worst).Max();
        }

        Assert.True(worst < Patience, $"the slowest loser was told after {worst}");
        Assert.Empty(await app.InClinic(app.Cast.North, Overlaps.In));
        Trial.Report($"{rounds} × {Clients} patients through HTTP on one slot: 1 winner each, the slowest loser told after {worst.TotalMilliseconds:0} ms");
    }

    [Fact]
    public async Task Of_200_patients_who_want_50_slots_each_slot_has_exactly_one_owner_and_every_loser_is_told_within_a_second()
    {
        await Come();
        var slots = (await _scene.Free(new LocalDate(2027, 1, 11), 14)).Take(Clients / 4).Select(s => s.Slot.StartsAt).ToList();
        await WarmUp();
        var told = await Race(i => slots[i * 7 % slots.Count]);
        Assert.All(told, t => Assert.True(t.Won || t.Lost, t.Next));
        Assert.Equal(slots.Order(), told.Where(t => t.Won).Select(t => t.Slot).Order());
        Assert.Equal(slots.Count, await app.InClinic(app.Cast.North, db => db.Appointments.CountAsync(a => slots.Contains(a.StartsAt))));
        Assert.Empty(await app.InClinic(app.Cast.North, Overlaps.In));
        var worst = told.Where(t => t.Lost).Max(t => t.Took);
        Assert.True(worst < Patience, $"the slowest loser was told after {worst}");
        Trial.Report($"{Clients} patients through HTTP on {slots.Count} slots: one owner for every slot, 0 overlaps, the slowest loser told after {worst.TotalMilliseconds:0} ms, the slowest winner after {told.Max(t => t.Took).TotalMilliseconds:0} ms");
    }

    private async Task Come()
    {
        _scene = await OfferScene.Make(app);
        for (var i = 0; i < Clients; i++)
        {
            var patient = await app.InClinic(app.Cast.North, db => Cast.Patient(db, $"p{Guid.CreateVersion7():N}", app.Now));
            var browser = await app.Browser(patient);
            var page = await browser.Page($"/book?visit={_scene.Type}");
            _patients.Add((browser, page.QuerySelector("form[method=post] [name=__RequestVerificationToken]")!.GetAttribute("value")!));
        }
    }

    /// <summary>A server that has been up for a while: a third of a race's processor time would else go into compiling what the next one only runs.</summary>
    private async Task WarmUp()
    {
        var free = (await _scene.Free(new LocalDate(2026, 12, 28), 14)).Select(s => s.Slot.StartsAt).Chunk(Clients / 4).Take(Trial.Size(1, 3)).ToList();
        foreach (var slots in free)
        {
            await Race(i => slots[i * 7 % slots.Length]);
        }
    }

    private async Task<Told[]> Race(Func<int, Instant> slot)
    {
        var gun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var runs = _patients.Select((patient, i) => Task.Run(async () =>
        {
            await gun.Task;
            return await Take(patient.Browser, patient.Token, slot(i));
        })).ToList();
        gun.SetResult();
        return await Task.WhenAll(runs);
    }

    /// <summary>The pages' two forms, one after the other; the second only for who holds the time.</summary>
    private async Task<Told> Take(HttpClient browser, string token, Instant slot)
    {
        var clock = Stopwatch.StartNew();
        var next = await Post(browser, $"{SlotWish.Holding}?visit={_scene.Type}", token, ("slot", SlotWish.Value(_scene.With, slot)));
        if (next.StartsWith("/book/confirm", StringComparison.Ordinal))
        {
            next = await Post(browser, next, token, ("_handler", "confirm"), ("reason", "Suivi"), ("request", Guid.CreateVersion7().ToString()));
        }

        return new Told(slot, next, clock.Elapsed);
    }

    private static async Task<string> Post(HttpClient browser, string path, string token, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent([.. fields.Select(f => KeyValuePair.Create(f.Name, f.Value)), new("__RequestVerificationToken", token)]),
        };
        request.Headers.Accept.ParseAdd("text/html");
        using var answer = await browser.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode is HttpStatusCode.Found ? answer.Headers.Location!.PathAndQuery() : answer.StatusCode.ToString();
    }
}
