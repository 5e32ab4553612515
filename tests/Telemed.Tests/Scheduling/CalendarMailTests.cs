using Microsoft.AspNetCore.Hosting;
using MimeKit;
using NodaTime;
using Microsoft.Extensions.DependencyInjection;
using Telemed.Notifications;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Tests.Notifications;
using static Telemed.Tests.Scheduling.Bookers;

namespace Telemed.Tests.Scheduling;

/// <summary>What a patient's mail program gets for their calendar, through a real mail server.</summary>
public sealed class CalendarMailTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Booked_moved_and_cancelled_the_mails_leave_the_patients_calendar_empty()
    {
        await using var server = await SmtpServer.Start(0, Cancel);
        await using var app = new App(server.Port);
        await app.InitializeAsync();
        var booked = await app.Booked(app.Cast.Alice, Wanted(app, Duration.FromDays(1)));
        var invitation = await Calendar(app, server, "REQUEST");
        Assert.Equal("2026-11-24T08:00:00.000Z", Assert.Single(await OtherCalendar.After([invitation])).Start);
        await app.Reschedule(app.Cast.Alice, booked.Id, booked.StartsAt + Duration.FromDays(1));
        var update = await Calendar(app, server, "REQUEST");
        Assert.Equal("2026-11-25T08:00:00.000Z", Assert.Single(await OtherCalendar.After([invitation, update])).Start);
        await app.Move(app.Cast.Bob, booked.Id, AppointmentStatus.Cancelled);
        Assert.Empty(await OtherCalendar.After([invitation, update, await Calendar(app, server, "CANCEL")]));
        Assert.True(server.IsQuiet);
    }

    private static async Task<string> Calendar(App app, SmtpServer server, string method)
    {
        await app.Services.GetRequiredService<Outbox>().Drain(Cancel);
        var part = (await server.Next(Cancel)).Message.BodyParts.OfType<TextPart>().Single(p => p.ContentType.IsMimeType("text", "calendar"));
        Assert.Equal(method, part.ContentType.Parameters["method"]);
        return part.Text;
    }

    private sealed class App(int port) : TelemedApp
    {
        protected override void ConfigureWebHost(Microsoft.AspNetCore.Hosting.IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Telemed:Smtp:Host", "127.0.0.1");
            builder.UseSetting("Telemed:Smtp:Port", port.ToString(System.Globalization.CultureInfo.InvariantCulture));
            builder.UseSetting("Telemed:Smtp:Security", "none");
        }
    }
}
