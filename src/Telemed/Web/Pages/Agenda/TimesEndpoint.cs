using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using NodaTime.Text;
using Telemed.Accounts;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Tenancy;
using Telemed.Web.Pages.Appointments;

namespace Telemed.Web.Pages.Agenda;

/// <summary>Where the agenda's script moves an appointment in time: a posted form as every other, answered in JSON.</summary>
internal static class TimesEndpoint
{
    /// <summary>What was moved.</summary>
    /// <param name="Version">Of the appointment now: what takes the move back names it.</param>
    /// <param name="Warning">What speaks against that time, in the reader's language; null: nothing.</param>
    internal sealed record Moved(int Version, string? Warning);

    public static void MapTimes(this IEndpointRouteBuilder app) =>
        app.MapPost("/appointments/{id:guid}/times", Move)
            .RequireAuthorization(new AuthorizeAttribute { Roles = $"{nameof(Role.Practitioner)},{nameof(Role.Assistant)}" });

    private static async Task<Results<Ok<Moved>, NotFound, ProblemHttpResult>> Move(Guid id, [FromForm] string? starts, [FromForm] string? ends, [FromForm] string? version,
        HttpContext context, Db db, Clock clock, IGrainFactory grains, IStringLocalizer<Texts> texts)
    {
        var (from, until) = (InstantPattern.ExtendedIso.Parse(starts ?? ""), InstantPattern.ExtendedIso.Parse(ends ?? ""));
        if (!from.Success || !until.Success || !int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var shown))
        {
            return Refused(texts, "unreadable", StatusCodes.Status400BadRequest);
        }

        var wanted = new NewTime(from.Value, until.Value, shown);
        return await AppointmentVisits.Reschedule(db, context.User.Actor!, new AppointmentId(id), wanted, clock, grains) switch
        {
            RescheduleOutcome.Moved moved => TypedResults.Ok(new Moved(moved.Appointment.Version, moved.IsBusyElsewhere ? texts["busy-elsewhere"].Value : null)),
            RescheduleOutcome.Taken => Refused(texts, "taken"),
            RescheduleOutcome.PatientBusy => Refused(texts, "patient-busy"),
            RescheduleOutcome.Stale => Refused(texts, "stale"),
            RescheduleOutcome.NotAllowed => Refused(texts, "not-allowed"),
            RescheduleOutcome.Invalid invalid => Refused(texts, $"{invalid.Field}-{invalid.Code}", StatusCodes.Status400BadRequest),
            _ => TypedResults.NotFound(),
        };
    }

    private static ProblemHttpResult Refused(IStringLocalizer<Texts> texts, string code, int status = StatusCodes.Status409Conflict) => TypedResults.Problem(
        texts[$"refused-{code}"], title: texts["refused-title"], statusCode: status, extensions: new Dictionary<string, object?> { ["code"] = code });
}
