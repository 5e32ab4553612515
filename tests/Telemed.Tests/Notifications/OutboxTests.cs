using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NodaTime;
using MimeKit;
using Telemed.Notifications;
using Telemed.Notifications.Email;
using Telemed.Platform;

namespace Telemed.Tests.Notifications;

public sealed class OutboxTests(OutboxTests.App app) : IClassFixture<OutboxTests.App>
{
    private const NotificationKind Kind = NotificationKind.AppointmentRequested;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_queued_mail_leaves_by_itself_once_its_unit_of_work_has_committed()
    {
        app.Letters.Next = d => Letter("wake@telemed.test");
        var id = await Queue(app.Cast.Eva);
        var mail = await app.Mailbox.Expect("wake@telemed.test", Cancel);
        Assert.Equal($"{id.Value:N}@telemed.test", mail.MessageId);
        Assert.Contains("Bonjour Éva Petit,", mail.Text, StringComparison.Ordinal);
        Assert.Contains("Clinique du Nord", mail.Text, StringComparison.Ordinal);
        await app.Outbox.Drain(Cancel);
        Assert.NotNull((await Row(id)).SentAt);
    }

    [Fact]
    public async Task A_mail_of_a_unit_of_work_that_failed_never_leaves()
    {
        app.Letters.Next = d => Letter("never@telemed.test");
        await Assert.ThrowsAsync<InvalidOperationException>(() => app.InClinic(app.Cast.North, db => db.InTransaction<int>(() =>
        {
            db.Mail(app.Cast.Eva, Kind, Guid.CreateVersion7(), app.Now);
            throw new InvalidOperationException();
        })));
        await app.Outbox.Drain(Cancel);
        Assert.DoesNotContain(app.Mailbox.Mails, m => m.Letter.ToAddress == "never@telemed.test");
    }

    [Fact]
    public async Task What_the_letter_mints_has_committed_before_the_mail_leaves()
    {
        var committedBefore = false;
        app.Letters.Mint = (db, delivery) => db.Tell(app.Cast.Bob.Account, Kind, app.Now, new AppointmentId(delivery.SubjectId));
        app.Letters.Next = d => Letter("minted@telemed.test");
        var subject = Guid.CreateVersion7();
        app.Slow.Before = async _ =>
            committedBefore = await app.InClinic(app.Cast.North, db => db.Notifications.AnyAsync(n => n.AppointmentId == subject, Cancel));
        await Queue(app.Cast.Eva, subject);
        await app.Mailbox.Expect("minted@telemed.test", Cancel);
        (app.Letters.Mint, app.Slow.Before) = (null, null);
        Assert.True(committedBefore);
    }

    [Fact]
    public async Task A_failed_mail_is_tried_again_after_a_while_with_the_same_message_id()
    {
        app.Letters.Next = d => Letter("retry@telemed.test");
        var ids = new List<string?>();
        app.Slow.Before = message => { ids.Add(message.MessageId); throw new IOException("down"); };
        var id = await Queue(app.Cast.Eva);
        await app.Outbox.Drain(Cancel);
        var failed = await Row(id);
        Assert.Null(failed.SentAt);
        Assert.InRange(failed.NextTryAt - app.Now, Duration.FromSeconds(48), Duration.FromSeconds(72));
        app.Slow.Before = message => { ids.Add(message.MessageId); return Task.CompletedTask; };
        app.Time.Advance(TimeSpan.FromSeconds(73));
        await app.Outbox.Drain(Cancel);
        app.Slow.Before = null;
        Assert.NotNull((await Row(id)).SentAt);
        Assert.Equal(2, ids.Count);
        Assert.Equal(ids[0], ids[1]);
    }

