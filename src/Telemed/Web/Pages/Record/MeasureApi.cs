using Microsoft.Extensions.Localization;
using NodaTime;
using Telemed.Accounts;
using Telemed.Platform;
using Telemed.Records.Observing;
using Telemed.Tenancy;

namespace Telemed.Web.Pages.Record;

/// <summary>Measures as JSON: from the panel beside the picture, and from programs that send for a patient or a practitioner.</summary>
internal static class MeasureApi
{
    public static void MapMeasures(this WebApplication app) =>
        app.MapPost("/api/patients/{patientId:guid}/observations", Add).RequireAuthorization(policy => policy.RequireRole(nameof(Role.Practitioner), nameof(Role.Patient)));

    /// <param name="Code">LOINC.</param>
    /// <param name="Unit">UCUM.</param>
    /// <param name="Value">Or, of a blood pressure, the two pressures.</param>
    /// <param name="Confirmed">True: the value is unlikely, and right.</param>
    /// <param name="Program">True: a device or program sends it.</param>
    internal sealed record Sent(string? Code, string? Unit, decimal? Value, decimal? Systolic, decimal? Diastolic, Instant? At, Guid? EncounterId, bool Confirmed, bool Program);

    internal sealed record Kept(ObservationId Id, ObservationKind Kind, decimal Value, decimal? Second, string Unit, Instant At);

    private static async Task<IResult> Add(Guid patientId, Sent sent, HttpContext http, Db db, Clock clock, IStringLocalizer<Texts> texts)
    {
        var (actor, patient) = (http.User.Actor!, new PatientId(patientId));
        if (!await db.MayObserve(actor, patient))
        {
            return TypedResults.NotFound();
        }

        var (measure, fault) = Measure.Of(sent.Code, sent.Unit, sent.Value ?? sent.Systolic, sent.Diastolic);
        if (measure is null)
        {
            return Problem(texts, fault!.Value.Code(), texts[$"measure-{fault.Value.Code()}"], StatusCodes.Status400BadRequest);
        }

        var wanted = new NewObservations([measure], sent.At, sent.EncounterId is { } visit ? new EncounterId(visit) : null, sent.Program, sent.Confirmed);
        return await db.Observe(actor, patient, wanted, clock.Now) switch
        {
            ObservingOutcome.Recorded recorded => TypedResults.Created($"/patients/{patient}/measures", recorded.Observations.Select(o =>
                new Kept(o.Id, o.Kind, o.Value, o.Second, Vital.Of(o.Kind).Unit, o.At))),
            ObservingOutcome.Asks => Problem(texts, "unlikely", texts["measure-asks", measure.Whole(texts)], StatusCodes.Status409Conflict),
            ObservingOutcome.Refused(var why) => Problem(texts, why.Code(), texts[$"measure-{why.Code()}"], StatusCodes.Status400BadRequest),
            _ => TypedResults.NotFound(),
        };
    }

    private static IResult Problem(IStringLocalizer<Texts> texts, string code, string said, int status) =>
        TypedResults.Problem(said, title: texts["measure-refused"], statusCode: status, extensions: new Dictionary<string, object?> { ["code"] = code });
}
