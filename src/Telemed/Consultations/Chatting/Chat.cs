using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Documents;
using Telemed.Platform;

namespace Telemed.Consultations.Chatting;

/// <summary>A line of the chat as pages get it.</summary>
/// <param name="Delivery">How far it is known to have come.</param>
/// <param name="File">Set when the line is a file; its name is the text.</param>
public sealed record ChatLine(ChatMessageId Id, Guid ClientId, ParticipantId From, string Text, Instant At, ChatDelivery Delivery = ChatDelivery.Sent, SentFile? File = null);

/// <summary>Of a stored line. With more than two in the room: the furthest that it came with anybody else.</summary>
public enum ChatDelivery
{
    Sent,
    Delivered,
    Seen,
}

/// <param name="DocumentId">It opens for whoever may read the document, by account; the id opens nothing.</param>
/// <param name="Length">In bytes.</param>
public sealed record SentFile(DocumentId DocumentId, string ContentType, long Length);

/// <summary>Another slice that writes something of its own with a line of chat, in the same transaction.</summary>
public interface IHearsChat
{
    Task Said(Db db, ChatMessage line);
}

/// <summary>What was said in a room, stored before anyone hears it.</summary>
internal static class Chat
{
    public const int LongestText = 2000;

    /// <summary>Lines that one report of what arrived may name: a page gets no more.</summary>
    public const int MostHeard = Visits.MostChatLines;

    /// <summary>Stores a line. The sender's id for it makes a repeat harmless: the stored line comes back, and nobody hears it twice.</summary>
    /// <param name="hearers">Who else writes with it.</param>
    public static async Task<(ChatLine Line, bool IsNew)> AddChat(this Db db, ChatMessage line, IEnumerable<IHearsChat> hearers)
    {
        try
        {
            return await db.InTransaction(async () =>
            {
                if (await db.Said(line.ParticipantId, line.ClientId) is { } said)
                {
                    return (said, false);
                }

                db.ChatMessages.Add(line);
                foreach (var hearer in hearers)
                {
                    await hearer.Said(db, line);
                }

                await db.SaveChangesAsync();
                return (Line(line, null), true);
            });
        }
        catch (DbUpdateException)
        {
            // The same line twice at the same moment.
            return ((await db.Said(line.ParticipantId, line.ClientId))!, false);
        }
    }

    /// <summary>The line that this sender's page gave that id; null when there is none.</summary>
    public static async Task<ChatLine?> Said(this Db db, ParticipantId from, Guid clientId) =>
        await db.ChatMessages.AsNoTracking().SingleOrDefaultAsync(c => c.ParticipantId == from && c.ClientId == clientId) is { } said
            ? (await db.Lines([said]))[0] : null;

    /// <summary>Writes down that lines of others have reached a participant's page, or their eyes; returns those that had come less far.</summary>
    public static Task<List<ChatMessageId>> Reach(this Db db, EncounterId encounter, ParticipantId by, IReadOnlyList<ChatMessageId> lines, bool seen, Instant now) =>
        db.InTransaction(async () =>
        {
            var wanted = lines.ToList();
            var reached = await db.ChatMessages.Where(c => c.EncounterId == encounter && c.ParticipantId != by && wanted.Contains(c.Id)
                && (c.DeliveredAt == null || (seen && c.SeenAt == null))).ToListAsync();
            foreach (var line in reached)
            {
                line.DeliveredAt ??= now;
                line.SeenAt ??= seen ? now : null;
            }

            return reached.ConvertAll(c => c.Id);
        });

    /// <summary>Lines with what is known of their files; of a file that was an error, that there was one.</summary>
    public static async Task<IReadOnlyList<ChatLine>> Lines(this Db db, IEnumerable<ChatMessage> messages, CancellationToken cancel = default)
    {
        var all = messages.ToList();
        var wanted = all.Select(m => m.DocumentId).OfType<DocumentId>().ToList();
        var files = wanted.Count == 0 ? [] : await db.Documents.AsNoTracking().Where(d => wanted.Contains(d.Id)).ToDictionaryAsync(d => d.Id, cancel);
        return [.. all.Select(m => m.DocumentId is { } id && files[id] is var file ? file.InErrorAt is null ? Line(m, file) : Line(m, null) with { Text = ChatFileNames.Nameless } : Line(m, null))];
    }

    public static ChatLine Line(ChatMessage message, Document? file) => new(message.Id, message.ClientId, message.ParticipantId, message.Text, message.At,
        message.SeenAt is not null ? ChatDelivery.Seen : message.DeliveredAt is not null ? ChatDelivery.Delivered : ChatDelivery.Sent,
        file is null ? null : new SentFile(file.Id, file.ContentType, file.Length));
}
