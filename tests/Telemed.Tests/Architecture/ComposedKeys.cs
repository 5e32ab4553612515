using System.Text.Json;
using Telemed.Audit;
using Telemed.Consultations;
using Telemed.Consultations.Ending;
using Telemed.Consultations.Quality;
using Telemed.Consultations.Waiting;
using Telemed.Documents;
using Telemed.Documents.Outside;
using Telemed.People;
using Telemed.People.Identity;
using Telemed.Records;
using Telemed.Records.Access;
using Telemed.Records.Lists;
using Telemed.Records.Observing;
using Telemed.Records.Templates;
using Telemed.Records.Timeline;
using Telemed.Scheduling;
using Telemed.Scheduling.Series;
using Telemed.Scheduling.Outside;
using Telemed.Scheduling.Reminding;
using Telemed.Tenancy;
using Telemed.Web.Pages.Agenda;
using Telemed.Web.Pages.Appointments;
using Telemed.Web.Pages.Clinic.Trail;
using Telemed.Web.Pages.Clinic.Visits;
using Telemed.Web.Pages.Hours;
using Telemed.Web.Pages.Record;

namespace Telemed.Tests.Architecture;

/// <summary>What keys become that code puts together: every value of the enum that fills the hole has its text.</summary>
internal static class ComposedKeys
{
    private static readonly string[] LinkLetters = ["link-ready", "link-guest", "link-renewed", "link-soon"];
    private static readonly string[] ErrorKinds = ["missing", "hurried", "large", "failed", "refused"];

    private static readonly IEnumerable<string> Lists = Enum.GetNames<ListKind>().Except([nameof(ListKind.NoAllergyKnown)]);

