using System.Globalization;
using System.Net;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.People;
using Telemed.Platform;
using Telemed.Records;
using Telemed.Records.Observing;
using Telemed.Records.Timeline;
using Telemed.Scheduling;
using Telemed.Tests.People.Identity;

namespace Telemed.Tests.Records.Timeline;

public sealed class TimelineTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private static readonly TimelineWish All = new(null, null, null);

    [Fact]
    public async Task Pages_one_after_the_other_show_everything_once_in_the_order_of_time_also_what_stands_at_one_instant()
    {
        var patient = await Long("Lemoine", 170);
        var (seen, before, pages) = (new List<TimelineEntry>(), (Instant?)null, 0);
        do
        {
            var page = (await Read(app.Cast.Alice, patient, All with { Before = before }))!;
            Assert.True(pages is 0 || page.Entries[0].At < before);
            seen.AddRange(page.Entries);
            (before, pages) = (page.Earlier, pages + 1);
        }
        while (before is not null);
        Assert.Equal(seen.Count, seen.Select(e => (e.Kind, e.Subject, e.At)).Distinct().Count());
        Assert.Equal(seen.Select(e => e.At).OrderDescending(), seen.Select(e => e.At));
        Assert.Equal(170, seen.Count(e => e is TimelineEntry.OfAppointment));
        Assert.Equal(170, seen.OfType<TimelineEntry.OfMeasures>().Sum(m => m.Measures.Count));
        Assert.InRange(pages, 4, 7);
    }

    [Fact]
    public async Task Kind_practitioner_and_date_narrow_it()
    {
        var patient = await Long("Marchal", 12);
        var measures = await Read(app.Cast.Alice, patient, All with { Kind = TimelineKind.Measures });
        Assert.All(measures!.Entries, e => Assert.IsType<TimelineEntry.OfMeasures>(e));
        Assert.Empty((await Read(app.Cast.Alice, patient, All with { Practitioner = app.Cast.Dan.Practitioner }))!.Entries);
        Assert.All((await Read(app.Cast.Alice, patient, All with { Practitioner = app.Cast.Alice.Practitioner }))!.Entries, e => Assert.Equal(app.Cast.Alice.Practitioner, e.Practitioner));
        var until = app.Now - Duration.FromDays(5);
        Assert.All((await Read(app.Cast.Alice, patient, All with { Before = until }))!.Entries, e => Assert.True(e.At < until));
    }

    [Fact]
    public async Task A_reader_finds_in_it_what_they_may_read_and_the_text_in_force()
    {
        var (_, note) = await app.SignedNote();
        await app.InClinic(app.Cast.North, async db => await db.AmendNote(app.Cast.Alice.Actor, db.NotesWrittenBy(app.Cast.Alice.Actor).Where(n => n.Id == note),
            (await db.SoapNotes.SingleAsync(n => n.Id == note)).Version, Visits.Cough with { Subjective = "Toux depuis huit jours" }, "Durée corrigée", app.Now));
        var draft = await (await app.Browser(app.Cast.Alice)).BeginNote(await app.Visit());
        await app.Cares(app.Cast.Dan);
        var bob = app.Cast.Bob.Patient!.Value;
        var alice = (await Read(app.Cast.Alice, bob, All))!.Entries.OfType<TimelineEntry.OfNote>().ToList();
        Assert.Contains(alice, n => n.Id == draft.NoteId);
        Assert.StartsWith("Toux depuis huit jours", alice.Single(n => n.Id == note).Text, StringComparison.Ordinal);
        var dan = (await Read(app.Cast.Dan, bob, All))!.Entries;
        Assert.DoesNotContain(dan.OfType<TimelineEntry.OfNote>(), n => n.Id == draft.NoteId);
        Assert.Contains(dan.OfType<TimelineEntry.OfNote>(), n => n.Id == note);
        var own = (await Read(app.Cast.Bob, bob, All))!.Entries;
        Assert.Contains(own.OfType<TimelineEntry.OfNote>(), n => n.Id == note);
        Assert.DoesNotContain(own.OfType<TimelineEntry.OfNote>(), n => n.Id == draft.NoteId);
        foreach (var stranger in (Person[])[app.Cast.Nora, app.Cast.Ada, app.Cast.Charlie])
        {
            Assert.Null(await app.InClinic(stranger.Clinic, db => db.Timeline(stranger.Actor, bob, All, app.Now)));
        }
    }

    [Fact]
    public async Task The_page_groups_by_year_and_month_leads_to_earlier_things_and_jumps_to_a_day()
    {
        var patient = await Long("Nadal", 80);
        var alice = await app.Browser(app.Cast.Alice);
        var page = await alice.Page($"/patients/{patient}");
        string[] Starts(AngleSharp.Html.Dom.IHtmlDocument of) => [.. of.QuerySelectorAll(".entry time").Select(t => t.GetAttribute("datetime")!)];
        Assert.Equal(Starts(page).Select(t => t[..4]).Distinct(), page.QuerySelectorAll(".timeline-year").Select(y => y.TextContent));
        Assert.InRange(page.QuerySelectorAll(".entry").Length, 50, 60);
        var earlier = page.QuerySelector("a[rel=next]")!.GetAttribute("href")!;
        var next = await alice.Page(earlier);
        Assert.True(string.CompareOrdinal(Starts(next)[0], Starts(page)[^1]) < 0);
        Assert.Equal(Starts(page).OrderDescending(StringComparer.Ordinal), Starts(page));
        Assert.Equal(Starts(page).Select(t => t[..7]).Distinct().Count(), page.QuerySelectorAll(".timeline-month").Length);
        Assert.NotNull(next.QuerySelector($"a[href='/patients/{patient}']"));
        var day = app.Now.InUtc().Date.PlusDays(-30);
        var jumped = await alice.Page($"/patients/{patient}?until={day.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture)}&kind=appointment&by=");
        var first = jumped.QuerySelector(".entry time")!.GetAttribute("datetime")!;
        Assert.True(string.CompareOrdinal(first[..10], day.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture)) <= 0, first);
    }

    [Theory]
    [InlineData("?kind=nothing&by=x&before=-1&until=yesterday")]
    [InlineData("?before=99999999999999999999")]
    [InlineData("?until=9999-12-31")]
    [InlineData("?until=0001-01-01&kind=note")]
    public async Task What_cannot_be_read_in_the_address_is_not_asked_for(string query)
    {
        var alice = await app.Browser(app.Cast.Alice);
        Assert.Equal(HttpStatusCode.OK, (await alice.Visit($"/patients/{app.Cast.Bob.Patient}{query}")).StatusCode);
    }

    private Task<TimelinePage?> Read(Person reader, PatientId patient, TimelineWish wish) => app.InClinic(app.Cast.North, db => db.Timeline(reader.Actor, patient, wish, app.Now));

    /// <summary>A patient of Alice with as many past appointments and measures; every tenth at the instant of the one before, as after a booking anew.</summary>
    private async Task<PatientId> Long(string family, int count)
    {
        var patient = await app.OnFile(family, "Luc", new LocalDate(1950, 1, 1));
        await app.InClinic(app.Cast.North, async db =>
        {
            await db.InTransaction(() => db.CareBegins(app.Cast.Alice.Practitioner!.Value, patient, app.Now));
            for (var i = 1; i <= count; i++)
            {
                var at = app.Now - Duration.FromDays(i % 10 is 0 ? i - 1 : i);
                db.Appointments.Add(new Appointment
                {
                    TenantId = db.Tenant, Id = AppointmentId.New(), PatientId = patient, PractitionerId = app.Cast.Alice.Practitioner!.Value, StartsAt = at, EndsAt = at + Duration.FromMinutes(15),
                    Reason = $"Suivi {i}", Modality = Modality.Video, Status = AppointmentStatus.Cancelled, CancelledBecause = CancellationReason.ByPatient, BookedBy = app.Cast.Nora.Account, CreatedAt = at,
                });
                db.Observations.Add(new Observation
                {
                    TenantId = db.Tenant, Id = ObservationId.New(), PatientId = patient, Kind = ObservationKind.Pulse, Hundredths = 7200, At = at, Source = ObservationSource.Patient,
                    By = app.Cast.Bob.Account, RecordedAt = at,
                });
            }

            return await db.SaveChangesAsync();
        });
        return patient;
    }
}
