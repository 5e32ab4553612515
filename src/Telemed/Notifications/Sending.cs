using MailKit.Net.Smtp;
using Microsoft.EntityFrameworkCore;
using MimeKit;
using Telemed.Notifications.Email;
using Telemed.Platform;
using Telemed.Tenancy;
using NodaTime;

namespace Telemed.Notifications;

/// <summary>One try of one delivery: claim it, write its letter, send it, note what became of it.</summary>
public sealed class Sending(Db db, IEnumerable<ILetter> letters, LetterPaper paper, IMailCarrier carrier, Clock clock, ILogger<Outbox> log)
{
    /// <summary>How long a claim holds. A sender that died leaves the delivery to others after it; longer than any mail server may take.</summary>
    public static readonly Duration Lease = Duration.FromMinutes(5);

    /// <summary>Tries one delivery; does nothing when another sender has it.</summary>
    public async Task Try(TenantId tenant, DeliveryId id, CancellationToken cancel)
    {
        db.Enter(tenant);
        if (!await Claim(id, cancel))
        {
            return;
        }

        var delivery = await db.Deliveries.AsNoTracking().SingleAsync(d => d.Id == id, cancel);
        try
        {
            await Note(id, await Send(delivery, cancel));
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            await Note(id, new Retry(clock.Now));
            throw;
        }
#pragma warning disable CA1031 // whatever went wrong, the delivery is tried again later
        catch (Exception exception)
        {
            log.TryFailed(id, delivery.Tries, exception.GetType().Name);
            await Note(id, AfterFailure(delivery, exception));
        }
#pragma warning restore CA1031
    }

    /// <summary>One statement decides who has it: the next try moves past the lease, so no other sender finds it due.</summary>
    private async Task<bool> Claim(DeliveryId id, CancellationToken cancel)
    {
        var (now, until, deliveries) = (clock.Now, clock.Now + Lease, db.Deliveries);
        return await db.InTransaction(() => deliveries
            .Where(d => d.Id == id && d.SentAt == null && d.GivenUp == null && d.NextTryAt <= now)
            .ExecuteUpdateAsync(d => d.SetProperty(x => x.NextTryAt, until).SetProperty(x => x.Tries, x => x.Tries + 1), cancel), cancel) == 1;
    }

    private async Task<Outcome> Send(Delivery delivery, CancellationToken cancel)
    {
        var writer = letters.Single(l => l.Kind == delivery.Kind);
        // The letter mints its token in here: its hash has committed when this returns, before the mail leaves.
        var letter = await db.InTransaction(() => writer.Write(db, delivery, cancel), cancel);
        if (letter is null)
        {
            return new GaveUp("subject-gone");
        }

        if (!LetterPaper.IsAddress(letter.ToAddress))
        {
            return new GaveUp("no-address");
        }

        var clinic = await db.Tenants.Where(t => t.Id == db.Tenant).Select(t => t.Name).SingleAsync(cancel);
        using var message = paper.Write(letter, delivery.Id, clinic, clock.Now);
        // Not the shutdown's token: cut between acceptance and answer, the mail would go out twice.
        await carrier.Send(message, letter);
        log.Sent(delivery.Id, delivery.Tries);
        return new Sent(clock.Now);
    }

    private Outcome AfterFailure(Delivery delivery, Exception exception) => exception switch
    {
        SmtpCommandException { ErrorCode: SmtpErrorCode.RecipientNotAccepted, StatusCode: >= (SmtpStatusCode)500 } => new GaveUp("address-refused"),
        _ => Backoff.Next(delivery.Tries, delivery.CreatedAt, clock.Now, Random.Shared.NextDouble()) is { } next
            ? new Retry(next) : new GaveUp("too-many-tries"),
    };

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

    private abstract record Outcome;

    private sealed record Sent(Instant At) : Outcome;

    private sealed record GaveUp(string Why) : Outcome;

    private sealed record Retry(Instant At) : Outcome;
}