    /// <summary>By the slice's folder and the shape.</summary>
    private static readonly Dictionary<string, IEnumerable<string>> Known = new(StringComparer.Ordinal)
    {
        ["Consultations {}-now"] = Filled("{}-now", LinkLetters),
        ["Consultations {}-planned"] = Filled("{}-planned", LinkLetters),
        ["Consultations {}-subject"] = Filled("{}-subject", LinkLetters),
        ["Documents fault-hold-{}"] = Filled("fault-hold-{}", ["required", "too-short", "too-long", "characters"]),
        ["Documents kind-{}"] = Filled("kind-{}", Enum.GetValues<DocumentKind>().Select(DocumentWords.Kind)),
        ["Documents request-fault-{}-{}"] = [
            .. Filled("request-fault-wording-{}", ["required", "too-long", "characters", "twice", "many"]), "request-fault-kind-unknown", .. Filled("request-fault-by-{}", ["no-date", "past", "far"]),
        ],
        ["Documents refused-{}"] = Filled("refused-{}", [.. Enum.GetValues<FileRefusal>().Select(r => r.Code()), "too-many", "kind-unknown", "broken-off"]),
        ["People fault-phone-{}"] = Filled("fault-phone-{}", ["too-long", "characters", "shape"]),
        ["People identity-born-{}"] = Filled("identity-born-{}", Enum.GetNames<Sex>()),
        ["People language-{}"] = Filled("language-{}", ["fr", "en"]),
        ["People sex-{}"] = Filled("sex-{}", Enum.GetNames<Sex>()),
        ["Scheduling because-{}"] = Filled("because-{}", Enum.GetNames<CancellationReason>()),
        ["Scheduling book-modality-{}"] = Filled("book-modality-{}", Enum.GetNames<Modality>()),
        ["Scheduling modality-{}"] = Filled("modality-{}", Enum.GetNames<Modality>()),
        ["Scheduling moved-many-{}"] = Filled("moved-many-{}", [nameof(AppointmentStatus.Booked), nameof(AppointmentStatus.Cancelled)]),
        ["Scheduling moved-{}"] = Filled("moved-{}", Enum.GetNames<AppointmentStatus>().Except([nameof(AppointmentStatus.Pending)])),
        ["Scheduling period-{}"] = Filled("period-{}", Enum.GetValues<Period>().Select(AppointmentFilter.Word)),
        ["Scheduling refused-{}"] = Filled("refused-{}", ["stale", "note", "changed"]),
        ["Scheduling series-clash-{}"] = Filled("series-clash-{}", Enum.GetNames<SeriesClash>()),
        ["Scheduling status-{}"] = Filled("status-{}", Enum.GetNames<AppointmentStatus>()),
        ["Scheduling {}-subject"] = Filled("mail-{}-subject", ["booked", "confirmed", "declined", "cancelled", "missed", "moved", "resized", "series-booked", "series-cancelled"]),
        ["Web agent-{}"] = Filled("agent-{}", Enum.GetNames<AgentKind>()),
        ["Web role-{}"] = Filled("role-{}", Enum.GetNames<Role>()),
        ["Web/Islands say-{}-{}"] = [
            .. Filled("say-network-{}", Wired<NetworkTrouble>()), .. Filled("say-quality-{}", Wired<QualityLevel>()), .. Filled("say-microphone-{}", Wired<EquipmentTrouble>()),
            .. Filled("say-camera-{}", Wired<EquipmentTrouble>().Except(["silent"])),
        ],
        ["Records details-{}"] = Filled("details-{}", typeof(NoteDetails).GetProperties().Select(p => p.Name)),
        ["Records template-{}"] = Filled("template-{}", ["saved", "removed", .. Enum.GetNames<NoteTemplateOutcome>().Except([nameof(NoteTemplateOutcome.Saved), nameof(NoteTemplateOutcome.NotFound)])]),
        ["Records remark-{}"] = Filled("remark-{}", ["required", "too-long", "characters"]),
        ["Web/Pages/Access looked-role-{}"] = Filled("looked-role-{}", Enum.GetNames<Role>()),
        ["Web/Pages/Access looked-{}"] = Filled("looked-{}", Looks.Kinds.Select(k => k.ToString())),
        ["Web/Pages/Access means-{}"] = Filled("means-{}", Enum.GetNames<ConsentMeans>()),
        ["Web/Pages/Access purpose-text-{}"] = Filled("purpose-text-{}", Enum.GetNames<ConsentPurpose>()),
        ["Web/Pages/Access purpose-{}"] = Filled("purpose-{}", Enum.GetNames<ConsentPurpose>()),
        ["Web/Pages/Timeline kind-{}"] = Filled("kind-{}", Enum.GetNames<TimelineKind>()),
        ["Web/Pages/Identity fault-line-{}"] = Filled("fault-line-{}", ["too-long", "characters"]),
        ["Web/Pages/Identity merge-{}"] = Filled("merge-{}", Enum.GetNames<MergeOutcome>().Except([nameof(MergeOutcome.Done)])),
        ["Web/Pages/Identity proof-{}"] = Filled("proof-{}", Enum.GetNames<IdentityProof>()),
        ["Web/Pages/Identity shape-{}"] = Filled("shape-{}", ["birth-place", "doctor-number", "zone"]),
        ["Web/Pages/Identity status-what-{}"] = Filled("status-what-{}", Enum.GetNames<IdentityStatus>()),
        ["Web/Pages/Identity status-{}"] = Filled("status-{}", Enum.GetNames<IdentityStatus>()),
        ["Web/Pages/Agenda done-{}"] = Filled("done-{}", AgendaPage.Dones),
        ["Web/Pages/Agenda refused-{}"] = Filled("refused-{}", ["unreadable", "taken", "patient-busy", "stale", "not-allowed", "starts-past", "starts-too-far", "starts-odd", "length-out-of-range"]),
        ["Web/Pages/Agenda view-{}"] = Filled("view-{}", Enum.GetNames<AgendaView>()),
        ["Web/Pages/Booking fault-reason-{}"] = Filled("fault-reason-{}", ["required", "too-long", "characters"]),
        ["Web/Pages/Booking modality-{}"] = Filled("modality-{}", Enum.GetNames<Modality>()),
        ["Web/Pages/Clinic/Online fault-{}"] = Filled("fault-{}", ["required", "too-long", "shape", "taken"]),
        ["Web/Pages/Clinic/Trail audit-agent-{}"] = Filled("audit-agent-{}", Enum.GetNames<AgentKind>().Select(k => k.ToLowerInvariant())),
        ["Web/Pages/Clinic/Visits choose-{}"] = Filled("choose-{}", Enum.GetValues<Modality>().Select(AppointmentFilter.Word)),
        ["Web/Pages/Clinic/Visits modality-{}"] = Filled("modality-{}", Enum.GetValues<Modality>().Select(AppointmentFilter.Word)),
        ["Web/Pages/Clinic/Visits saved-{}"] = Filled("saved-{}", VisitsPage.Saves),
        ["Web/Pages/Earlier said-{}"] = Filled("said-{}", ["asked", "withdrawn", "accepted", "refused", "gone", "busy", "stale"]),
        ["Web/Pages/OneAppointment cancel-link-said-{}"] = Filled("cancel-link-said-{}", ["cancelled", "too-late", "gone"]),
        ["Web/Pages/Errors {}-text"] = Filled("{}-text", ErrorKinds),
        ["Web/Pages/Errors {}-title"] = Filled("{}-title", ErrorKinds),
        ["Web/Pages/Hours calendar-fault-{}"] = Filled("calendar-fault-{}", Enum.GetNames<CalendarFault>()),
        ["Web/Pages/Hours fault-calendar-{}"] = Filled("fault-calendar-{}", ["required", "too-long", "unreadable", "not-https"]),
        ["Web/Pages/Hours saved-{}"] = Filled("saved-{}", HoursPage.Saves),
        ["Web/Pages/Notifications {}-{}"] = ((string[])["requested", "booked", "confirmed", "declined", "cancelled", "rescheduled", "missed", "series-requested", "series-booked", "series-cancelled"]).SelectMany(w => (string[])[w + "-staff", w + "-patient"]),
        ["Web/Pages/OneDocument days-{}"] = Filled("days-{}", ShareLink.Days.Select(d => $"{d}")),
        ["Web/Pages/OneDocument reading-{}"] = Filled("reading-{}", ["waiting", "read", "recognised", "wordless", "unreadable", "failed"]),
        ["Web/Pages/OneDocument fault-error-{}"] = Filled("fault-error-{}", ["required", "too-short", "too-long", "characters"]),
        ["Web/Pages/OneDocument fault-whom-{}"] = Filled("fault-whom-{}", ["required", "too-long", "characters"]),
        ["Web/Pages/PastVisits closing-report-{}"] = Filled("closing-report-{}", Enum.GetNames<ReportStanding>()),
        ["Web/Pages/PastVisits figures-{}"] = Filled("figures-{}", ["time", "score", "worst", "loss", "round-trip", "jitter", "fps", "sent", "received"]),
        ["Web/Pages/PastVisits incident-code-{}"] = Filled("incident-code-{}", Enum.GetNames<IncidentCode>()),
        ["Web/Pages/PastVisits incident-{}"] = Filled("incident-{}", Enum.GetNames<IncidentKind>()),
        ["Web/Pages/Record act-{}"] = Filled("act-{}", Enum.GetNames<ListAct>()),
        ["Web/Pages/Record add-{}"] = Filled("add-{}", Lists),
        ["Web/Pages/Record by-{}"] = Filled("by-{}", Enum.GetNames<ObservationSource>()),
        ["Web/Pages/Record kind-{}"] = Filled("kind-{}", Enum.GetNames<ObservationKind>()),
        ["Web/Pages/Record unit-{}"] = Filled("unit-{}", Enum.GetNames<ObservationKind>()),
        ["Web/Pages/Record measure-{}"] = Filled("measure-{}", Enum.GetValues<MeasureFault>().Select(MeasureWords.Code)),
        ["Web/Pages/Record fault-error-{}"] = Filled("fault-error-{}", ["required", "too-long", "characters"]),
        ["Web/Pages/Record threshold-{}"] = Filled("threshold-{}", ["systolic-most", "diastolic-most", "glucose-least", "glucose-most"]),
        ["Web/Pages/Record category-{}"] = Filled("category-{}", Enum.GetNames<AllergyCategory>()),
        ["Web/Pages/Record detail-{}"] = Filled("detail-{}", Lists.Except(["Problem"])),
        ["Web/Pages/Record list-{}"] = Filled("list-{}", Lists),
        ["Web/Pages/Record since-{}"] = Filled("since-{}", Lists.Except(["FamilyHistory"])),
        ["Web/Pages/Record source-{}"] = Filled("source-{}", Enum.GetNames<ListSource>()),
        ["Web/Pages/Record standing-{}"] = Filled("standing-{}", ["Ended", "EnteredInError"]),
        ["Web/Pages/Record text-{}"] = Filled("text-{}", Lists),
        ["Web/Pages/Record until-{}"] = Filled("until-{}", ["Problem", "Treatment"]),
        ["Web/Pages/Reminders lead-{}"] = Filled("lead-{}", Lead.All.Select(l => l.Of.ToString())),
        ["Web/Pages/Visit guest-kind-{}"] = Filled("guest-kind-{}", Enum.GetValues<GuestKind>().Select(AppointmentFilter.Word)),
        ["Web/Pages/Visit place-{}"] = Filled("place-{}", Enum.GetValues<Place>().Select(AppointmentFilter.Word)),
        ["Web/Pages/Statistics column-{}"] = Filled("column-{}", ["booked", "fulfilled", "by-patient", "by-clinic", "declined", "no-show", "open", "lead"]),
        ["Web/Pages/Statistics fault-{}"] = Filled("fault-{}", ["unreadable", "backwards", "too-long", "out-of-range"]),
    };