    [Fact]
    public async Task A_mail_without_subject_or_address_is_given_up_with_a_reason()
    {
        app.Letters.Next = d => null;
        var gone = await Queue(app.Cast.Eva);
        await app.Outbox.Drain(Cancel);
        app.Letters.Next = d => Letter("");
        var nowhere = await Queue(app.Cast.Eva);
        await app.Outbox.Drain(Cancel);
        app.Letters.Next = d => Letter("a@b.test\r\nBcc: all@telemed.test");
        var forged = await Queue(app.Cast.Eva);
        await app.Outbox.Drain(Cancel);
        Assert.Equal("subject-gone", (await Row(gone)).GivenUp);
        Assert.Equal("no-address", (await Row(nowhere)).GivenUp);
        Assert.Equal("no-address", (await Row(forged)).GivenUp);
    }

    [Fact]
    public async Task A_letter_that_cannot_be_written_holds_up_no_other()
    {
        var broken = Guid.CreateVersion7();
        app.Letters.Next = d => d.SubjectId == broken ? throw new InvalidOperationException() : Letter("beside@telemed.test");
        var (bad, good) = await app.InClinic(app.Cast.North, db => db.InTransaction(() =>
        {
            db.Mail(app.Cast.Eva, Kind, broken, app.Now);
            db.Mail(app.Cast.Eva, Kind, Guid.CreateVersion7(), app.Now);
            var rows = db.ChangeTracker.Entries<Delivery>().Select(e => e.Entity).ToLookup(d => d.SubjectId == broken, d => d.Id);
            return Task.FromResult((rows[true].Single(), rows[false].Single()));
        }));
        await app.Outbox.Drain(Cancel);
        Assert.NotNull((await Row(good)).SentAt);
        Assert.Null((await Row(bad)).SentAt);
        Assert.Null((await Row(bad)).GivenUp);
        Assert.Equal(1, (await Row(bad)).Tries);
        Assert.Single(app.Mailbox.Mails, m => m.Letter.ToAddress == "beside@telemed.test");
        app.Letters.Next = d => null;
        app.Time.Advance(TimeSpan.FromSeconds(73));
        await app.Outbox.Drain(Cancel);
        Assert.Equal("subject-gone", (await Row(bad)).GivenUp);
    }

    [Fact]
    public async Task What_a_stopping_sender_has_not_begun_is_due_again_at_once()
    {
        app.Letters.Next = d => Letter("stopping@telemed.test");
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        app.Slow.Before = async _ => await stopping.CancelAsync();
        var ids = await DueTogether(3);
        await using (var scope = app.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<Sending>().Try(app.Cast.North, ids, stopping.Token);
        }

        app.Slow.Before = null;
        Assert.Single(app.Mailbox.Mails, m => m.Letter.ToAddress == "stopping@telemed.test");
        await app.Outbox.Drain(Cancel);
        Assert.Equal(3, app.Mailbox.Mails.Count(m => m.Letter.ToAddress == "stopping@telemed.test"));
        foreach (var id in ids)
        {
            Assert.Equal(1, (await Row(id)).Tries);
        }
    }

    [Fact]
    public async Task A_mail_that_is_due_later_waits_for_its_time_and_its_failures_count_from_then()
    {
        app.Letters.Next = d => Letter("later@telemed.test");
        var due = app.Now + Duration.FromDays(3);
        var id = await app.InClinic(app.Cast.North, db => db.InTransaction(() =>
        {
            db.Mail(app.Cast.Eva, Kind, Guid.CreateVersion7(), app.Now, due);
            return Task.FromResult(db.ChangeTracker.Entries<Delivery>().Single().Entity.Id);
        }));
        app.Time.Advance(TimeSpan.FromDays(3) - TimeSpan.FromSeconds(1));
        await app.Outbox.Drain(Cancel);
        Assert.Equal(0, (await Row(id)).Tries);
        app.Slow.Before = _ => throw new IOException("down");
        app.Time.Advance(TimeSpan.FromSeconds(1));
        await app.Outbox.Drain(Cancel);
        Assert.InRange((await Row(id)).NextTryAt - app.Now, Duration.FromSeconds(48), Duration.FromSeconds(72));
        app.Slow.Before = null;
        app.Time.Advance(TimeSpan.FromSeconds(73));
        await app.Outbox.Drain(Cancel);
        Assert.NotNull((await Row(id)).SentAt);
    }

