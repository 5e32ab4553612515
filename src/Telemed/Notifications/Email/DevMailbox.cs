using MimeKit;

namespace Telemed.Notifications.Email;

/// <summary>One mail as it would have left: its letter and its message.</summary>
public sealed record DevMail(string MessageId, DateTimeOffset At, Letter Letter, string Text)
{
    /// <summary>The link to press, or null.</summary>
    public string? Link => Letter.Action?.Url;
}

/// <summary>Where mails go in development and in tests, when no SMTP server is configured: the latest ones, in memory, shown at /dev/mail.</summary>
public sealed class DevMailbox : IMailCarrier, IMailRun
{
    private const int Capacity = 500;

    private readonly Lock _lock = new();
    private readonly LinkedList<DevMail> _mails = [];
    private TaskCompletionSource _arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsReady => true;

    public IMailRun SetOut() => this;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Latest first.</summary>
    public IReadOnlyList<DevMail> Mails
    {
        get
        {
            lock (_lock)
            {
                return [.. _mails];
            }
        }
    }

    /// <summary>The latest mail to <paramref name="address"/> that fits; waits for one to arrive.</summary>
    public async Task<DevMail> Expect(string address, CancellationToken cancel, Func<DevMail, bool>? fits = null)
    {
        while (true)
        {
            var arrival = Arrival;
            var found = Mails.FirstOrDefault(m => string.Equals(m.Letter.ToAddress, address, StringComparison.OrdinalIgnoreCase) && fits?.Invoke(m) != false);
            if (found is not null)
            {
                return found;
            }

            await arrival.WaitAsync(cancel);
        }
    }

    public Task Send(MimeMessage message, Letter letter)
    {
        ArgumentNullException.ThrowIfNull(message);
        TaskCompletionSource arrived;
        lock (_lock)
        {
            _mails.AddFirst(new DevMail(message.MessageId ?? "", message.Date, letter, message.TextBody ?? ""));
            if (_mails.Count > Capacity)
            {
                _mails.RemoveLast();
            }

            (arrived, _arrival) = (_arrival, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        arrived.SetResult();
        return Task.CompletedTask;
    }

    private Task Arrival
    {
        get
        {
            lock (_lock)
            {
                return _arrival.Task;
            }
        }
    }
}
