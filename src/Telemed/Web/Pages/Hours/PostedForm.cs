using System.Globalization;

namespace Telemed.Web.Pages.Hours;

/// <summary>What was typed into one of the forms of a page.</summary>
internal static class PostedForm
{
    /// <summary>Null when this request posts none, or another one.</summary>
    public static IFormCollection? Of(HttpContext context, string name) =>
        HttpMethods.IsPost(context.Request.Method) && context.Request.HasFormContentType && context.Request.Form.Typed("_handler") == name ? context.Request.Form : null;

    /// <summary>Trimmed; empty when the field did not come.</summary>
    public static string Typed(this IFormCollection form, string field) => form.TryGetValue(field, out var values) && values.Count > 0 ? (values[0] ?? "").Trim() : "";

    /// <summary>-1, which no rule allows, for what is no number or a far too great one.</summary>
    public static int Number(string typed) =>
        int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= Greatest ? number : -1;

    private const int Greatest = 100_000;
}
