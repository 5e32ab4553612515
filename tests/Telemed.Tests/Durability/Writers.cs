using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.Consultations;
using Telemed.Documents;
using Telemed.Notifications;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Tenancy;
using Telemed.Tests.Records;

namespace Telemed.Tests.Durability;

/// <summary>Wakes whoever waits for something that the writers do.</summary>
internal sealed class Pulse
{
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends at the next beat after it was asked for.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Beat() => Interlocked.Exchange(ref _next, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
}

/// <summary>One who writes without pause until the server dies, and remembers what was acknowledged.</summary>
internal abstract class Writer
{
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(10);

    private volatile bool _inFlight;

    public abstract string Kind { get; }

    public int Acknowledged { get; private set; }

    /// <summary>Writes that were sent and never answered.</summary>
    public int CutOff { get; private set; }

    /// <summary>True between sending and hearing.</summary>
    public bool IsInFlight => _inFlight;

    /// <summary>Writes until the line breaks; beats <paramref name="pulse"/> at each sending and hearing.</summary>
    public async Task Run(HttpClient browser, Pulse pulse)
    {
        using var own = browser;
        try
        {
            await Prepare(browser);
            while (true)
            {
                _inFlight = true;
                pulse.Beat();
                var acknowledged = await Write(browser);
                _inFlight = false;
                Acknowledged += acknowledged ? 1 : 0;
                pulse.Beat();
                if (!acknowledged)
                {
                    await Task.Delay(Breath);
                }
            }
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or TaskCanceledException)
        {
            CutOff += _inFlight ? 1 : 0;
        }
        finally
        {
            _inFlight = false;
        }
    }

    protected virtual Task Prepare(HttpClient browser) => Task.CompletedTask;

    /// <summary>One write; true when it was acknowledged. An answer that the product should not give throws.</summary>
    protected abstract Task<bool> Write(HttpClient browser);

    /// <summary>What was lost, or is there by half: a sentence each. Asked of a server that was started anew.</summary>
    public abstract Task<IReadOnlyList<string>> Check(HttpClient browser, Db db);
}

/// <summary>Saves one visit's note again and again: the number of the save stands in all four sections.</summary>
internal sealed class NoteWriter(EncounterId visit) : Writer
{
    private static readonly string Padding = new(' ', 500);

    private int _version;
    private int _acknowledged;
    private int _sent;

    public override string Kind => "note";

    protected override async Task Prepare(HttpClient browser) => _version = (await browser.BeginNote(visit)).Version;

    protected override async Task<bool> Write(HttpClient browser)
    {
        var text = (_sent + 1).ToString(CultureInfo.InvariantCulture) + Padding;
        var answer = await browser.Save(visit, _version, new(text, text, text, text));
        if (answer.StatusCode is HttpStatusCode.Conflict)
        {
            // Only the seeded defect shows this writer, who is alone, a version that it was told is past.
            return false;
        }

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var saved = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        (_version, _sent, _acknowledged) = (saved.GetProperty("version").GetInt32(), _sent + 1, _sent + 1);
        return true;
    }

    public override async Task<IReadOnlyList<string>> Check(HttpClient browser, Db db)
    {
        var note = await browser.BeginNote(visit);
        var numbers = note.Text().Sections.Select(s => s.Text.Trim()).Distinct().ToList();
        if (numbers.Count != 1)
        {
            return [$"a note is there by half: {string.Join(" | ", numbers)}"];
        }

        var saves = await db.AuditEvents.CountAsync(a => a.Action == AuditAction.NoteSaved && a.EntityId == note.NoteId.Value);
        if (saves != note.Version - 1)
        {
            return [$"a note save is there by half: version {note.Version}, {saves} saves in the audit trail"];
        }

        var found = numbers[0].Length == 0 ? 0 : int.Parse(numbers[0], CultureInfo.InvariantCulture);
        var faults = found < _acknowledged ? [$"note save {_acknowledged} was acknowledged, {found} is there"]
            : found > _acknowledged + 1 ? [$"note save {found} was never sent"] : Array.Empty<string>();
        (_sent, _acknowledged) = (found, found);
        return faults;
    }
}

/// <summary>Books one practitioner's day after day through the form.</summary>
internal sealed class Booker(PatientId patient, LocalDate firstDay) : Writer
{
    private readonly List<(LocalDate Date, LocalTime Time)> _acknowledged = [];
    private Dictionary<string, string> _form = [];
    private int _next;

    public override string Kind => "booking";

    private string Path => $"/appointments/new?patient={patient}";

    protected override async Task Prepare(HttpClient browser)
    {
        var form = (await browser.Page(Path)).QuerySelector("form[method=post]:has([name=date])")!;
        _form = form.QuerySelectorAll("input[type=hidden]").ToDictionary(i => i.GetAttribute("name")!, i => i.GetAttribute("value") ?? "");
    }

    protected override async Task<bool> Write(HttpClient browser)
    {
        var (date, time) = At(_next++);
        var fields = new Dictionary<string, string>(_form)
        {
            ["date"] = date.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture), ["time"] = time.ToString("HH:mm", CultureInfo.InvariantCulture),
            ["length"] = "5", ["reason"] = $"Suivi {date} {time}", ["modality"] = "video",
        };
        using var content = new FormUrlEncodedContent(fields);
        var answer = await browser.PostAsync(Path, content, TestContext.Current.CancellationToken);
        if (answer.StatusCode is not HttpStatusCode.Found)
        {
            Assert.Fail($"A booking was answered {answer.StatusCode}.");
        }

