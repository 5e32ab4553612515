using Telemed.Platform;

namespace Telemed.Notifications;

/// <summary>A mail, ready to send: plain sentences and at most one link to press.</summary>
/// <param name="Language">fr or en; decides the words around the paragraphs.</param>
public sealed record Letter(string ToAddress, string ToName, string Language, string Subject, IReadOnlyList<string> Paragraphs, LetterAction? Action = null)
{
    /// <summary>What the reader's calendar program does with it; null: nothing.</summary>
    public LetterCalendar? Calendar { get; init; }
}

/// <param name="Url">Absolute, built from the configured public address.</param>
public sealed record LetterAction(string Text, string Url);

/// <summary>
/// Writes the mail of one kind when it is about to be sent. Each slice registers its own; a token or code is minted here, its hash
/// saved before the mail leaves.
/// </summary>
public interface ILetter
{
    NotificationKind Kind { get; }

    /// <summary>The mail, or null when its subject is gone or needs no mail any more. The context has entered the delivery's clinic.</summary>
    Task<Letter?> Write(Db db, Delivery delivery, CancellationToken cancel);
}
