using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Telemed.Accounts;
using Telemed.Consultations;
using Telemed.Platform;
using Telemed.Platform.Components;
using Telemed.Scheduling;
using Telemed.Scheduling.Series;
using Telemed.Tenancy;
using Telemed.Web.Pages.Agenda;

namespace Telemed.Web.Pages.Appointments;

/// <summary>The buttons beside an appointment: a posted form, answered by the page it came from with a sentence.</summary>
internal static class MovesEndpoint
{
    private const string List = "/appointments";
    private static readonly string[] Lists = [List, AgendaWish.Path];

    public static void MapAppointmentMoves(this IEndpointRouteBuilder app) =>
        app.MapPost("/appointments/{id:guid}/moves", Move)
            .RequireAuthorization(new AuthorizeAttribute { Roles = $"{nameof(Role.Practitioner)},{nameof(Role.Assistant)},{nameof(Role.Patient)}" })
            .WithMetadata(new AnswersStale(context => Back(context.Request.Form["back"], "refused", AppointmentNotice.Stale)));

    private static async Task<IResult> Move(Guid id, [FromForm] string? to, [FromForm] string? why, [FromForm] string? note, [FromForm] string? back, [FromForm] string? following, HttpContext context, Db db, Clock clock, IGrainFactory grains)
    {
        var actor = context.User.Actor!;
        if (AppointmentFilter.Word<AppointmentStatus>(to) is not { } status)
        {
            return TypedResults.BadRequest();
        }

        if (following is not null)
        {
            return await MoveFollowing(new AppointmentId(id), status, AppointmentFilter.Word<CancellationReason>(why), back, actor, db, clock, grains);
        }

        var outcome = await db.InTransaction(() => AppointmentVisits.Move(db, actor, new AppointmentId(id), status, clock.Now, AppointmentFilter.Word<CancellationReason>(why), note));
        switch (outcome)
        {
            case MoveOutcome.Moved moved:
                if (moved.Appointment.Status is AppointmentStatus.Cancelled or AppointmentStatus.NoShow or AppointmentStatus.EnteredInError)
                {
                    await db.TellCalledOff(grains, moved.Appointment.Id);
                }

                return Back(back, "moved", AppointmentFilter.Word(status));
            case MoveOutcome.NotAllowed { From: var from } when from == status:
                return Back(back, "moved", AppointmentFilter.Word(status)); // sent twice
            case MoveOutcome.TooLate:
                return Back(back, "refused", AppointmentNotice.TooLate);
            case MoveOutcome.Invalid:
                return Back(back, "refused", AppointmentNotice.Note);
            case MoveOutcome.NotAllowed refused:
                return Back(back, "refused", $"{AppointmentFilter.Word(refused.From)}-{AppointmentFilter.Word(refused.To)}");
            default:
                return TypedResults.NotFound();
        }
    }

    private static async Task<IResult> MoveFollowing(AppointmentId id, AppointmentStatus to, CancellationReason? why, string? back, AccountActor actor, Db db, Clock clock, IGrainFactory grains)
    {
        switch (await db.InTransaction(() => AppointmentVisits.MoveFollowing(db, actor, id, to, clock.Now, why)))
        {
            case SeriesMoveOutcome.Moved moved:
                foreach (var cancelled in moved.Appointments.Where(a => a.Status is AppointmentStatus.Cancelled))
                {
                    await db.TellCalledOff(grains, cancelled.Id);
                }

                return Back(QueryHelpers.AddQueryString(Known(back), "many", moved.Appointments.Count.ToString(CultureInfo.InvariantCulture)), "moved", AppointmentFilter.Word(to));
            case SeriesMoveOutcome.NotAllowed refused:
                return Back(back, "refused", $"{AppointmentFilter.Word(refused.From)}-{AppointmentFilter.Word(refused.To)}");
            default:
                return TypedResults.NotFound();
        }
    }

    // Only back to a list or to an appointment: the address came with the form.
    private static IResult Back(string? back, string name, string value) => TypedResults.LocalRedirect(QueryHelpers.AddQueryString(Known(back), name, value));

    private static string Known(string? back) =>
        back is not null && (Array.Exists(Lists, list => back == list || back.StartsWith(list + "?", StringComparison.Ordinal)) || IsAppointment(back)) && !back.Any(char.IsControl) ? back : List;

    private static bool IsAppointment(string back) => back.StartsWith(List + "/", StringComparison.Ordinal) && Guid.TryParse(back.AsSpan(List.Length + 1), out _);
}
