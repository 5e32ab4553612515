using MailKit.Net.Smtp;
using Microsoft.EntityFrameworkCore;
using MimeKit;
using Telemed.Notifications.Email;
using Telemed.Platform;
using Telemed.Tenancy;
using NodaTime;

namespace Telemed.Notifications;

/// <summary>
/// One try of some deliveries of one clinic: claim them, write their letters, send each. Claims commit together and so do letters, for a
/// commit costs more than a letter; what became of a mail is noted at once, so that a crash repeats one mail at most.
/// </summary>
public sealed class Sending(Db db, IEnumerable<ILetter> letters, LetterPaper paper, IMailCarrier carrier, Clock clock, ILogger<Outbox> log)
{
    /// <summary>How long a claim holds. A sender that died leaves the delivery to others after it.</summary>
    public static readonly Duration Lease = Duration.FromMinutes(2);

    // One mail may take a minute: what was not begun by then goes back before its lease ends.
    private static readonly Duration Longest = Duration.FromSeconds(50);

    /// <summary>Tries these deliveries; leaves out those that another sender has.</summary>
    public async Task Try(TenantId tenant, IReadOnlyCollection<DeliveryId> ids, CancellationToken cancel)
    {
        db.Enter(tenant);
        var until = clock.Now + Longest;
        var mine = await db.InTransaction(() => Claim(ids, cancel), cancel);
        if (mine.Count == 0)
        {
            return;
        }

        var left = mine.Select(d => d.Id).ToHashSet();
        try
        {
            var clinic = await db.Tenants.Where(t => t.Id == db.Tenant).Select(t => t.Name).SingleAsync(cancel);
            await using var run = carrier.SetOut();
            foreach (var written in await Write(mine, cancel))
            {
                if (cancel.IsCancellationRequested || clock.Now > until)
                {
                    break;
                }

                // Before it is sent: whatever fails after that, it is not due again until its lease ends.
                left.Remove(written.Delivery.Id);
                if (await IsMineStill(written.Delivery))
                {
                    await Note(written.Delivery.Id, await Send(written, clinic, run));
                }
            }
        }
        finally
        {
            await GiveBack(left);
        }
    }

    /// <summary>One statement each decides who has it: the next try moves past the lease, so no other sender finds it due.</summary>
    private async Task<List<Delivery>> Claim(IEnumerable<DeliveryId> ids, CancellationToken cancel)
    {
        var (now, until, mine) = (clock.Now, clock.Now + Lease, new List<DeliveryId>());
        // In one order: two senders that claim the same ones must not wait for each other.
        foreach (var id in ids.OrderBy(id => id.Value))
        {
            var taken = await db.Deliveries.Where(d => d.Id == id && d.SentAt == null && d.GivenUp == null && d.NextTryAt <= now)
                .ExecuteUpdateAsync(d => d.SetProperty(x => x.NextTryAt, until).SetProperty(x => x.Tries, x => x.Tries + 1), cancel);
            if (taken == 1)
            {
                mine.Add(id);
            }
        }

        return mine.Count == 0 ? [] : await db.Deliveries.AsNoTracking().Where(d => mine.Contains(d.Id)).OrderBy(d => d.CreatedAt).ToListAsync(cancel);
    }

    /// <summary>The letters mint their tokens in here: their hashes have committed when this returns, before any mail leaves.</summary>
    private async Task<List<Written>> Write(IReadOnlyList<Delivery> deliveries, CancellationToken cancel)
    {
        var written = new List<Written>();
        try
        {
            await db.InTransaction(async () =>
            {
                foreach (var delivery in deliveries)
                {
                    written.Add(new Written(delivery, await letters.Single(l => l.Kind == delivery.Kind).Write(db, delivery, cancel)));
                }
            }, cancel);
            return written;
        }
        catch (Exception exception) when (!cancel.IsCancellationRequested)
        {
            if (deliveries is [var only])
            {
                return [new Written(only, null, exception)];
            }
        }

        // One that cannot be written must not hold up the others.
        written.Clear();
        foreach (var delivery in deliveries)
        {
            written.AddRange(await Write([delivery], cancel));
        }

        return written;
    }

    /// <summary>
    /// Asked right before it is sent: what it tells of may have been called off since its letter was written, and on a clock that was
    /// set forward a claim ends early, so that another sender has it by now.
    /// </summary>
    private Task<bool> IsMineStill(Delivery delivery) =>
        db.Deliveries.AnyAsync(d => d.Id == delivery.Id && d.SentAt == null && d.GivenUp == null && d.Tries == delivery.Tries);

    private async Task<Outcome> Send(Written written, string clinic, IMailRun run)
    {
        var delivery = written.Delivery;
        if (written.Fault is { } fault)
        {
            return AfterFailure(delivery, fault);
        }

        if (written.Letter is not { } letter)
        {
            return new GaveUp("subject-gone");
        }

        if (!LetterPaper.IsAddress(letter.ToAddress))
        {
            return new GaveUp("no-address");
        }

        try
        {
            using var message = paper.Write(letter, delivery.Id, clinic, clock.Now);
            // Without the shutdown's token: cut between acceptance and answer, the mail would go out twice.
            await run.Send(message, letter);
            log.Sent(delivery.Id, delivery.Tries);
            return new Sent(clock.Now);
        }
#pragma warning disable CA1031 // whatever went wrong, the delivery is tried again later
        catch (Exception exception)
        {
            return AfterFailure(delivery, exception);
        }
#pragma warning restore CA1031
    }

    private Outcome AfterFailure(Delivery delivery, Exception exception)
    {
        log.TryFailed(delivery.Id, delivery.Tries, exception.GetType().Name);
        return exception is SmtpCommandException { ErrorCode: SmtpErrorCode.RecipientNotAccepted, StatusCode: >= (SmtpStatusCode)500 }
            ? new GaveUp("address-refused")
            : Backoff.Next(delivery.Tries, delivery.WaitingSince, clock.Now, Random.Shared.NextDouble()) is { } next
                ? new Retry(next) : new GaveUp("too-many-tries");
    }

    private Task Note(DeliveryId id, Outcome outcome)
    {
        var row = db.Deliveries.Where(d => d.Id == id);
        return db.InTransaction(() => outcome switch
        {
            Sent sent => row.ExecuteUpdateAsync(d => d.SetProperty(x => x.SentAt, sent.At)),
            GaveUp gaveUp => row.ExecuteUpdateAsync(d => d.SetProperty(x => x.GivenUp, gaveUp.Why)),
            Retry retry => row.ExecuteUpdateAsync(d => d.SetProperty(x => x.NextTryAt, retry.At)),
            _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
        });
    }

    /// <summary>
    /// What was claimed and not begun is due again since when it was, as if it had not been tried: "now" may be the time of a clock that is
    /// about to be set back.
    /// </summary>
    private Task GiveBack(HashSet<DeliveryId> left) =>
        left.Count == 0 ? Task.CompletedTask : db.InTransaction(() => db.Deliveries.Where(d => left.Contains(d.Id))
            .ExecuteUpdateAsync(d => d.SetProperty(x => x.NextTryAt, x => x.DueAt ?? x.CreatedAt).SetProperty(x => x.Tries, x => x.Tries - 1)));

    private sealed record Written(Delivery Delivery, Letter? Letter, Exception? Fault = null);

    private abstract record Outcome;

    private sealed record Sent(Instant At) : Outcome;

    private sealed record GaveUp(string Why) : Outcome;

    private sealed record Retry(Instant At) : Outcome;
}
