using Microsoft.Extensions.Localization;
using Telemed.Records.Searching;

namespace Telemed.Web.Pages.Record;

/// <summary>Why nothing was searched, in words.</summary>
internal static class SearchRefusals
{
    public static string Sentence(this SearchRefusal why, IStringLocalizer<Texts> t) => why switch
    {
        SearchRefusal.Empty => t["refused-empty"],
        SearchRefusal.TooLong => t["refused-too-long", SearchQuery.LongestText],
        SearchRefusal.TooManyWords => t["refused-too-many-words", SearchQuery.MostWords],
        _ => t["refused-no-word"],
    };
}
