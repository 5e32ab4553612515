using Telemed.Records.Lists;
using Telemed.Web.Pages.Hours;

namespace Telemed.Web.Pages.Record;

/// <summary>An entry as it stands in the fields of a form.</summary>
public sealed record ListTyped(string Text, string Code, string Detail, string Category, string Since, string Until, string Source)
{
    public static readonly ListTyped Empty = new("", "", "", "", "", "", "");

    internal static ListTyped Of(IFormCollection form) => new(form.Typed("text"), form.Typed("code"), form.Typed("detail"), form.Typed("category"),
        form.Typed("since"), form.Typed("until"), form.Typed("source"));

    public static ListTyped Of(ListEntryVersion version) => new(version.Text, version.Code ?? "", version.Detail ?? "", version.Category?.ToString() ?? "",
        version.Since?.Typed() ?? "", version.Until?.Typed() ?? "", version.Source.ToString());

    public ListInput As(ListKind kind) => new(kind, Text, Code, Detail, Choice<AllergyCategory>(Category), Since, Until, Choice<ListSource>(Source));

    // Not TryParse: it takes numbers.
    private static T? Choice<T>(string word) where T : struct, Enum =>
        Enum.GetValues<T>().Where(v => v.ToString() == word).Select(v => (T?)v).FirstOrDefault();
}
