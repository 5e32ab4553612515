using NodaTime;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Scheduling.Hours;
using Telemed.Scheduling.Offers;

namespace Telemed.Tests.Scheduling;

/// <summary>A visit type that Alice offers, and hours in which it may be booked.</summary>
internal sealed record OfferScene(TelemedApp App, VisitTypeId Type, PractitionerId With)
{
    public static readonly VisitTypeDraft Usual = new("Suivi", 30, 0, 0, Modality.Video, ForPatients: true, StandsAtOnce: true);

    private static int _made;

    /// <summary>Open 9:00 to 12:00 and 14:00 to 17:00 from Monday to Friday, once for each practitioner and app.</summary>
    public static async Task<OfferScene> Make(TelemedApp app, VisitTypeDraft? draft = null, Person? with = null)
    {
        var (who, nora, number) = ((with ?? app.Cast.Alice).Practitioner!.Value, app.Cast.Nora.Actor, Interlocked.Increment(ref _made));
        var wanted = draft ?? Usual;
        return await app.InClinic(app.Cast.North, async db =>
        {
            var saved = Assert.IsType<VisitTypeOutcome.Saved>(await db.SaveVisitType(nora, null, wanted with { Name = $"{wanted.Name} {number}" }, app.Now));
            var types = db.VisitTypes.Where(t => t.RetiredAt == null).Select(t => t.Id);
            var offered = db.OfferedVisits.Where(o => o.PractitionerId == who && types.Contains(o.VisitTypeId)).Select(o => o.VisitTypeId).ToList();
            Assert.IsType<HoursOutcome.Saved>(await db.Offer(nora, who, [.. offered, saved.Id], app.Now));
            var file = (await db.HoursFor(nora, who))!;
            if (file.Periods.Count == 0)
            {
                Assert.IsType<HoursOutcome.Saved>(await db.SaveWeek(nora, who, file.Policy.Version, new HoursPeriodDraft(new LocalDate(2026, 1, 1), null, Week), app.Now));
            }

            return new OfferScene(app, saved.Id, who);
        });
    }

    public Task<IReadOnlyList<OfferedSlot>> Free(LocalDate day, int days = 1, bool forPatient = true) => App.InClinic(App.Cast.North, db =>
        db.FreeSlots(new SlotSearch(Type, day, days, With, ForPatient: forPatient), App.Now));

    public async Task<bool> IsFree(Instant at) => (await Free(at.InUtc().Date)).Any(s => s.Slot.StartsAt == at);

    public Task<HoldOutcome> Hold(Person by, Instant at) => App.InClinic(App.Cast.North, db => db.HoldSlot(by.Actor, With, Type, at, App.Now));

    public Task<BookingOutcome> Book(Person by, Instant at, BusyTimeId? hold = null, Guid? request = null, PatientId? patient = null) =>
        App.Book(by, new NewAppointment(patient ?? App.Cast.Bob.Patient!.Value, With, at, Duration.FromMinutes(5), "Suivi", Modality.Audio) { VisitType = Type, Hold = hold, Request = request });

    private static IReadOnlyList<WeeklyRange> Week =>
        [.. from day in Enumerable.Range(1, 5) from range in (DayRange[])[new(540, 720), new(840, 1020)] select new WeeklyRange((IsoDayOfWeek)day, range)];
}
