using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Localization;
using NodaTime;
using Telemed.Accounts;
using Telemed.Platform;
using Telemed.Scheduling.Figures;
using Telemed.Tenancy;

namespace Telemed.Web.Pages.Statistics;

/// <summary>The figures as a file: its head in the reader's language, its numbers and days as programs read them everywhere.</summary>
internal static class StatisticsFile
{
    public const string ByWeek = "week", ByType = "type";

    private static readonly string[] Counts = ["booked", "fulfilled", "by-patient", "by-clinic", "declined", "no-show", "open", "lead"];

    public static void MapStatisticsFile(this IEndpointRouteBuilder app) =>
        app.MapGet($"{StatisticsWish.Page}/csv", Send).RequireAuthorization(new AuthorizeAttribute { Roles = $"{nameof(Role.Practitioner)},{nameof(Role.Assistant)},{nameof(Role.Administrator)}" });

    private static async Task<IResult> Send(HttpContext context, Db db, Clock clock, IStringLocalizer<Texts> texts, string? by, string? practitioner, string? from, string? until)
    {
        var wish = StatisticsWish.Read(practitioner, from, until, clock.Now.InZone(await db.ClinicZone()).Date);
        if (wish.Range is not { } range)
        {
            return TypedResults.Problem(texts[$"fault-{wish.Fault}"], statusCode: StatusCodes.Status400BadRequest);
        }

        if (await BookingFigures.Of(db, context.User.Actor!, wish.Practitioner, range) is not { } figures)
        {
            return TypedResults.NotFound();
        }

        var rows = by == ByType ? Types(figures, texts) : Weeks(figures, texts);
        return TypedResults.File(Csv.Write(rows), Csv.ContentType, $"telemed-{(by == ByType ? ByType : ByWeek)}-{Times.Attribute(range.First)}-{Times.Attribute(range.Last)}.csv");
    }

    private static IEnumerable<IReadOnlyList<string>> Weeks(BookingFigures figures, IStringLocalizer<Texts> texts) =>
    [
        [texts["column-first"], texts["column-last"], .. Heads(texts), texts["column-open-minutes"], texts["column-taken-minutes"], texts["column-fill"]],
        .. figures.Weeks.Select(w => (IReadOnlyList<string>)
            [Times.Attribute(w.First), Times.Attribute(w.Last), .. Cells(w.All), Number(w.Time.Open.TotalMinutes), Number(w.Time.Taken.TotalMinutes), Number(w.Time.FillRate)]),
    ];

    private static IEnumerable<IReadOnlyList<string>> Types(BookingFigures figures, IStringLocalizer<Texts> texts) =>
    [
        [texts["column-first"], texts["column-last"], texts["column-type"], .. Heads(texts)],
        .. from week in figures.Weeks
           from type in week.Types
           select (IReadOnlyList<string>)[Times.Attribute(week.First), Times.Attribute(week.Last), type.Name ?? texts["no-type"], .. Cells(type.All)],
    ];

    private static IEnumerable<string> Heads(IStringLocalizer<Texts> texts) => Counts.Select(c => texts[$"column-{c}"].Value);

    private static IEnumerable<string> Cells(Tally tally) =>
    [
        .. ((int[])[tally.Booked, tally.Fulfilled, tally.ByPatient, tally.ByClinic, tally.Declined, tally.NoShow, tally.Open]).Select(n => n.ToString(CultureInfo.InvariantCulture)),
        Number(tally.LeadDays),
    ];

    private static string Number(double? value) => value?.ToString("0.##", CultureInfo.InvariantCulture) ?? "";
}
