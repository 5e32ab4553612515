using NodaTime;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Web.Pages.Hours;

namespace Telemed.Web.Pages.Agenda;

/// <summary>The form that blocks a time, as typed.</summary>
/// <param name="Request">Its own id: sent twice, it is one block.</param>
public sealed record BlockTyped(string Practitioner, string Date, string From, string Until, string Note, string Request)
{
    public const string Form = "block";

    /// <summary>A fresh form for that day, or what was sent.</summary>
    public static BlockTyped Of(HttpContext context, LocalDate day) => PostedForm.Of(context, Form) is { } form
        ? new(form.Typed("practitioner"), form.Typed("date"), form.Typed("from"), form.Typed("until"), form.Typed("note"), form.Typed("request"))
        : new("", Times.Attribute(day), "", "", "", Guid.CreateVersion7().ToString());

    /// <summary>What is wished, by the clinic's clock, or null and a code per field that cannot be read. Until 0:00 is until midnight.</summary>
    public NewBlock? Read(PractitionerId? own, DateTimeZone zone, IDictionary<string, string> faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        var (practitioner, date) = (own ?? (Guid.TryParse(Practitioner, out var id) ? new PractitionerId(id) : null), ClinicTime.ParseDate(Date));
        var (from, until) = (ClinicTime.ParseTime(From), ClinicTime.ParseTime(Until));
        (string Field, bool Given)[] fields = [("practitioner", practitioner is not null), ("date", date is not null), ("from", from is not null), ("until", until is not null)];
        foreach (var (field, _) in fields.Where(f => !f.Given))
        {
            faults[field] = "required";
        }

        if (faults.Count > 0)
        {
            return null;
        }

        var starts = At(date!.Value + from!.Value, zone);
        var ends = At((until == LocalTime.Midnight ? date.Value.PlusDays(1) : date.Value) + until!.Value, zone);
        Never(faults, "from", starts);
        Never(faults, "until", ends);
        return starts is { } first && ends is { } last
            ? new NewBlock(Guid.TryParse(Request, out var made) ? new BusyTimeId(made) : BusyTimeId.New(), practitioner!.Value, first, last, Note) : null;
    }

    private static void Never(IDictionary<string, string> faults, string field, Instant? at)
    {
        if (at is null)
        {
            faults[field] = "never";
        }
    }

    private static Instant? At(LocalDateTime local, DateTimeZone zone) =>
        ClinicTime.Of(local, zone) switch { ClinicTime.Once once => once.At, ClinicTime.Earlier earlier => earlier.At, _ => null };
}
