using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Telemed.Accounts;
using Telemed.Notifications;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Tests.Documents;

namespace Telemed.Tests.Notifications;

public sealed class NotificationsTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_kind_reads_as_a_sentence_with_the_names_and_times_that_hold_now()
    {
        var appointment = await Appointment();
        foreach (var kind in Enum.GetValues<NotificationKind>())
        {
            await Tell(app.Cast.Bob, kind, appointment);
            await Tell(app.Cast.Alice, kind, appointment);
        }

        foreach (var (person, other) in ((Person, string)[])[(app.Cast.Bob, "Dr Alice Martin"), (app.Cast.Alice, "Bob Durand")])
        {
            var list = await List(await app.Browser(person));
            foreach (var item in list.GetProperty("items").EnumerateArray())
            {
                var (kind, text) = (item.GetProperty("kind").GetString()!, item.GetProperty("text").GetString()!);
                Assert.DoesNotContain("{", text, StringComparison.Ordinal);
                Assert.Contains(' ', text);
                Assert.StartsWith("/", item.GetProperty("url").GetString(), StringComparison.Ordinal);
                if (kind.StartsWith("appointment", StringComparison.Ordinal))
                {
                    Assert.Contains(other, text, StringComparison.Ordinal);
                    Assert.Contains("mardi 24 novembre 2026", text, StringComparison.Ordinal);
                }
            }
        }
    }

    [Fact]
    public async Task One_and_all_can_be_marked_read_by_their_owner_only()
    {
        var (dan, nora) = (await app.Browser(app.Cast.Dan), await app.Browser(app.Cast.Nora));
        for (var i = 0; i < 3; i++)
        {
            await Tell(app.Cast.Dan, NotificationKind.PatientWaiting, null);
        }

        var list = await List(dan);
        Assert.Equal(3, list.GetProperty("unread").GetInt32());
        var id = list.GetProperty("items")[0].GetProperty("id").GetGuid();
        Assert.Equal(HttpStatusCode.NotFound, (await Post(nora, $"/api/notifications/{id}/read")).StatusCode);
        await Post(nora, "/api/notifications/read");
        Assert.Equal(3, (await List(dan)).GetProperty("unread").GetInt32());
        Assert.Equal(HttpStatusCode.NoContent, (await Post(dan, $"/api/notifications/{id}/read")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await Post(dan, $"/api/notifications/{id}/read")).StatusCode);
        Assert.Equal(2, (await List(dan)).GetProperty("unread").GetInt32());
        Assert.Equal(HttpStatusCode.NoContent, (await Post(dan, "/api/notifications/read")).StatusCode);
        Assert.Equal(0, (await List(dan)).GetProperty("unread").GetInt32());
        Assert.Equal(HttpStatusCode.NotFound, (await Post(dan, $"/api/notifications/{Guid.CreateVersion7()}/read")).StatusCode);
    }

    [Fact]
    public async Task The_page_lists_them_and_a_form_without_its_token_changes_nothing()
    {
        await Tell(app.Cast.Ada, NotificationKind.PatientWaiting, null);
        var ada = await app.Browser(app.Cast.Ada);
        var page = await (await ada.Ask(HttpMethod.Get, "/notifications")).Content.ReadAsStringAsync(Cancel);
        Assert.Contains("une personne du cabinet est en salle d", page, StringComparison.Ordinal);
        using var form = new FormUrlEncodedContent([new("all", "1")]);
        Assert.Equal("/notifications?stale=true", (await ada.Ask(HttpMethod.Post, "/notifications/read", form)).Headers.Location?.OriginalString);
        Assert.Equal(1, (await List(ada)).GetProperty("unread").GetInt32());
    }

    [Fact]
    public async Task Open_pages_hear_at_once_what_their_own_account_was_told()
    {
        var heard = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var alice = await Live(app.Cast.Alice, topic => heard.TrySetResult(topic));
        var others = 0;
        await using var charlie = await Live(app.Cast.Charlie, _ => others++);
        await Tell(app.Cast.Alice, NotificationKind.PatientWaiting, null);
        Assert.Equal("notifications", await heard.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancel));
        Assert.Equal(0, others);
    }

    [Fact]
    public async Task An_open_page_hears_nothing_more_once_its_session_has_ended()
    {
        await using var nora = await Live(app.Cast.Nora, _ => { });
        await using var dan = await Live(app.Cast.Dan, _ => { });
        var cut = new TaskCompletionSource();
        nora.Closed += _ => { cut.TrySetResult(); return Task.CompletedTask; };
        await app.InScope(async s =>
        {
            var db = s.GetRequiredService<Db>();
            return await db.InTransaction(() => Sessions.Revoke(db, app.Cast.Nora.Account, app.Now));
        });
        app.Time.Advance(TimeSpan.FromMinutes(1));
        await cut.Task.WaitAsync(TimeSpan.FromSeconds(20), Cancel);
        Assert.Equal(HubConnectionState.Connected, dan.State);
    }

    [Fact]
    public async Task A_stranger_hears_nothing() =>
        await Assert.ThrowsAnyAsync<Exception>(() => Live(null, _ => { }));

    [Fact]
    public async Task Charlie_sees_nothing()
    {
        var id = await Tell(app.Cast.Alice, NotificationKind.PatientWaiting, null);
        var charlie = await app.Browser(app.Cast.Charlie);
        Assert.Equal(0, (await List(charlie)).GetProperty("items").GetArrayLength());
        Assert.Equal(HttpStatusCode.NotFound, (await Post(charlie, $"/api/notifications/{id}/read")).StatusCode);
        Assert.Null(await app.InClinic(app.Cast.North, db => db.Notifications.Where(n => n.Id == id).Select(n => n.ReadAt).SingleAsync(Cancel)));
    }

    [Fact]
    public async Task Anonymous_sees_nothing()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Anonymous().Ask(HttpMethod.Get, "/api/notifications")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Post(app.Anonymous(), "/api/notifications/read")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.Browser(app.Cast.Alice)).Ask(HttpMethod.Get, "/dev/mail")).StatusCode);
    }

    private async Task<NotificationId> Tell(Person to, NotificationKind kind, AppointmentId? about) => await app.InClinic(app.Cast.North, db => db.InTransaction(() =>
    {
        db.Tell(to.Account, kind, app.Now, about);
        return Task.FromResult(db.ChangeTracker.Entries<Notification>().Single().Entity.Id);
    }));

    private async Task<AppointmentId> Appointment() => await app.InClinic(app.Cast.North, async db =>
    {
        var appointment = new Appointment
        {
            TenantId = db.Tenant, Id = AppointmentId.New(), PatientId = app.Cast.Bob.Patient!.Value, PractitionerId = app.Cast.Alice.Practitioner!.Value,
            StartsAt = app.Now + Duration.FromHours(30), EndsAt = app.Now + Duration.FromHours(31), Reason = "Suivi", Modality = Modality.Video,
            Status = AppointmentStatus.Booked, CreatedAt = app.Now, BookedBy = app.Cast.Alice.Account,
        };
        db.Appointments.Add(appointment);
        await db.SaveChangesAsync(Cancel);
        return appointment.Id;
    });

    private static async Task<JsonElement> List(HttpClient browser) => await (await browser.Ask(HttpMethod.Get, "/api/notifications")).Json();

    private static Task<HttpResponseMessage> Post(HttpClient browser, string path) => browser.Ask(HttpMethod.Post, path, JsonContent.Create(new { }));

    private Task<HubConnection> Live(Person? person, Action<string> changed) => app.Live(person, changed);
}
