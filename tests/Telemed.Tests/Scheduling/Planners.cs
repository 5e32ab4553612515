using NodaTime;
using NodaTime.Text;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Scheduling.Hours;
using Telemed.Scheduling.Offers;

namespace Telemed.Tests.Scheduling;

/// <summary>What the tests of hours and offers ask of the app, in the domain's words.</summary>
internal static class Planners
{
    public static LocalDate Day(string iso) => LocalDatePattern.Iso.Parse(iso).Value;

    /// <summary>The same hours on every day of the week.</summary>
    public static HoursPeriodDraft WeekOf(LocalDate from, LocalDate? until, string hours) => new(from, until,
        [.. Enumerable.Range(1, 7).SelectMany(day => WeeklyText.ReadDay(hours).Ranges.Select(range => new WeeklyRange((IsoDayOfWeek)day, range)))]);

    public static async Task<HoursOnFile> HoursOf(this TelemedApp app, Person practitioner) =>
        (await app.InClinic(practitioner.Clinic, db => db.HoursFor(practitioner.Actor, practitioner.Practitioner!.Value)))!;

    public static async Task Plan(this TelemedApp app, Person practitioner, HoursPeriodDraft week, Person? by = null)
    {
        var version = (await app.HoursOf(practitioner)).Policy.Version;
        Assert.IsType<HoursOutcome.Saved>(await app.InClinic(practitioner.Clinic,
            db => db.SaveWeek((by ?? practitioner).Actor, practitioner.Practitioner!.Value, version, week, app.Now)));
    }

    /// <summary>A new visit type of the clinic.</summary>
    public static async Task<VisitTypeId> VisitType(this TelemedApp app, string name, int minutes) =>
        Assert.IsType<VisitTypeOutcome.Saved>(await app.InClinic(app.Cast.North, db => db.SaveVisitType(app.Cast.Nora.Actor, null,
            new VisitTypeDraft(name, minutes, 0, 0, Modality.Video, ForPatients: true, StandsAtOnce: true), app.Now))).Id;

    /// <summary>A new visit type, which this practitioner offers and nothing else.</summary>
    public static async Task<VisitTypeId> Offers(this TelemedApp app, Person practitioner, string name, int minutes)
    {
        var type = await app.VisitType(name, minutes);
        Assert.IsType<HoursOutcome.Saved>(await app.InClinic(practitioner.Clinic, db => db.Offer(practitioner.Actor, practitioner.Practitioner!.Value, [type], app.Now)));
        return type;
    }

    /// <summary>When the free slots of a day start, by the clinic's clock.</summary>
    public static async Task<List<LocalTime>> SlotsOn(this TelemedApp app, Person practitioner, VisitTypeId type, LocalDate day) =>
        await app.InClinic(practitioner.Clinic, async db =>
        {
            var slots = await db.FreeSlots(new SlotSearch(type, day, 1, practitioner.Practitioner), app.Now);
            return slots.Select(s => s.Slot.StartsAt.InZone(DateTimeZoneProviders.Tzdb["Europe/Paris"]).TimeOfDay).ToList();
        });
}
