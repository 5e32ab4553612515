using MimeKit;

namespace Telemed.Notifications.Email;

/// <summary>Takes written mails to where they go: an SMTP server, or the mailbox of development and tests.</summary>
public interface IMailCarrier
{
    /// <summary>False: there is nowhere to send to; mails wait.</summary>
    bool IsReady { get; }

    /// <summary>Sets out with some mails; what it needs on the way is kept until it is disposed.</summary>
    IMailRun SetOut();
}

/// <summary>The way of some mails, one after the other.</summary>
public interface IMailRun : IAsyncDisposable
{
    /// <summary>Returns when the mail was accepted; throws when it was not. After a failure the next one may be tried.</summary>
    Task Send(MimeMessage message, Letter letter);
}
