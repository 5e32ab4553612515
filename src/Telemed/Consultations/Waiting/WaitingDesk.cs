using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Telemed.Accounts;
using Telemed.Consultations.Chatting;
using Telemed.Consultations.Rooms;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Consultations.Waiting;

/// <param name="ClientId">Chosen by the page; the same message sent again changes nothing.</param>
/// <param name="EncounterId">Null: to all who wait.</param>
public sealed record WaitingMessage(Guid ClientId, string? Text, EncounterId? EncounterId = null);

/// <param name="Told">How many it was written to.</param>
public sealed record WaitingReceipt(int Told);

/// <summary>
/// What a practitioner does from the list of those who wait: write to one or to all, let one in. A message is a line of each room's
/// chat, so that it is kept and read in the call too.
/// </summary>
internal static class WaitingDesk
{
    public static void Map(WebApplication app)
    {
        var waiting = app.MapGroup("/api/waiting").RequireAuthorization(policy => policy.RequireRole(nameof(Role.Practitioner)));
        waiting.MapGet("", WaitingList.Read);
        waiting.MapPost("/messages", Say);
        waiting.MapPost("/{encounterId:guid}/admission", Admit);
    }

    private static async Task<Results<Ok<WaitingReceipt>, BadRequest, NotFound, StatusCodeHttpResult>> Say(WaitingMessage message, HttpContext context, Db db,
        Clock clock, Buckets buckets, IGrainFactory grains, IEnumerable<IHearsChat> hearers)
    {
        if (context.User.Actor is not { PractitionerId: { } practitioner } actor)
        {
            return TypedResults.NotFound();
        }

        var text = message.Text?.Trim() ?? "";
        if (text.Length is 0 or > Chat.LongestText || message.ClientId == default)
        {
            return TypedResults.BadRequest();
        }

        if (!buckets.Take(RateLimits.RoomMessage, actor.AccountId.ToString()))
        {
            return TypedResults.StatusCode(StatusCodes.Status429TooManyRequests);
        }

        var line = await WaitingLine.Load(db, practitioner, clock.Now, context.RequestAborted);
        var to = line.Waiting.Where(w => message.EncounterId is not { } one || w.Encounter.Id == one).ToList();
        foreach (var waiting in to)
        {
            var (said, isNew) = await db.AddChat(new ChatMessage
            {
                TenantId = db.Tenant, Id = ChatMessageId.New(), EncounterId = waiting.Encounter.Id, ParticipantId = waiting.PractitionerPlace,
                ClientId = message.ClientId, Text = text, At = clock.Now,
            }, hearers);
            if (isNew)
            {
                await grains.GetGrain<IConsultationRoomGrain>(ConsultationRoomGrain.KeyOf(db.Tenant, waiting.Encounter.Id)).SaidFromOutside(waiting.PractitionerPlace, said.Id.Value);
            }
        }

        return to.Count == 0 ? TypedResults.NotFound() : TypedResults.Ok(new WaitingReceipt(to.Count));
    }

    /// <summary>The room starts as soon as the practitioner is in it too, which the page that asked is about to be.</summary>
    private static async Task<Results<NoContent, NotFound, Conflict>> Admit(Guid encounterId, HttpContext context, Db db, IGrainFactory grains)
    {
        var id = new EncounterId(encounterId);
        if (context.User.Actor is not { PractitionerId: { } practitioner } actor
            || await db.Encounters.AsNoTracking().SingleOrDefaultAsync(e => e.Id == id && e.PractitionerId == practitioner) is null)
        {
            return TypedResults.NotFound();
        }

        var self = await db.Participants.Where(p => p.EncounterId == id && p.Role == ParticipantRole.Practitioner).Select(p => p.Id).SingleAsync();
        var answer = await grains.GetGrain<IConsultationRoomGrain>(ConsultationRoomGrain.KeyOf(db.Tenant, id)).AdmitFromList(self, actor.AccountId.Value);
        return answer.Refusal is null ? TypedResults.NoContent() : TypedResults.Conflict();
    }
}
