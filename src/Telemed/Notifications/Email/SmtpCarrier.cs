using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;
using Telemed.Platform;

namespace Telemed.Notifications.Email;

/// <summary>Sends through the configured SMTP server; not ready when none is configured.</summary>
public sealed class SmtpCarrier(IOptions<TelemedOptions> options) : IMailCarrier
{
    private const int StepMilliseconds = 20_000;

    /// <summary>For the whole mail, well within a delivery's lease.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private SmtpOptions Smtp => options.Value.Smtp;

    public bool IsReady => !string.IsNullOrEmpty(Smtp.Host);

    public async Task Send(MimeMessage message, Letter letter)
    {
        using var limit = new CancellationTokenSource(Limit);
        using var client = new SmtpClient { Timeout = StepMilliseconds };
        await client.ConnectAsync(Smtp.Host!, Smtp.Port, Security, limit.Token);
        if (!string.IsNullOrEmpty(Smtp.User))
        {
            await client.AuthenticateAsync(Smtp.User, Smtp.Password ?? "", limit.Token);
        }

        await client.SendAsync(message, limit.Token);
        await Leave(client);
    }

    // Without STARTTLS offered, "starttls" refuses to send: a mail carries a link that opens a room.
    private SecureSocketOptions Security => Smtp.Security switch
    {
        "none" => SecureSocketOptions.None,
        "tls" => SecureSocketOptions.SslOnConnect,
        _ => SecureSocketOptions.StartTls,
    };

    /// <summary>The mail has been accepted: a rude goodbye must not make it a failure and send it again.</summary>
    private static async Task Leave(SmtpClient client)
    {
        try
        {
            using var limit = new CancellationTokenSource(StepMilliseconds);
            await client.DisconnectAsync(quit: true, limit.Token);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or MailKit.ProtocolException or MailKit.CommandException)
        {
        }
    }
}
