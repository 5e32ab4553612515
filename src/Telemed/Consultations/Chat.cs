using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Platform;

namespace Telemed.Consultations;

/// <summary>What was said in a room, stored before anyone hears it.</summary>
internal static class Chat
{
    public const int LongestText = 2000;

    /// <summary>Stores a line. The sender's id for it makes a repeat harmless: the stored line comes back, and nobody hears it twice.</summary>
    public static async Task<(ChatLine Line, bool IsNew)> AddChat(this Db db, EncounterId encounter, ParticipantId from, Guid clientId, string text, Instant now)
    {
        var line = new ChatMessage
        {
            TenantId = db.Tenant, Id = ChatMessageId.New(), EncounterId = encounter, ParticipantId = from, ClientId = clientId, Text = text, At = now,
        };
        try
        {
            return await db.InTransaction(async () =>
            {
                if (await db.ChatMessages.AsNoTracking().SingleOrDefaultAsync(c => c.ParticipantId == from && c.ClientId == clientId) is { } said)
                {
                    return (Line(said), false);
                }

                db.ChatMessages.Add(line);
                await db.SaveChangesAsync();
                return (Line(line), true);
            });
        }
        catch (DbUpdateException)
        {
            // The same line twice at the same moment.
            return (Line(await db.ChatMessages.AsNoTracking().SingleAsync(c => c.ParticipantId == from && c.ClientId == clientId)), false);
        }
    }

    public static ChatLine Line(ChatMessage message) => new(message.Id, message.ClientId, message.ParticipantId, message.Text, message.At);
}
