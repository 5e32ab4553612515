using System.Net;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Tests.People;
using Telemed.Web.Pages.Booking;

namespace Telemed.Tests.Durability;

/// <summary>A patient who holds a free time, fills in the form and books it, again and again, among others who want the same times.</summary>
internal sealed class SlotTaker(Person patient, VisitTypeId visit, PractitionerId with, IReadOnlyList<Instant> slots, int seed) : Writer
{
    private readonly Random _random = new(seed);
    private readonly Dictionary<Guid, Instant> _acknowledged = [];
    private string _token = "";

    public override string Kind => "slot";

    protected override async Task Prepare(HttpClient browser) =>
        _token = (await browser.Page($"/book?visit={visit}")).QuerySelector("form[method=post] [name=__RequestVerificationToken]")!.GetAttribute("value")!;

    /// <summary>Asks for a time that may be anybody's; true when it was told that it has it.</summary>
    protected override async Task<bool> Write(HttpClient browser)
    {
        var at = slots[_random.Next(slots.Count)];
        using var held = await Post(browser, $"{SlotWish.Holding}?visit={visit}", "hold", ("slot", SlotWish.Value(with, at)));
        if (Next(held) is not { } form || !form.StartsWith("/book/confirm", StringComparison.Ordinal))
        {
            return false;
        }

        using var booked = await Post(browser, form, "confirm", ("reason", "Suivi"), ("request", Guid.CreateVersion7().ToString()));
        const string done = "/appointments?booked=";
        if (Next(booked) is not { } next || !next.StartsWith(done, StringComparison.Ordinal))
        {
            return false;
        }

        _acknowledged[Guid.Parse(next[done.Length..])] = at;
        return true;
    }

    public override async Task<IReadOnlyList<string>> Check(HttpClient browser, Db db)
    {
        var mine = await db.Appointments.AsNoTracking().Where(a => a.PatientId == patient.Patient!.Value).ToDictionaryAsync(a => a.Id.Value);
        var audited = (await db.AuditEvents.AsNoTracking().Where(a => a.Action == AuditAction.AppointmentBooked && a.AgentId == patient.Account.Value).Select(a => a.EntityId).ToListAsync()).ToHashSet();
        return
        [
            .. _acknowledged.Where(a => !mine.TryGetValue(a.Key, out var row) || row.StartsAt != a.Value || row.Status != AppointmentStatus.Booked).Select(a => $"booking {a.Key} of {a.Value} was acknowledged and is not there"),
            .. mine.Keys.Where(id => !audited.Contains(id)).Select(id => $"booking {id} is there by half: it is not in the audit trail"),
        ];
    }

    private Task<HttpResponseMessage> Post(HttpClient browser, string path, string form, params (string Name, string Value)[] fields)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent([.. fields.Select(f => KeyValuePair.Create(f.Name, f.Value)), new("_handler", form), new("__RequestVerificationToken", _token)]),
        };
        request.Headers.Accept.ParseAdd("text/html");
        return browser.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static string? Next(HttpResponseMessage answer) => answer.StatusCode is HttpStatusCode.Found ? answer.Headers.Location!.PathAndQuery() : null;
}
