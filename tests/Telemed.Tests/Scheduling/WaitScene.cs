using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Telemed.People;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Scheduling.Earlier;

namespace Telemed.Tests.Scheduling;

/// <summary>A day on which Alice is booked, and patients of their own who wait for something to become free then.</summary>
internal sealed record WaitScene(TelemedApp App, OfferScene Offer, LocalDate Day)
{
    private static int _people;

    public static async Task<WaitScene> Make(TelemedApp app, LocalDate day) => new(app, await OfferScene.Make(app), day);

    /// <summary>By the clinic's clock, in winter.</summary>
    public Instant At(int hour) => Day.At(new LocalTime(hour, 0)).InUtc().ToInstant() - Duration.FromHours(1);

    public Task<PatientId> Patient(string language = "fr") => App.InClinic(App.Cast.North, async db =>
    {
        var number = Interlocked.Increment(ref _people);
        var patient = new Patient
        {
            TenantId = db.Tenant, Id = PatientId.New(), GivenName = "Wim", FamilyName = $"Attend{number}", FoldedGivenName = "WIM", FoldedFamilyName = $"ATTEND{number}",
            BirthDate = new LocalDate(1980, 1, 1), Sex = Sex.Unknown, Email = $"wim{number}@telemed.test", Language = language, CreatedAt = App.Now,
        };
        db.Patients.Add(patient);
        await db.SaveChangesAsync();
        return patient.Id;
    });

    /// <summary>An appointment at that hour, of a patient of its own or of this one.</summary>
    public async Task<Appointment> Taken(int hour, PatientId? patient = null) =>
        Assert.IsType<BookingOutcome.Booked>(await Offer.Book(App.Cast.Alice, At(hour), patient: patient ?? await Patient())).Appointment;

    public Task<EarlierOutcome> Ask(PatientId patient, AppointmentId? later = null, Person? by = null, PractitionerId? with = null, LocalDate? from = null, LocalDate? until = null) =>
        App.InClinic(App.Cast.North, db => db.AskEarlier((by ?? App.Cast.Nora).Actor, new EarlierDraft(patient, Offer.Type, with, from ?? Day, until ?? Day, later, "Suivi"), App.Now));

    /// <summary>A patient of its own waits, after all who wait already.</summary>
    public async Task<PatientId> Waits(AppointmentId? later = null, PatientId? patient = null)
    {
        var who = patient ?? await Patient();
        Assert.IsType<EarlierOutcome.Asked>(await Ask(who, later));
        App.Time.Advance(TimeSpan.FromSeconds(1));
        return who;
    }

    public async Task Cancel(Appointment appointment) =>
        Assert.IsType<MoveOutcome.Moved>(await App.Move(App.Cast.Nora, appointment.Id, AppointmentStatus.Cancelled));

    /// <summary>All that was offered of this visit type, the first first, with who was offered it.</summary>
    public Task<List<(PatientId Patient, EarlierOffer Offer)>> Offers() => App.InClinic(App.Cast.North, async db =>
    {
        var wishes = await db.EarlierWishes.AsNoTracking().Where(w => w.VisitTypeId == Offer.Type).ToDictionaryAsync(w => w.Id, w => w.PatientId);
        var offers = await db.EarlierOffers.AsNoTracking().OrderBy(o => o.OfferedAt).ThenBy(o => o.Id).ToListAsync();
        return offers.Where(o => wishes.ContainsKey(o.WishId)).Select(o => (wishes[o.WishId], o)).ToList();
    });

    public async Task<EarlierOffer> OpenTo(PatientId patient)
    {
        var open = Assert.Single(await Offers(), o => o.Offer.Answer is null);
        Assert.Equal(patient, open.Patient);
        return open.Offer;
    }

    public Task<OfferOutcome> Accept(Person by, EarlierOfferId id) => App.InClinic(by.Clinic, db => db.AcceptEarlier(by.Actor, id, App.Now));

    public Task<OfferOutcome> Refuse(Person by, EarlierOfferId id) => App.InClinic(by.Clinic, db => db.RefuseEarlier(by.Actor, id, App.Now));

    public async Task OutOfTime()
    {
        App.Time.Advance(EarlierOffer.Lasts.ToTimeSpan());
        await App.Services.GetRequiredService<OfferWatch>().Look(TestContext.Current.CancellationToken);
    }

    public Task<int> Holds() => App.InClinic(App.Cast.North, db => db.BusyTimes.CountAsync(b => b.Kind == BusyKind.Hold && b.StartsAt >= At(0) && b.StartsAt < At(23)));
}
