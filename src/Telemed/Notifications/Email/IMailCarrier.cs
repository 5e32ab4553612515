using MimeKit;

namespace Telemed.Notifications.Email;

/// <summary>Takes a written mail to where it goes: an SMTP server, or the mailbox of development and tests.</summary>
public interface IMailCarrier
{
    /// <summary>False: there is nowhere to send to; mails wait.</summary>
    bool IsReady { get; }

    /// <summary>Returns when the mail was accepted; throws when it was not.</summary>
    Task Send(MimeMessage message, Letter letter);
}
