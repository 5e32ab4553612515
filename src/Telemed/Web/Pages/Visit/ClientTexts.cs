using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Localization;

namespace Telemed.Web.Pages.Visit;

/// <summary>The texts that an island says by itself, as JSON for its <c>data-texts</c>: all keys that begin with "say-".</summary>
public static class ClientTexts
{
    private const string Prefix = "say-";
    private static readonly System.Collections.Concurrent.ConcurrentDictionary<(Type, string), string> Known = new();

    public static string Of<T>(IStringLocalizer<T> texts) => Known.GetOrAdd(
        (typeof(T), CultureInfo.CurrentUICulture.TwoLetterISOLanguageName),
        static (_, localizer) => JsonSerializer.Serialize(localizer.GetAllStrings(includeParentCultures: true)
            .Where(text => text.Name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToDictionary(text => text.Name[Prefix.Length..], text => text.Value)),
        texts);
}
