using System.Globalization;
using NodaTime;
using Telemed.People;
using Telemed.Platform;
using Telemed.Records;
using Telemed.Records.Timeline;
using Telemed.Scheduling;

namespace Telemed.Web.Pages.Timeline;

/// <summary>What the address of a patient's page asks of the time line, and the addresses of its neighbours.</summary>
public sealed record TimelineQuery(string Page, TimelineKind? Kind, PractitionerId? Practitioner, Instant? Before, string? Tag)
{
    /// <summary>What cannot be read is not asked for.</summary>
    /// <param name="before">Milliseconds since 1970, as <see cref="Url"/> writes them.</param>
    /// <param name="until">A day: its end in the clinic's zone is where the page begins.</param>
    public static TimelineQuery Read(string page, string? kind, string? by, string? before, string? until, string? tag, DateTimeZone zone) => new(page,
        Enum.GetValues<TimelineKind>().Where(k => Word(k) == kind).Select(k => (TimelineKind?)k).FirstOrDefault(),
        Guid.TryParse(by, out var practitioner) ? new PractitionerId(practitioner) : null,
        ClinicTime.ParseDate(until) is { Year: > 1900 and < 2200 } day ? zone.AtStartOfDay(day.PlusDays(1)).ToInstant()
            : long.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < Latest ? Instant.FromUnixTimeMilliseconds(at) : null,
        TagLine.Clean(tag) is { Length: > 0 } clean ? TagLine.Of(clean)[0] : null);

    public TimelineWish Wish => new(Kind, Practitioner, Before, Tag);

    /// <summary>The page, its filters and where it begins; the first page is asked for by itself.</summary>
    public string Url
    {
        get
        {
            var asked = new (string Name, string? Value)[]
            {
                ("kind", Kind is { } kind ? Word(kind) : null), ("by", Practitioner?.ToString()), ("before", Before?.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)),
                ("tag", Tag is { } tag ? Uri.EscapeDataString(tag) : null),
            };
            var said = string.Join('&', asked.Where(a => a.Value is not null).Select(a => $"{a.Name}={a.Value}"));
            return said.Length is 0 ? Page : $"{Page}?{said}";
        }
    }

    public static string Word(TimelineKind kind) => kind.ToString().ToLowerInvariant();

    // The year 2200: later than anybody is booked.
    private const long Latest = 7_258_118_400_000;
}
