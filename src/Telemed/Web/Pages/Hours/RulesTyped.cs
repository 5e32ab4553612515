using System.Globalization;
using Telemed.Scheduling.Hours;

namespace Telemed.Web.Pages.Hours;

/// <summary>The form of booking rules as typed.</summary>
/// <param name="Notice">Hours.</param>
/// <param name="Change">Hours: until when patients cancel and move theirs.</param>
/// <param name="Farthest">Days.</param>
/// <param name="Most">Appointments a day; empty: no limit.</param>
/// <param name="Zone">IANA; empty: the clinic's.</param>
internal sealed record RulesTyped(string Notice, string Change, string Farthest, string Most, bool RestsOnHolidays, string Zone)
{
    private const int MinutesAnHour = 60;

    public static RulesTyped Of(BookingPolicy policy) => new(Hours(policy.NoticeMinutes), Hours(policy.ChangeMinutes), Text(policy.FarthestDays),
        policy.MostPerDay is { } most ? Text(most) : "", policy.RestsOnHolidays, policy.Zone);

    public static RulesTyped Of(IFormCollection form) =>
        new(form.Typed("notice"), form.Typed("change"), form.Typed("farthest"), form.Typed("most"), form.Typed("holidays") == "true", form.Typed("zone"));

    public BookingPolicyDraft Read() => new(Zone, PostedForm.Number(Notice) * MinutesAnHour, PostedForm.Number(Farthest),
        Most.Length == 0 ? null : PostedForm.Number(Most), RestsOnHolidays, PostedForm.Number(Change) * MinutesAnHour);

    private static string Hours(int minutes) => Text((minutes + MinutesAnHour - 1) / MinutesAnHour);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