    [Fact]
    public async Task What_was_called_off_or_taken_by_another_sender_since_its_letter_was_written_is_not_sent()
    {
        app.Letters.Next = d => Letter("since@telemed.test");
        var ids = await DueTogether(3);
        app.Slow.Before = async _ =>
        {
            app.Slow.Before = null;
            await app.InClinic(app.Cast.North, async db =>
            {
                await db.Deliveries.Where(d => d.Id == ids[1]).ExecuteUpdateAsync(d => d.SetProperty(x => x.GivenUp, "called-off"), Cancel);
                return await db.Deliveries.Where(d => d.Id == ids[2]).ExecuteUpdateAsync(d => d.SetProperty(x => x.Tries, x => x.Tries + 1), Cancel);
            });
        };
        await using (var scope = app.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<Sending>().Try(app.Cast.North, ids, Cancel);
        }

        // The server's own round may have had them first; then it is still sending.
        for (var wait = 0; wait < 1_000 && (await Row(ids[0])).SentAt is null; wait++)
        {
            await Task.Delay(10, Cancel);
        }

        Assert.Single(app.Mailbox.Mails, m => m.Letter.ToAddress == "since@telemed.test");
        var sent = await Task.WhenAll(ids.Select(async id => (await Row(id)).SentAt is not null));
        Assert.Equal([true, false, false], sent);
        await app.InClinic(app.Cast.North, db => db.Deliveries.Where(d => d.Id == ids[2]).ExecuteUpdateAsync(d => d.SetProperty(x => x.SentAt, app.Now), Cancel));
    }

