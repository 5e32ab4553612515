using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Telemed.Accounts;
using Telemed.Consultations;
using Telemed.Platform;
using Telemed.Platform.Components;
using Telemed.Scheduling;
using Telemed.Tenancy;
using Telemed.Web.Pages.Agenda;

namespace Telemed.Web.Pages.Appointments;

/// <summary>The buttons beside an appointment: a posted form, answered by the list it came from with a sentence.</summary>
internal static class MovesEndpoint
{
    private const string List = "/appointments";
    private static readonly string[] Lists = [List, AgendaWish.Path];

    public static void MapAppointmentMoves(this IEndpointRouteBuilder app) =>
        app.MapPost("/appointments/{id:guid}/moves", Move)
            .RequireAuthorization(new AuthorizeAttribute { Roles = $"{nameof(Role.Practitioner)},{nameof(Role.Assistant)}" })
            .WithMetadata(new AnswersStale(context => Back(context.Request.Form["back"], "refused", AppointmentNotice.Stale)));

    private static async Task<IResult> Move(Guid id, [FromForm] string? to, [FromForm] string? why, [FromForm] string? back, HttpContext context, Db db, Clock clock, IGrainFactory grains)
    {
        var actor = context.User.Actor!;
        if (AppointmentFilter.Word<AppointmentStatus>(to) is not { } status)
        {
            return TypedResults.BadRequest();
        }

        var outcome = await db.InTransaction(() => AppointmentVisits.Move(db, actor, new AppointmentId(id), status, clock.Now, AppointmentFilter.Word<CancellationReason>(why)));
        switch (outcome)
        {
            case MoveOutcome.Moved moved:
                if (moved.Appointment.Status is AppointmentStatus.Cancelled or AppointmentStatus.NoShow or AppointmentStatus.EnteredInError)
                {
                    await db.TellCalledOff(grains, moved.Appointment.Id);
                }

                return Back(back, "moved", AppointmentFilter.Word(status));
            case MoveOutcome.NotAllowed refused:
                return Back(back, "refused", $"{AppointmentFilter.Word(refused.From)}-{AppointmentFilter.Word(refused.To)}");
            default:
                return TypedResults.NotFound();
        }
    }

    // Only back to the list or the agenda: the address came with the form.
    private static IResult Back(string? back, string name, string value) => TypedResults.LocalRedirect(QueryHelpers.AddQueryString(
        back is not null && Array.Exists(Lists, list => back == list || back.StartsWith(list + "?", StringComparison.Ordinal)) && !back.Any(char.IsControl) ? back : List, name, value));
}
