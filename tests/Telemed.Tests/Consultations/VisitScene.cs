using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Telemed.Accounts;
using Telemed.Consultations;
using Telemed.Consultations.Links;
using Telemed.Consultations.Rooms;
using Telemed.People;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Tenancy;

namespace Telemed.Tests.Consultations;

/// <summary>A booked visit of Bob with a doctor of North: its rows, and ways into its room.</summary>
/// <param name="Doctor">Somebody new in each scene, so that visits of several tests may be at one time. Signs as Dr Alice Martin.</param>
public sealed record VisitScene(TelemedApp App, Person Doctor, EncounterId Encounter, AppointmentId? Appointment, ParticipantId Alice, ParticipantId Bob)
{
    /// <summary>Booked in <paramref name="startsIn"/> from now, for half an hour. Each scene takes a time of its own.</summary>
    public static Task<VisitScene> Book(TelemedApp app, Duration? startsIn = null, Person? practitioner = null, PatientId? patient = null)
    {
        ArgumentNullException.ThrowIfNull(app);
        var bob = patient ?? app.Cast.Bob.Patient!.Value;
        return app.InClinic(app.Cast.North, async db =>
        {
            var alice = practitioner ?? await NewDoctor(db, app.Now);
            var starts = app.Now + (startsIn ?? Duration.FromMinutes(10));
            var appointment = new Appointment
            {
                TenantId = db.Tenant, Id = AppointmentId.New(), PatientId = bob, PractitionerId = alice.Practitioner!.Value, StartsAt = starts,
                EndsAt = starts + Duration.FromMinutes(30), Reason = "Suivi", Modality = Modality.Video, Status = AppointmentStatus.Booked,
                CreatedAt = app.Now, BookedBy = alice.Account,
            };
            var visit = await db.InTransaction(async () =>
            {
                db.Appointments.Add(appointment);
                return await db.PlanVisit(alice.Actor, appointment, app.Now);
            });
            return await Of(app, alice, db, visit);
        });
    }

    public static async Task<VisitScene> Of(TelemedApp app, Person doctor, Db db, Encounter visit)
    {
        ArgumentNullException.ThrowIfNull(visit);
        var id = visit.Id;
        var places = await db.Participants.Where(p => p.EncounterId == id && p.Role != ParticipantRole.Guest).ToDictionaryAsync(p => p.Role, p => p.Id);
        return new VisitScene(app, doctor, id, visit.AppointmentId, places[ParticipantRole.Practitioner], places[ParticipantRole.Patient]);
    }

    public static async Task<Person> NewDoctor(Db db, Instant now)
    {
        ArgumentNullException.ThrowIfNull(db);
        var email = $"{Guid.CreateVersion7():N}@telemed.test";
        var account = new Account
        {
            Id = AccountId.New(), Email = email, NormalizedEmail = email.ToUpperInvariant(), GivenName = "Alice", FamilyName = "Martin",
            Language = "fr", CreatedAt = now, EmailConfirmedAt = now, SecurityStamp = Secret.New(),
        };
        var doctor = new Practitioner { TenantId = db.Tenant, Id = PractitionerId.New(), AccountId = account.Id, Title = "Dr", GivenName = "Alice", FamilyName = "Martin" };
        var membership = new Membership
        {
            TenantId = db.Tenant, Id = MembershipId.New(), AccountId = account.Id, Role = Role.Practitioner, PractitionerId = doctor.Id, Since = now,
        };
        db.AddRange(account, doctor, membership);
        await db.SaveChangesAsync();
        return new Person(db.Tenant, account.Id, membership.Id, Role.Practitioner, doctor.Id, null);
    }

    public async Task<string> Link(ParticipantId who, bool movesVisit = false) =>
        (await App.InClinic(App.Cast.North, db => MagicLinks.Issue(db, who, App.Now, movesVisit: movesVisit)))!;

    public Task<Encounter> Row() => App.InClinic(App.Cast.North, db =>
    {
        var id = Encounter;
        return db.Encounters.AsNoTracking().SingleAsync(e => e.Id == id, TestContext.Current.CancellationToken);
    });

    public Task<List<RoomEvent>> Events() => App.InClinic(App.Cast.North, db =>
    {
        var id = Encounter;
        return db.RoomEvents.AsNoTracking().Where(e => e.EncounterId == id).OrderBy(e => e.Number).ToListAsync(TestContext.Current.CancellationToken);
    });

    public Task<AppointmentStatus> PlanStatus() => App.InClinic(App.Cast.North, db =>
    {
        var id = Appointment;
        return db.Appointments.Where(a => a.Id == id).Select(a => a.Status).SingleAsync(TestContext.Current.CancellationToken);
    });

    /// <summary>The row once a timer has ended the visit.</summary>
    public async Task<Encounter> UntilEnded()
    {
        await Until(RoomEventKind.Ended, 1);
        return await Row();
    }

    /// <summary>The events of a kind, once there are so many: the server works in the background.</summary>
    public async Task<IReadOnlyList<RoomEvent>> Until(RoomEventKind kind, int count)
    {
        var patience = System.Diagnostics.Stopwatch.StartNew();
        while (true)
        {
            var found = (await Events()).Where(e => e.Kind == kind).ToList();
            if (found.Count >= count)
            {
                return found;
            }

            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(20), $"{kind} never happened {count} times.");
            await Task.Yield();
        }
    }

    /// <summary>A page in the room by link: redeemed in a browser of its own.</summary>
    public async Task<RoomPage> Guest(ParticipantId who)
    {
        return await ByLink(who, await Link(who));
    }

    /// <summary>A page in the room by this link, redeemed in a browser of its own.</summary>
    public async Task<RoomPage> ByLink(ParticipantId who, string token)
    {
        var cookies = new System.Net.CookieContainer();
        using var browser = App.Browser(cookies);
        var answer = await browser.PostAsJsonAsync("/join/redeem", new { token, place = "home" }, TestContext.Current.CancellationToken);
        var joined = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal("joined", joined.GetProperty("state").GetString());
        return await RoomPage.Open(App, who, cookies.GetCookieHeader(new Uri(TelemedApp.Address)));
    }

    /// <summary>A page in the room by account.</summary>
    public async Task<RoomPage> SignedIn(Person person, ParticipantId who) => await RoomPage.Open(App, who, await App.SessionCookie(person));
}
