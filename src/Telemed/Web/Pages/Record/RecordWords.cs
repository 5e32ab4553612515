using Telemed.Platform;
using Telemed.Records.Lists;

namespace Telemed.Web.Pages.Record;

/// <summary>How parts of a record are written and addressed.</summary>
internal static class RecordWords
{
    /// <summary>"2019", "mars 2019" or "12 mars 2019".</summary>
    public static string Said(this PartialDate date) =>
        date.Day is not null ? Times.Date(date.Earliest) : date.Month is not null ? Times.Month(date.Earliest) : date.ToString();

    /// <summary>The text that says when an entry began: a vaccine has been given, everything else lasts.</summary>
    public static string SinceKey(ListKind kind, PartialDate date) => kind is not ListKind.Vaccination ? "since" : date.Day is null ? "in" : "on";

    /// <summary>As it is typed: "12/03/2019".</summary>
    public static string Typed(this PartialDate date) => string.Join('/', date.ToString().Split('-').Reverse());

    /// <summary>The last part of the address of a list's page; what says that nothing is known stands on the allergies'.</summary>
    public static string Path(this ListKind kind) => kind switch
    {
        ListKind.Problem => "problems",
        ListKind.Treatment => "treatments",
        ListKind.Vaccination => "vaccinations",
        ListKind.FamilyHistory => "family-history",
        _ => "allergies",
    };

    public static string Page(this ListKind kind, PatientId patient) => $"/patients/{patient}/{kind.Path()}";

    /// <summary>The lists with a page of their own, in the order of the screen.</summary>
    public static readonly ListKind[] Lists = [ListKind.Allergy, ListKind.Problem, ListKind.Treatment, ListKind.Vaccination, ListKind.FamilyHistory];

}