    [Fact]
    public async Task Two_senders_never_send_one_delivery_twice()
    {
        app.Letters.Next = d => Letter("once@telemed.test");
        var ids = new List<DeliveryId>();
        for (var i = 0; i < 10; i++)
        {
            ids.Add(await Queue(app.Cast.Eva));
        }

        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(async () =>
        {
            await using var scope = app.Services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<Sending>().Try(app.Cast.North, i % 2 == 0 ? ids : [.. ids.AsEnumerable().Reverse()], Cancel);
        })));
        await app.Outbox.Drain(Cancel);
        app.Slow.Before = null;
        Assert.Equal(10, app.Mailbox.Mails.Count(m => m.Letter.ToAddress == "once@telemed.test"));
        foreach (var id in ids)
        {
            Assert.Equal(1, (await Row(id)).Tries);
        }
    }

    [Fact]
    public async Task A_delivery_whose_sender_died_is_sent_after_its_lease()
    {
        app.Letters.Next = d => Letter("lease@telemed.test");
        var id = DeliveryId.New();
        // As a killed process leaves it: claimed, tried once, neither sent nor given up.
        await app.InClinic(app.Cast.North, async db =>
        {
            db.Deliveries.Add(new Delivery
            {
                TenantId = db.Tenant, Id = id, Kind = Kind, ToPatientId = app.Cast.Eva.Value, SubjectId = Guid.CreateVersion7(),
                CreatedAt = app.Now, NextTryAt = app.Now + Sending.Lease, Tries = 1,
            });
            return await db.SaveChangesAsync(Cancel);
        });
        await app.Outbox.Drain(Cancel);
        Assert.Null((await Row(id)).SentAt);
        app.Time.Advance(Sending.Lease.ToTimeSpan());
        await app.Outbox.Drain(Cancel);
        Assert.NotNull((await Row(id)).SentAt);
    }

    [Fact]
    public void Waits_grow_and_end_after_a_day()
    {
        var start = TelemedApp.Start;
        Assert.Equal(start + Duration.FromMinutes(1), Backoff.Next(1, start, start, 0.5));
        Assert.Equal(start + Duration.FromMinutes(2), Backoff.Next(2, start, start, 0.5));
        Assert.Equal(start + Duration.FromMinutes(5), Backoff.Next(3, start, start, 0.5));
        Assert.Equal(start + Duration.FromHours(3), Backoff.Next(40, start, start, 0.5));
        Assert.Null(Backoff.Next(9, start, start + Duration.FromHours(23), 0));
    }

    private static Letter Letter(string address) =>
        new(address, "Éva Petit", "fr", "Un essai", ["Une phrase."], new LetterAction("Ouvrir", "https://telemed.test/x"));

    private async Task<DeliveryId> Queue(PatientId to, Guid? subject = null) => await app.InClinic(app.Cast.North, db => db.InTransaction(() =>
    {
        db.Mail(to, Kind, subject ?? Guid.CreateVersion7(), app.Now);
        return Task.FromResult(db.ChangeTracker.Entries<Delivery>().Single().Entity.Id);
    }));

    /// <summary>Due, and nobody was woken for them.</summary>
    private async Task<List<DeliveryId>> DueTogether(int count)
    {
        var ids = await app.InClinic(app.Cast.North, async db =>
        {
            var rows = Enumerable.Range(0, count).Select(i => new Delivery
            {
                TenantId = db.Tenant, Id = DeliveryId.New(), Kind = Kind, ToPatientId = app.Cast.Eva.Value, SubjectId = Guid.CreateVersion7(),
                CreatedAt = app.Now + Duration.FromMilliseconds(i - count), NextTryAt = app.Now + Duration.FromMinutes(1),
            }).ToList();
            db.Deliveries.AddRange(rows);
            await db.SaveChangesAsync(Cancel);
            return rows.ConvertAll(d => d.Id);
        });
        await app.InClinic(app.Cast.North, db => db.Deliveries.Where(d => ids.Contains(d.Id)).ExecuteUpdateAsync(d => d.SetProperty(x => x.NextTryAt, app.Now), Cancel));
        return ids;
    }

    private Task<Delivery> Row(DeliveryId id) => app.InClinic(app.Cast.North, db => db.Deliveries.AsNoTracking().SingleAsync(d => d.Id == id, Cancel));

    public sealed class App : TelemedApp
    {
        public TestLetter Letters { get; } = new();

        public SlowCarrier Slow { get; } = new();

        public Outbox Outbox => Services.GetRequiredService<Outbox>();

        public DevMailbox Mailbox => Services.GetRequiredService<DevMailbox>();

        protected override void ConfigureWebHost(Microsoft.AspNetCore.Hosting.IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            Microsoft.AspNetCore.TestHost.WebHostBuilderExtensions.ConfigureTestServices(builder, services =>
            {
                services.RemoveAll<ILetter>();
                services.AddSingleton<ILetter>(Letters);
                services.RemoveAll<IMailCarrier>();
                services.AddSingleton<IMailCarrier>(s => Slow.Over(s.GetRequiredService<DevMailbox>()));
            });
        }
    }

    public sealed class TestLetter : ILetter
    {
        public Func<Delivery, Letter?> Next { get; set; } = _ => null;

        public Action<Db, Delivery>? Mint { get; set; }

        public NotificationKind Kind => OutboxTests.Kind;

        public Task<Letter?> Write(Db db, Delivery delivery, CancellationToken cancel)
        {
            Mint?.Invoke(db, delivery);
            return Task.FromResult(Next(delivery));
        }
    }

    /// <summary>The test mailbox, with something in front that may look or fail.</summary>
    public sealed class SlowCarrier : IMailCarrier, IMailRun
    {
        private DevMailbox _mailbox = null!;

        public Func<MimeMessage, Task>? Before { get; set; }

        public bool IsReady => true;

        public IMailRun SetOut() => this;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        public SlowCarrier Over(DevMailbox mailbox)
        {
            _mailbox = mailbox;
            return this;
        }

        public async Task Send(MimeMessage message, Letter letter)
        {
            await (Before?.Invoke(message) ?? Task.CompletedTask);
            await _mailbox.Send(message, letter);
        }
    }
}