    /// <summary>Field and fault, which only the rules of each form know together: some text of that shape is enough here.</summary>
    public static readonly IReadOnlySet<string> Open = new HashSet<string>(StringComparer.Ordinal) { "People fault-{}-{}", "Scheduling fault-{}-{}", "Web/Pages/Agenda fault-{}-{}", "Web/Pages/Clinic/Visits fault-{}-{}", "Web/Pages/Earlier fault-{}-{}", "Web/Pages/Hours fault-{}-{}", "Web/Pages/OneDocument fault-{}-{}", "Web/Pages/Record fault-{}-{}" };

    /// <summary>Keys that a method of the product makes from an enum.</summary>
    public static readonly IReadOnlyList<(string Slice, IEnumerable<string> Keys)> ByMethod =
    [
        ("Accounts", Filled("role-{}", Enum.GetNames<Role>().Select(r => r.ToLowerInvariant()))),
        ("Records", Enum.GetValues<NoteStatus>().Select(s => s.TextKey())),
        ("Records", Enum.GetValues<NoteRefusal>().Select(r => r.TextKey())),
        ("Records", Enum.GetValues<NoteSection>().SelectMany(s => (string[])[s.TextKey(), s.TextKey() + "-hint"])),
        ("Web/Pages/Record", ["since", "on", "in"]),
        ("Web/Pages/Clinic/Trail", Enum.GetValues<AuditAction>().Select(AuditWords.Key)),
    ];

    /// <summary>The keys that <paramref name="shape"/> stands for; itself when it is whole, or when nobody has said yet.</summary>
    public static IEnumerable<string> Of(string slice, string shape) => Known.GetValueOrDefault($"{slice} {shape}", [shape]);

    private static IEnumerable<string> Wired<TEnum>() where TEnum : struct, Enum => Enum.GetNames<TEnum>().Select(JsonNamingPolicy.CamelCase.ConvertName);

    private static IEnumerable<string> Filled(string shape, IEnumerable<string> values) => values.Select(v => shape.Replace("{}", v, StringComparison.Ordinal));
}
