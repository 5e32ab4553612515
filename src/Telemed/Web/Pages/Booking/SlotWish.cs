using Microsoft.AspNetCore.WebUtilities;
using NodaTime;
using NodaTime.Text;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Scheduling.Offers;

namespace Telemed.Web.Pages.Booking;

/// <summary>What a patient looks for: carried in the address from step to step, read leniently.</summary>
/// <param name="With">Null: whoever is free first.</param>
/// <param name="From">The first day shown; null: today.</param>
public sealed record SlotWish(VisitTypeId? Visit, PractitionerId? With, DayPart Part, LocalDate? From)
{
    public const string ForPatients = "/book";

    /// <summary>Where the patients' list sends a time that was pressed.</summary>
    public const string Holding = "/book/hold";

    private const int LongestSpeciality = 100;

    /// <summary>Of the list of free times: the patients' own, or a clinic's public one.</summary>
    public string Page { get; init; } = ForPatients;

    /// <summary>Only practitioners of this one; null: of any, or <see cref="With"/> says whom.</summary>
    public string? Speciality { get; init; }

    /// <summary>Years that a time may be of; at the calendar's end no day comes after.</summary>
    private static readonly Instant Earliest = Instant.FromUtc(2000, 1, 1, 0, 0), Latest = Instant.FromUtc(2200, 1, 1, 0, 0);

    public string Url => Address(Page);

    public string HoldUrl => Address(Holding);

    /// <summary>Back to the list after a lost race: which time was lost.</summary>
    public string Lost(PractitionerId practitioner, Instant at) => Address(Page, ("lost", Value(practitioner, at)));

    /// <summary>Back to the list with a sentence.</summary>
    public string Saying(string what) => Address(Page, ("said", what));

    public string Confirm(PractitionerId practitioner, Instant at, BusyTimeId hold) =>
        Address($"{ForPatients}/confirm", ("slot", Value(practitioner, at)), ("hold", hold.ToString()));

    /// <param name="with">A practitioner's id, or a speciality as it is written on file.</param>
    public static SlotWish Read(string? visit, string? with, string? part, string? from)
    {
        var practitioner = Guid.TryParse(with, out var id) ? new PractitionerId(id) : (PractitionerId?)null;
        return new(Guid.TryParse(visit, out var type) ? new VisitTypeId(type) : null, practitioner,
            part switch { "morning" => DayPart.Morning, "afternoon" => DayPart.Afternoon, _ => DayPart.Whole }, ClinicTime.ParseDate(from))
        {
            Speciality = practitioner is null && with is { Length: > 0 and <= LongestSpeciality } ? with : null,
        };
    }

    /// <summary>A slot as the form's button names it.</summary>
    public static string Value(PractitionerId practitioner, Instant at) => $"{practitioner}_{InstantPattern.General.Format(at)}";

    /// <inheritdoc cref="Value"/>
    public static (PractitionerId Practitioner, Instant At)? Slot(string? value) =>
        value?.Split('_') is [var who, var when] && Guid.TryParse(who, out var id) && InstantPattern.General.Parse(when) is { Success: true, Value: var at } && at > Earliest && at < Latest
            ? (new PractitionerId(id), at) : null;

    private string Address(string page, params (string Name, string Value)[] more) => QueryHelpers.AddQueryString(page, ((string, string?)[])
        [
            ("visit", Visit?.ToString()), ("with", With?.ToString() ?? Speciality), ("part", Part is DayPart.Whole ? null : Part is DayPart.Morning ? "morning" : "afternoon"),
            ("from", From is { } day ? Times.Attribute(day) : null), .. more.Select(m => (m.Name, (string?)m.Value)),
        ] is var parts ? parts.Where(p => p.Item2 is not null).Select(p => KeyValuePair.Create(p.Item1, p.Item2)) : []);
}
