using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Telemed.Notifications;
using Telemed.Notifications.Email;
using Telemed.Platform;

namespace Telemed.Tests.Notifications;

/// <summary>Mails through a real mail server of another make, while it is there, away and back.</summary>
public sealed class SmtpTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mail_arrives_at_exactly_its_recipient_and_waits_while_the_server_is_away()
    {
        var server = await SmtpServer.Start(0, Cancel);
        await using var app = new App(server.Port);
        await app.InitializeAsync();
        Assert.IsType<SmtpCarrier>(app.Services.GetRequiredService<IMailCarrier>());

        var first = await app.Queue("bob@telemed.test");
        var mail = await server.Next(Cancel);
        Assert.Equal(["bob@telemed.test"], mail.To);
        Assert.Equal("telemed@localhost", mail.From);
        Assert.Equal("Votre rendez-vous est confirmé – été", mail.Message.Subject);
        Assert.Equal($"{first.Value:N}@telemed.test", mail.Message.MessageId);
        Assert.Equal("Clinique du Nord", mail.Message.From.Mailboxes.Single().Name);
        Assert.Contains("https://telemed.test/join#secret", mail.Message.TextBody, StringComparison.Ordinal);
        Assert.Contains("href=\"https://telemed.test/join#secret\"", mail.Message.HtmlBody, StringComparison.Ordinal);
        Assert.DoesNotContain("src=", mail.Message.HtmlBody, StringComparison.Ordinal);
        await app.Outbox.Drain(Cancel);
        Assert.NotNull((await app.Row(first)).SentAt);

        await server.DisposeAsync();
        var second = await app.Queue("bob@telemed.test");
        await app.Outbox.Drain(Cancel);
        Assert.Null((await app.Row(second)).SentAt);
        Assert.Null((await app.Row(second)).GivenUp);

        await using var back = await SmtpServer.Start(server.Port, Cancel);
        app.Time.Advance(TimeSpan.FromMinutes(2));
        await app.Outbox.Drain(Cancel);
        Assert.Equal($"{second.Value:N}@telemed.test", (await back.Next(Cancel)).Message.MessageId);
        Assert.NotNull((await app.Row(second)).SentAt);
        await app.Outbox.Drain(Cancel);
        Assert.True(back.IsQuiet);
    }

    [Fact]
    public async Task What_a_calendar_program_is_to_read_arrives_beside_the_words()
    {
        await using var server = await SmtpServer.Start(0, Cancel);
        await using var app = new App(server.Port) { Calendar = new LetterCalendar("CANCEL", "BEGIN:VCALENDAR\r\nX-WHERE:Île d’Yeu\r\nEND:VCALENDAR\r\n") };
        await app.InitializeAsync();
        await app.Queue("bob@telemed.test");
        await app.Outbox.Drain(Cancel);
        var message = (await server.Next(Cancel)).Message;
        var parts = Assert.IsType<MimeKit.MultipartAlternative>(message.Body);
        Assert.Equal(["text/plain", "text/html", "text/calendar"], parts.Select(p => p.ContentType.MimeType));
        var calendar = Assert.IsType<MimeKit.TextPart>(parts[2]);
        Assert.Equal(("CANCEL", "utf-8"), (calendar.ContentType.Parameters["method"], calendar.ContentType.Charset));
        Assert.Equal("BEGIN:VCALENDAR\nX-WHERE:Île d’Yeu\nEND:VCALENDAR\n", calendar.Text.ReplaceLineEndings("\n"));
        Assert.Contains("Une phrase.", message.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_address_is_given_up_at_once()
    {
        await using var server = await SmtpServer.Start(0, Cancel);
        await using var app = new App(server.Port);
        await app.InitializeAsync();
        var id = await app.Queue("refused@telemed.test");
        await app.Outbox.Drain(Cancel);
        Assert.Equal("address-refused", (await app.Row(id)).GivenUp);
        Assert.True(server.IsQuiet);
    }

    [Fact]
    public async Task Mails_that_are_due_together_share_a_connection_and_a_refused_one_among_them_holds_up_nobody()
    {
        await using var server = await SmtpServer.Start(0, Cancel);
        await using var app = new App(server.Port);
        await app.InitializeAsync();
        var ids = await app.Queue("bob@telemed.test", "refused@telemed.test", "eva@telemed.test");
        await app.Outbox.Drain(Cancel);
        var (first, second) = (await server.Next(Cancel), await server.Next(Cancel));
        Assert.Equal(first.Connection, second.Connection);
        Assert.Equal(["bob@telemed.test", "eva@telemed.test"], new[] { first, second }.SelectMany(m => m.To).Order());
        Assert.True(server.IsQuiet);
        Assert.Equal([null, "address-refused", null], await Task.WhenAll(ids.Select(async id => (await app.Row(id)).GivenUp)));
    }

    private sealed class App(int port) : TelemedApp
    {
        private readonly OutboxTests.TestLetter _letter = new();

        /// <summary>Goes with every letter; null: nothing.</summary>
        public LetterCalendar? Calendar { get; init; }

        public Outbox Outbox => Services.GetRequiredService<Outbox>();

        public async Task<DeliveryId> Queue(string address) => (await Queue([address])).Single();

        /// <summary>In one unit of work: the outbox finds them all.</summary>
        public async Task<IReadOnlyList<DeliveryId>> Queue(params string[] addresses)
        {
            var subjects = addresses.ToDictionary(_ => Guid.CreateVersion7());
            _letter.Next = delivery => new Letter(subjects[delivery.SubjectId], "Bob Durand", "fr", "Votre rendez-vous est confirmé – été", ["Une phrase."],
                new LetterAction("Rejoindre", "https://telemed.test/join#secret")) { Calendar = Calendar };
            return await InClinic(Cast.North, db => db.InTransaction(() =>
            {
                foreach (var subject in subjects.Keys)
                {
                    db.Mail(Cast.Bob.Patient!.Value, NotificationKind.AppointmentRequested, subject, Now);
                }

                var rows = db.ChangeTracker.Entries<Delivery>().Select(e => e.Entity).ToDictionary(d => d.SubjectId, d => d.Id);
                return Task.FromResult(subjects.Keys.Select(subject => rows[subject]).ToList());
            }));
        }

        public Task<Delivery> Row(DeliveryId id) => InClinic(Cast.North, db => db.Deliveries.AsNoTracking().SingleAsync(d => d.Id == id));

        protected override void ConfigureWebHost(Microsoft.AspNetCore.Hosting.IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Telemed:Smtp:Host", "127.0.0.1");
            builder.UseSetting("Telemed:Smtp:Port", port.ToString(System.Globalization.CultureInfo.InvariantCulture));
            builder.UseSetting("Telemed:Smtp:Security", "none");
            builder.ConfigureTestServices(services =>
            {
                services.RemoveAll<ILetter>();
                services.AddSingleton<ILetter>(_letter);
            });
        }
    }
}
