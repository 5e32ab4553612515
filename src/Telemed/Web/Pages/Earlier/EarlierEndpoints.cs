using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Telemed.Accounts;
using Telemed.Consultations;
using Telemed.Platform;
using Telemed.Platform.Components;
using Telemed.Scheduling.Earlier;
using Telemed.Tenancy;
using Telemed.Web.Pages.Appointments;

namespace Telemed.Web.Pages.Earlier;

/// <summary>The buttons of the waiting list: posted forms, answered by the list with a sentence.</summary>
internal static class EarlierEndpoints
{
    public static void MapEarlier(this IEndpointRouteBuilder app)
    {
        var list = app.MapGroup("/appointments/earlier").RequireAuthorization(new AuthorizeAttribute { Roles = $"{nameof(Role.Patient)},{nameof(Role.Practitioner)},{nameof(Role.Assistant)}" })
            .WithMetadata(new AnswersStale(context => Back(context, "stale")));
        list.MapPost("/offers/{id:guid}/answer", Answer);
        list.MapPost("/{id:guid}/withdraw", Withdraw);
    }

    private static async Task<IResult> Answer(Guid id, [FromForm] string? answer, HttpContext context, Db db, Clock clock, IGrainFactory grains)
    {
        var (actor, offer, now) = (context.User.Actor!, new EarlierOfferId(id), clock.Now);
        var outcome = await db.InTransaction(async () => answer switch
        {
            "accept" => await AppointmentVisits.Accepted(db, actor, await db.AcceptEarlier(actor, offer, now), now),
            "refuse" => await db.RefuseEarlier(actor, offer, now),
            _ => new OfferOutcome.NotFound(),
        });
        if (outcome is OfferOutcome.Accepted { Replaced: { } replaced })
        {
            await db.TellCalledOff(grains, replaced);
        }

        return Word(outcome) is { } word ? Back(context, word) : TypedResults.NotFound();
    }

    /// <summary>The word under which the pages say what came of an answer; null: there is no such offer.</summary>
    public static string? Word(OfferOutcome outcome) => outcome switch
    {
        OfferOutcome.Accepted => "accepted",
        OfferOutcome.Refused => "refused",
        OfferOutcome.Gone => "gone",
        OfferOutcome.PatientBusy => "busy",
        _ => null,
    };

    private static async Task<IResult> Withdraw(Guid id, [FromForm] string? withdraw, HttpContext context, Db db, Clock clock) =>
        withdraw is not null && await db.WithdrawEarlier(context.User.Actor!, new EarlierWishId(id), clock.Now) is EarlierOutcome.Withdrawn
            ? Back(context, "withdrawn") : TypedResults.NotFound();

    private static IResult Back(HttpContext context, string said) =>
        TypedResults.LocalRedirect($"{(context.User.Actor is { Role: Role.Patient } ? "/appointments/earlier" : "/appointments/waiting-list")}?said={said}");
}
