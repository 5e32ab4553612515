using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Localization;
using NodaTime;
using Telemed.Accounts;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Records;

/// <summary>The note beside the picture: begun, saved as it is typed, and signed, as JSON. Practitioner's account only.</summary>
public static class NoteEndpoints
{
    internal static void MapNotes(this WebApplication app)
    {
        var note = app.MapGroup("/api/encounters/{encounterId:guid}/note")
            .RequireAuthorization(policy => policy.RequireRole(nameof(Role.Practitioner)));
        note.MapGet("", Read);
        note.MapPost("", Begin);
        note.MapPut("", Save);
        note.MapPost("/signature", Sign);
    }

    internal sealed record Draft(int Version, string? Subjective, string? Objective, string? Assessment, string? Plan, NoteDetailsInput? Details)
    {
        public NoteText Text => (Details ?? NoteDetailsInput.Of(NoteDetails.Unsaid)).With(new(Subjective ?? "", Objective ?? "", Assessment ?? "", Plan ?? ""));
    }

    internal sealed record Signature(int Version);

    internal sealed record Saved(int Version, Instant SavedAt);

    internal sealed record Signed(NoteStatus Status, Instant SignedAt, int Version);

    private static async Task<Results<Ok<NoteView>, NotFound>> Read(Guid encounterId, HttpContext http, Db db, Clock clock, CancellationToken cancel)
    {
        var (actor, encounter) = (http.User.Actor!, new EncounterId(encounterId));
        var note = await db.ReadNote(actor, db.NotesReadableBy(actor).Where(n => n.EncounterId == encounter), clock.Now, cancel);
        return note is null ? TypedResults.NotFound() : TypedResults.Ok(note);
    }

    private static async Task<Results<Ok<NoteView>, NotFound>> Begin(Guid encounterId, HttpContext http, Db db, Clock clock, CancellationToken cancel)
    {
        var note = await db.BeginNote(http.User.Actor!, new EncounterId(encounterId), clock.Now, cancel);
        return note is null ? TypedResults.NotFound() : TypedResults.Ok(note);
    }

    private static async Task<IResult> Save(Guid encounterId, Draft draft, HttpContext http, Db db, Clock clock, IStringLocalizer<Texts> texts, CancellationToken cancel)
    {
        var (actor, encounter) = (http.User.Actor!, new EncounterId(encounterId));
        var which = db.NotesWrittenBy(actor).Where(n => n.EncounterId == encounter);
        return Answer(await db.SaveNote(actor, which, draft.Version, draft.Text, clock.Now, cancel), texts, draft.Text.TooLong,
            note => TypedResults.Ok(new Saved(note.Version, note.SavedAt)));
    }

    private static async Task<IResult> Sign(Guid encounterId, Signature signature, HttpContext http, Db db, Clock clock, IStringLocalizer<Texts> texts, CancellationToken cancel)
    {
        var (actor, encounter) = (http.User.Actor!, new EncounterId(encounterId));
        var which = db.NotesWrittenBy(actor).Where(n => n.EncounterId == encounter);
        return Answer(await db.SignNote(actor, which, signature.Version, clock.Now, cancel), texts, null,
            note => TypedResults.Ok(new Signed(note.Status, note.SignedAt!.Value, note.Version)));
    }

    /// <summary>A conflict carries the note as it stands, so that the writer sees both; a text that cannot be kept says why.</summary>
    private static IResult Answer(NoteOutcome outcome, IStringLocalizer<Texts> texts, NoteSection? field, Func<NoteView, IResult> done) => outcome switch
    {
        NoteOutcome.Done(var note) => done(note),
        NoteOutcome.Refused(NoteRefusal.Stale or NoteRefusal.AlreadySigned, var current) => TypedResults.Conflict(current),
        NoteOutcome.Refused(var why, _) => TypedResults.Problem(statusCode: StatusCodes.Status400BadRequest, title: texts[why.TextKey()],
            extensions: new Dictionary<string, object?> { ["code"] = why.TextKey(), ["field"] = field }),
        _ => TypedResults.NotFound(),
    };
}