        _acknowledged.Add((date, time));
        return true;
    }

    public override async Task<IReadOnlyList<string>> Check(HttpClient browser, Db db)
    {
        var zone = (await db.Tenants.AsNoTracking().SingleAsync(t => t.Id == db.Tenant)).TimeZone;
        var rows = await db.Appointments.AsNoTracking().Where(a => a.PatientId == patient).ToListAsync();
        var starts = rows.Select(r => r.StartsAt).ToHashSet();
        var whole = await Whole(db);
        return
        [
            .. _acknowledged.Where(a => !starts.Contains((a.Date + a.Time).InZoneLeniently(zone).ToInstant()))
                .Select(a => $"the booking of {a.Date} {a.Time} was acknowledged and is not there"),
            .. rows.Where(r => !whole.Contains(r.Id.Value)).Select(r => $"appointment {r.Id} is there by half"),
        ];
    }

    /// <summary>The appointments with everything that one booking writes: its first move, its audit event, its visit for two, the patient's link on its way.</summary>
    private static async Task<HashSet<Guid>> Whole(Db db)
    {
        var whole = (await db.AuditEvents.AsNoTracking().Where(a => a.Action == AuditAction.AppointmentBooked).Select(a => a.EntityId).ToListAsync()).OfType<Guid>().ToHashSet();
        whole.IntersectWith((await db.AppointmentMoves.AsNoTracking().Select(m => m.AppointmentId).ToListAsync()).Select(id => id.Value));
        var mailed = (await db.Deliveries.AsNoTracking().Where(d => d.Kind == NotificationKind.LinkReady).Select(d => d.SubjectId).ToListAsync()).ToHashSet();
        var visits = await db.Encounters.AsNoTracking().Where(e => e.AppointmentId != null).ToListAsync();
        var people = (await db.Participants.AsNoTracking().ToListAsync()).ToLookup(p => p.EncounterId);
        whole.IntersectWith(visits.Where(v => people[v.Id].Count() == 2 && people[v.Id].Any(p => mailed.Contains(p.Id.Value))).Select(v => v.AppointmentId!.Value.Value));
        return whole;
    }

    private (LocalDate, LocalTime) At(int number) =>
        (firstDay.PlusDays(number / 100), new LocalTime(8, 0).PlusMinutes(number % 100 * 5));
}

/// <summary>Uploads files of random bytes.</summary>
internal sealed class Uploader(PatientId patient, int seed) : Writer
{
    private const int Length = 3_000_000;

    private readonly Random _random = new(seed);
    private readonly Dictionary<Guid, byte[]> _acknowledged = [];
    private readonly HashSet<string> _sent = [];

    public override string Kind => "upload";

    protected override async Task<bool> Write(HttpClient browser)
    {
        var bytes = new byte[Length];
        _random.NextBytes(bytes);
        "%PDF-1.7\n"u8.CopyTo(bytes);
        var hash = SHA256.HashData(bytes);
        _sent.Add(Convert.ToHexString(hash));
        using var content = new ByteArrayContent(bytes);
        var answer = await browser.PutAsync($"/api/patients/{patient}/documents?name=analyse.pdf&kind=labResult", content, TestContext.Current.CancellationToken);
        if (answer.StatusCode is HttpStatusCode.TooManyRequests)
        {
            return false;
        }

        Assert.True(answer.StatusCode is HttpStatusCode.Created, $"An upload was answered {answer.StatusCode}.");
        var added = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        _acknowledged[added.GetProperty("id").GetGuid()] = hash;
        return true;
    }

    public override async Task<IReadOnlyList<string>> Check(HttpClient browser, Db db)
    {
        var listed = await db.Documents.AsNoTracking().Where(d => d.PatientId == patient).ToListAsync();
        var audited = (await db.AuditEvents.AsNoTracking().Where(a => a.Action == AuditAction.DocumentAdded).Select(a => a.EntityId).ToListAsync()).ToHashSet();
        var faults = listed.Where(d => !audited.Contains(d.Id.Value)).Select(d => $"document {d.Id} is there by half: it is not in the audit trail").ToList();
        foreach (var id in _acknowledged.Keys.Where(id => listed.All(d => d.Id.Value != id)))
        {
            faults.Add($"document {id} was acknowledged and is not there");
        }

        // Every one that is visible, acknowledged or not, must have the bytes that its row names.
        foreach (var document in listed)
        {
            var answer = await browser.GetAsync($"/documents/{document.Id}", TestContext.Current.CancellationToken);
            var bytes = answer.IsSuccessStatusCode ? await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken) : [];
            if (!SHA256.HashData(bytes).AsSpan().SequenceEqual(document.Sha256) || bytes.Length != document.Length)
            {
                faults.Add($"document {document.Id} is there by half: {answer.StatusCode}, {bytes.Length} bytes");
            }
            else if (_acknowledged.TryGetValue(document.Id.Value, out var hash) && !hash.AsSpan().SequenceEqual(document.Sha256))
            {
                faults.Add($"document {document.Id} has other bytes than were sent");
            }
        }

        return faults;
    }
}
