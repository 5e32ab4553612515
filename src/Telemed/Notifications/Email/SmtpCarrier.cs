using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;
using Telemed.Platform;

namespace Telemed.Notifications.Email;

/// <summary>Sends through the configured SMTP server, the mails of one run over one connection; not ready when none is configured.</summary>
public sealed class SmtpCarrier(IOptions<TelemedOptions> options) : IMailCarrier
{
    public bool IsReady => !string.IsNullOrEmpty(options.Value.Smtp.Host);

    public IMailRun SetOut() => new SmtpRun(options.Value.Smtp);
}

/// <summary>One connection, opened for the first mail and again after it broke.</summary>
internal sealed class SmtpRun(SmtpOptions smtp) : IMailRun
{
    private const int StepMilliseconds = 20_000;

    /// <summary>For one mail, well within a delivery's lease.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly SmtpClient _client = new() { Timeout = StepMilliseconds };

    // Without STARTTLS offered, "starttls" refuses to send: a mail carries a link that opens a room.
    private SecureSocketOptions Security => smtp.Security switch
    {
        "none" => SecureSocketOptions.None,
        "tls" => SecureSocketOptions.SslOnConnect,
        _ => SecureSocketOptions.StartTls,
    };

    public async Task Send(MimeMessage message, Letter letter)
    {
        using var limit = new CancellationTokenSource(Limit);
        if (!_client.IsConnected)
        {
            await Connect(limit.Token);
        }

        await _client.SendAsync(message, limit.Token);
    }

    /// <summary>What was accepted stays so: a rude goodbye is no failure.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            using var limit = new CancellationTokenSource(StepMilliseconds);
            await _client.DisconnectAsync(quit: true, limit.Token);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or MailKit.ProtocolException or MailKit.CommandException)
        {
        }

        _client.Dispose();
    }

    /// <summary>Connected is signed in as well, where the server wants it: a half-open connection is not kept for the next mail.</summary>
    private async Task Connect(CancellationToken cancel)
    {
        await _client.ConnectAsync(smtp.Host!, smtp.Port, Security, cancel);
        if (string.IsNullOrEmpty(smtp.User))
        {
            return;
        }

        try
        {
            await _client.AuthenticateAsync(smtp.User, smtp.Password ?? "", cancel);
        }
        catch
        {
            await _client.DisconnectAsync(quit: false, CancellationToken.None);
            throw;
        }
    }
}
