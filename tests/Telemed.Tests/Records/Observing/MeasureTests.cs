using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.Platform;
using Telemed.Records.Observing;
using Telemed.Tests.Consultations;
using Telemed.Tests.Documents;
using Telemed.Tests.Records.Lists;

namespace Telemed.Tests.Records.Observing;

public sealed class MeasureTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private static readonly object Weight = new { code = "29463-7", unit = "kg", value = 68.4 };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_vital_sign_is_taken_under_its_code_and_unit()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var patient = await app.NewPatient();
        object[] sent =
        [
            new { code = "85354-9", unit = "mm[Hg]", systolic = 136, diastolic = 84 }, new { code = "8867-4", unit = "/min", value = 72 },
            new { code = "8310-5", unit = "Cel", value = 37.25 }, new { code = "59408-5", unit = "%", value = 97 }, new { code = "9279-1", unit = "/min", value = 16 },
            new { code = "2339-0", unit = "mg/dL", value = 99 }, new { code = "15074-8", unit = "mmol/L", value = 5.5 }, new { code = "72514-3", unit = "{score}", value = 4 },
        ];
        foreach (var measure in sent)
        {
            Assert.Equal(HttpStatusCode.Created, (await Post(alice, patient, measure)).StatusCode);
        }

        Assert.Equal(["BloodPressure 136 84", "Pulse 72 ", "Temperature 37.3 ", "Saturation 97 ", "Respiration 16 ", "Glucose 99 ", "Glucose 99 ", "Pain 4 "],
            (await Rows(patient)).Select(Said));
        Assert.Equal(sent.Length, await Audits(patient, AuditAction.ObservationRecorded));
    }

    [Fact]
    public async Task Weight_and_height_make_the_body_mass_index_and_an_error_of_either_takes_it_along()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var patient = await app.NewPatient();
        await Post(alice, patient, Weight);
        Assert.Single(await Rows(patient));
        await Post(alice, patient, new { code = "8302-2", unit = "cm", value = 170 });
        var index = (await Rows(patient)).Single(r => r.Kind is ObservationKind.BodyMassIndex);
        Assert.Equal(23.7m, index.Value);
        Assert.Equal("code-unknown", await Refused(alice, patient, new { code = "39156-5", unit = "kg/m2", value = 23 }));
        var page = $"/patients/{patient}/measures?kind=Weight&error={index.FromWeight}";
        Assert.Contains("motif", (await (await alice.Fill(page, ("measure-reason", " "))).Html()).QuerySelector("#measure-reason-error")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, (await alice.Fill(page, ("measure-reason", "Autre patient"))).StatusCode);
        Assert.Equal(["Height"], (await Rows(patient)).Where(r => r.InErrorAt is null).Select(r => r.Kind.ToString()));
        var history = await alice.Page($"/patients/{patient}/measures?kind=Weight");
        Assert.Equal("68,4", history.QuerySelector("del")!.TextContent);
        Assert.Contains("Erreur : Autre patient", history.QuerySelector("table")!.TextContent, StringComparison.Ordinal);
        Assert.Null(history.QuerySelector("svg.measure-plot"));
        Assert.Equal(1, await Audits(patient, AuditAction.ObservationEnteredInError));
        Assert.Contains("déjà marquée", (await (await alice.Fill(page, ("measure-reason", "Encore"))).Html()).QuerySelector("#measure-reason-error")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unlikely_value_is_asked_for_once_more_and_another_one_typed_instead_is_asked_for_again()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var patient = await app.NewPatient();
        var heavy = await Post(alice, patient, new { code = "29463-7", unit = "kg", value = 260 });
        Assert.Equal(HttpStatusCode.Conflict, heavy.StatusCode);
        Assert.Equal("260,0 kg : est-ce juste ?", (await heavy.Json()).GetProperty("detail").GetString());
        var path = $"/patients/{patient}/measures";
        var asks = await (await alice.Fill(path, ("weight", "260"))).Html();
        Assert.Contains("260,0 kg : est-ce juste ?", asks.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("260", asks.QuerySelector<IHtmlInputElement>("#weight")!.Value);
        var other = await (await alice.Send(path, asks, ("weight", "270"))).Html();
        Assert.Contains("270,0 kg : est-ce juste ?", other.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(await Rows(patient));
        Assert.Equal(HttpStatusCode.Found, (await alice.Send(path, asks, ("weight", "260"))).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await Post(alice, patient, new { code = "29463-7", unit = "kg", value = 260, confirmed = true })).StatusCode);
        Assert.Equal(["Weight 260 ", "Weight 260 "], (await Rows(patient)).Select(Said));
    }

    [Fact]
    public async Task What_cannot_be_is_refused_with_a_sentence_and_nothing_is_written()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var patient = await app.NewPatient();
        var foreign = await app.Visit();
        (object Sent, string Code)[] wrong =
        [
            (new { code = "29463-7", unit = "kg", value = -1, confirmed = true }, "impossible"), (new { code = "59408-5", unit = "%", value = 101, confirmed = true }, "impossible"),
            (new { code = "72514-3", unit = "{score}", value = 11, confirmed = true }, "impossible"), (new { code = "15074-8", unit = "mmol/L", value = 1e27, confirmed = true }, "impossible"),
            (new { code = "29463-7", unit = "[lb_av]", value = 150 }, "unit-unknown"), (new { code = "15074-8", unit = "mg/dL", value = 5.5 }, "unit-unknown"),
            (new { code = "0000-0", unit = "kg", value = 60 }, "code-unknown"), (new { code = (string?)null, unit = "kg", value = 60 }, "code-unknown"), (new { code = "29463-7", unit = "kg" }, "unreadable"),
            (new { code = "85354-9", unit = "mm[Hg]", systolic = 136 }, "unreadable"), (new { code = "85354-9", unit = "mm[Hg]", systolic = 80, diastolic = 120, confirmed = true }, "swapped"),
            (new { code = "29463-7", unit = "kg", value = 60, at = "2030-01-01T08:00:00Z" }, "future"), (new { code = "29463-7", unit = "kg", value = 60, at = "2020-01-01T08:00:00Z" }, "too-old"),
            (new { code = "29463-7", unit = "kg", value = 60, encounterId = foreign.Value }, "visit-unknown"), (new { code = new string('x', 10_000), unit = "kg", value = 60 }, "code-unknown"),
        ];
        foreach (var (sent, code) in wrong)
        {
            Assert.Equal(code, await Refused(alice, patient, sent));
        }

        foreach (var body in (string[])["", "{", "{\"code\":\"29463-7\",\"unit\":\"kg\",\"value\":NaN}", "{\"code\":\"29463-7\",\"unit\":\"kg\",\"value\":\"NaN\"}", "{\"code\":\"29463-7\",\"unit\":\"kg\",\"value\":1e99}"])
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            Assert.Equal(HttpStatusCode.BadRequest, (await alice.PostAsync(Api(patient), content, Cancel)).StatusCode);
        }

        foreach (var (field, typed) in ((string, string)[])[("weight", "NaN"), ("weight", "abc"), ("saturation", "101"), ("pulse", "-3"), ("bloodpressure", "120"), ("temperature", new string('9', 10_000))])
        {
            var page = await (await alice.Fill($"/patients/{patient}/measures", (field, typed))).Html();
            Assert.False(string.IsNullOrWhiteSpace(page.QuerySelector($"#{field}-error")?.TextContent), $"{field} {typed}: nothing is said");
        }

        foreach (var (day, time) in ((string, string)[])[("2030-01-01", "08:00"), ("nonsense", "08:00"), ("2026-11-20", "")])
        {
            Assert.NotNull((await (await alice.Fill($"/patients/{patient}/measures", ("weight", "60"), ("day", day), ("time", time))).Html()).QuerySelector("[role=alert]"));
        }

        Assert.NotNull((await (await alice.Fill($"/patients/{patient}/measures", ("weight", ""))).Html()).QuerySelector("[role=alert]"));
        Assert.Empty(await Rows(patient));
    }

    [Fact]
    public async Task Patients_write_down_at_home_what_they_measure_and_see_it_over_time()
    {
        var bob = await app.Browser(app.Cast.Bob);
        var patient = app.Cast.Bob.Patient!.Value;
        Assert.Equal(HttpStatusCode.Found, (await bob.Fill("/my-record/measures", ("bloodpressure", "136"), ("diastolic", "84"), ("glucose", "5,5"), ("glucose-unit", "mmol/L"), ("day", "2026-11-20"), ("time", "08:30"))).StatusCode);
        Assert.Equal(HttpStatusCode.Found, (await bob.Fill("/my-record/measures", ("bloodpressure", "150"), ("diastolic", "95"))).StatusCode);
        var rows = (await Rows(patient)).Where(r => r.Kind is not ObservationKind.Pulse).ToList();
        Assert.All(rows, r => Assert.Equal((ObservationSource.Patient, app.Cast.Bob.Account), (r.Source, r.By)));
        Assert.Equal(Instant.FromUtc(2026, 11, 20, 7, 30), rows[0].At);
        var page = await bob.Page("/my-record/measures");
        Assert.Equal("150/95", page.QuerySelector(".vital-figure")!.TextContent);
        Assert.NotNull(page.QuerySelector(".vital svg .plot-second"));
        var alice = await app.Browser(app.Cast.Alice);
        Assert.Contains("150/95", (await alice.Page($"/patients/{patient}")).QuerySelector("aside")!.TextContent, StringComparison.Ordinal);
        var history = await alice.Page($"/patients/{patient}/measures?kind=BloodPressure");
        Assert.Equal(["150/95", "136/84"], history.QuerySelectorAll("tbody tr").Select(r => r.Children[1].TextContent.Trim()));
        Assert.Contains("à domicile", history.QuerySelector("tbody")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(history.QuerySelector("svg.measure-plot .plot-band"));
        Assert.Equal(2, history.QuerySelectorAll("svg.measure-plot .plot-line").Length);
        // What a practitioner measured is not the patient's to mark.
        await Post(alice, patient, Weight);
        var weight = (await Rows(patient)).Single(r => r.Kind is ObservationKind.Weight).Id;
        await bob.Fill($"/my-record/measures?kind=Weight&error={weight}", ("measure-reason", "Faux"));
        Assert.Null((await Rows(patient)).Single(r => r.Id == weight).InErrorAt);
        Assert.True(await Audits(patient, AuditAction.RecordRead) >= 4);
    }

    [Fact]
    public async Task A_measure_of_a_visit_names_it_and_one_of_a_device_says_so()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var visit = await app.Visit();
        var bob = app.Cast.Bob.Patient!.Value;
        await Post(alice, bob, new { code = "8867-4", unit = "/min", value = 71, encounterId = visit.Value });
        await Post(await app.Browser(app.Cast.Bob), bob, new { code = "8867-4", unit = "/min", value = 73, program = true });
        var rows = (await Rows(bob)).Where(r => r.Kind is ObservationKind.Pulse).ToList();
        Assert.Equal([(71m, visit, ObservationSource.Practitioner), (73m, default(EncounterId?), ObservationSource.Program)], rows.Select(r => (r.Value, r.EncounterId, r.Source)));
    }

    [Fact]
    public async Task The_call_has_a_row_for_every_vital_sign_with_its_code_and_unit()
    {
        var visit = await VisitScene.Book(app);
        await app.Cares(visit.Doctor);
        var rows = (await (await app.Browser(visit.Doctor)).Page($"/visit/{visit.Alice}")).QuerySelectorAll("#panel-measures measure-panel [data-code]");
        Assert.Equal(Vital.All.Where(v => !v.IsDerived).Select(v => (v.Loinc, v.Unit)), rows.Select(r => (r.GetAttribute("data-code")!, r.GetAttribute("data-unit")!)));
        Assert.Null((await (await app.Browser(app.Cast.Bob)).Page($"/visit/{visit.Bob}")).QuerySelector("measure-panel"));
    }

    [Fact]
    public async Task A_patient_of_500_measures_since_yesterday_gets_no_more_today()
    {
        var patient = await app.NewPatient();
        var pulse = Measure.Of("8867-4", "/min", 72).Measure!;
        await app.InClinic(app.Cast.North, db => db.Observe(app.Cast.Alice.Actor, patient, new NewObservations([.. Enumerable.Repeat(pulse, Telemed.Records.Observing.Observing.MostADay)]), app.Now));
        Assert.Equal("too-many", await Refused(await app.Browser(app.Cast.Alice), patient, Weight));
    }

    [Fact]
    public async Task A_measure_cannot_be_changed_or_deleted_in_the_database()
    {
        var patient = await app.NewPatient();
        await Post(await app.Browser(app.Cast.Alice), patient, Weight);
        await Refuses(db => db.Observations.Where(o => o.PatientId == patient).ExecuteUpdateAsync(o => o.SetProperty(x => x.Hundredths, 1)));
        await Refuses(db => db.Observations.Where(o => o.PatientId == patient).ExecuteDeleteAsync());
    }

    [Fact]
    public async Task Charlie_sees_nothing() => await SeesNothing(await app.Browser(app.Cast.Charlie), HttpStatusCode.NotFound);

    [Fact]
    public async Task Nora_Ada_Dan_and_Bob_see_nothing_of_a_patient_who_is_not_theirs()
    {
        foreach (var person in (Person[])[app.Cast.Nora, app.Cast.Ada, app.Cast.Dan, app.Cast.Bob])
        {
            await SeesNothing(await app.Browser(person), HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task Anonymous_sees_nothing()
    {
        await SeesNothing(app.Anonymous(), HttpStatusCode.Unauthorized);
        Assert.StartsWith("/sign-in", (await app.Anonymous().Visit("/my-record/measures")).Headers.Location?.OriginalString, StringComparison.Ordinal);
    }

    private async Task SeesNothing(HttpClient browser, HttpStatusCode expected)
    {
        var patient = await app.NewPatient();
        await Post(await app.Browser(app.Cast.Alice), patient, Weight);
        Assert.Equal(expected, (await Post(browser, patient, new { code = "8867-4", unit = "/min", value = 72 })).StatusCode);
        Assert.Equal(expected, (await Post(browser, patient, new { code = "nonsense" })).StatusCode);
        var page = await browser.Visit($"/patients/{patient}/measures?kind=Weight");
        Assert.True(page.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Found);
        Assert.DoesNotContain("68,4", await page.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Single(await Rows(patient));
    }

    private async Task Refuses(Func<Db, Task<int>> change) =>
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => app.InClinic(app.Cast.North, change));

    private static string Api(PatientId patient) => $"/api/patients/{patient}/observations";

    private static Task<HttpResponseMessage> Post(HttpClient browser, PatientId patient, object sent) => browser.PostAsJsonAsync(Api(patient), sent, Cancel);

    private static async Task<string?> Refused(HttpClient browser, PatientId patient, object sent)
    {
        var answer = await Post(browser, patient, sent);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = await answer.Json();
        Assert.False(string.IsNullOrWhiteSpace(problem.GetProperty("detail").GetString()));
        return problem.GetProperty("code").GetString();
    }

    private static string Said(Observation row) => string.Create(CultureInfo.InvariantCulture, $"{row.Kind} {row.Value:0.##} {row.Second:0.##}");

    private Task<List<Observation>> Rows(PatientId patient) => app.InClinic(app.Cast.North, db =>
        db.Observations.Where(o => o.PatientId == patient).OrderBy(o => o.At).ThenBy(o => o.Id).ToListAsync());

    private Task<int> Audits(PatientId patient, AuditAction action) => app.InClinic(app.Cast.North, db =>
        db.AuditEvents.CountAsync(a => a.Action == action && a.PatientId == patient.Value));
}
