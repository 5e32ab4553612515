using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Telemed.Consultations.Rooms;
using Telemed.Documents;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Consultations.Chatting;

/// <summary>
/// A file sent in the chat becomes a document of the visit; its row and the chat's line are one transaction. The patient sends by link or
/// account, the practitioner by account: nobody sees a document here, it opens through the account as ever (docs/decisions).
/// </summary>
internal sealed class ChatFiles(Db db, Clock clock, Filing filing, Buckets buckets, RoomVoice voice, IGrainFactory grains, IStringLocalizer<Documents.Texts> texts)
{
    public static void Map(WebApplication app) =>
        app.MapPut("/visit/{participantId:guid}/files", (Guid participantId, Guid? id, string? name, HttpContext context, ChatFiles files) =>
                files.Send(new ParticipantId(participantId), id, name, context))
            .AllowAnonymous().WithMetadata(new ByVisitCookieAttribute(), new RequestSizeLimitAttribute(Filing.WireLimit));

    /// <param name="clientId">Chosen by the page; the same file sent again under it changes nothing.</param>
    private async Task<Results<Ok<ChatLine>, NotFound, ProblemHttpResult>> Send(ParticipantId participant, Guid? clientId, string? name, HttpContext context)
    {
        if (await Visitor.Of(context, db, participant) is not { } visitor || clientId is not { } id || await Visit.Load(db, participant) is not { } visit
            || !await MaySend(visitor, visit))
        {
            return TypedResults.NotFound();
        }

        if (await db.Said(participant, id) is { } said)
        {
            // Told again: the node that took it may have died before it told.
            return TypedResults.Ok(await Tell(said, visit.Encounter.Id));
        }

        if (!GoesOn(visitor, visit))
        {
            return DocumentsApi.Refused(texts, FileRefusal.VisitOver, filing);
        }

        if (!buckets.Take(RateLimits.ChatFile, participant.ToString()))
        {
            return DocumentsApi.Problem(texts, "too-many", StatusCodes.Status429TooManyRequests);
        }

        try
        {
            return await File(visitor, visit, id, name, context);
        }
        catch (Exception exception) when (exception is OperationCanceledException or BadHttpRequestException || context.RequestAborted.IsCancellationRequested)
        {
            // The sender left in the middle: nothing was kept.
            return DocumentsApi.Problem(texts, "broken-off", StatusCodes.Status400BadRequest);
        }
    }

    /// <summary>The patient, however they came, and the practitioner whose own account is here and may file to this patient.</summary>
    private async Task<bool> MaySend(Visitor visitor, Visit visit) => visitor.Participant.Role switch
    {
        ParticipantRole.Patient => true,
        ParticipantRole.Practitioner => visitor.HasAccount && await db.PatientsToFileFor(visitor.Actor).AnyAsync(p => p.Id == visit.Patient.Id),
        _ => false,
    };

    private bool GoesOn(Visitor visitor, Visit visit) => visit is { IsCancelled: false, Encounter.EndedAt: null }
        && ((visit.IsPractitioner && visitor.HasAccount) || visit.Window.At(clock.Now) is LinkState.Open);

    private async Task<Results<Ok<ChatLine>, NotFound, ProblemHttpResult>> File(Visitor visitor, Visit visit, Guid clientId, string? name, HttpContext context)
    {
        var wanted = new NewDocument(visit.Patient.Id, name, DocumentKind.Other, visit.Encounter.Id, context.Request.ContentLength,
            visit.IsPractitioner ? DocumentSource.ChatByPractitioner : DocumentSource.ChatByPatient);
        ChatMessage? line = null;
        try
        {
            var filed = await filing.File(visitor.Actor, wanted, context.Request.Body, context.RequestAborted, async (document, now) =>
            {
                var visitId = visit.Encounter.Id;
                if (!await db.Encounters.AnyAsync(e => e.Id == visitId && e.EndedAt == null))
                {
                    return FileRefusal.VisitOver;
                }

                // Giving it to the patient is what sending means.
                if (visit.IsPractitioner)
                {
                    await db.ShareFromTheFirst((AccountActor)visitor.Actor, document, now);
                }

                db.ChatMessages.Add(line = new ChatMessage
                {
                    TenantId = db.Tenant, Id = ChatMessageId.New(), EncounterId = visitId, ParticipantId = visitor.Participant.Id, ClientId = clientId,
                    Text = document.FileName, At = now, DocumentId = document.Id,
                });
                return null;
            });
            return filed is Filed.Added added ? TypedResults.Ok(await Tell(Chat.Line(line!, added.Document), visit.Encounter.Id))
                : filed is Filed.Refused refused ? DocumentsApi.Refused(texts, refused.Why, filing)
                : filed is Filed.Unchecked ? DocumentsApi.Problem(texts, "unchecked", StatusCodes.Status503ServiceUnavailable)
                : filed is Filed.Unkept ? DocumentsApi.Problem(texts, "unkept", StatusCodes.Status503ServiceUnavailable)
                : throw new InvalidOperationException();
        }
        catch (DbUpdateException) when (line is not null)
        {
            // The same file twice at the same moment: one of the two stands, the other's bytes have no row and are swept.
            if (await db.Said(visitor.Participant.Id, clientId) is not { } said)
            {
                throw;
            }

            return TypedResults.Ok(said);
        }
    }

    private async Task<ChatLine> Tell(ChatLine line, EncounterId encounter)
    {
        var room = await grains.GetGrain<IConsultationRoomGrain>(ConsultationRoomGrain.KeyOf(db.Tenant, encounter)).Hearers(new SystemActor(db.Tenant));
        await voice.Said(line, [.. room.Reaches]);
        return line;
    }
}
