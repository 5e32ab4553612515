using Telemed.Platform;

namespace Telemed.Notifications;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "No SMTP server is configured (Telemed:Smtp:Host): mails wait in the outbox.")]
    public static partial void NoSmtpServer(this ILogger logger);

    [LoggerMessage(Level = LogLevel.Error, Message = "A round of the outbox failed; the next one tries again.")]
    public static partial void RoundFailed(this ILogger logger, Exception exception);

    // The type alone: a mail server's answer repeats the address.
    [LoggerMessage(Level = LogLevel.Warning, Message = "Delivery {Delivery} failed at try {Tries}: {Exception}.")]
    public static partial void TryFailed(this ILogger logger, DeliveryId delivery, int tries, string exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "The hub method {Method} failed.")]
    public static partial void HubMethodFailed(this ILogger logger, Exception exception, string method);

    [LoggerMessage(Level = LogLevel.Information, Message = "Delivery {Delivery} was sent at try {Tries}.")]
    public static partial void Sent(this ILogger logger, DeliveryId delivery, int tries);
}
