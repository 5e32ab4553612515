using System.Reflection;
using System.Security.Claims;
using Telemed.Platform.Components;

namespace Telemed.Web.Layouts;

/// <summary>Which layout a page gets, by the <see cref="ForAudienceAttribute"/> on its type and by who reads it.</summary>
internal static class AudienceLayouts
{
    public static Type For(Type page, ClaimsPrincipal reader) =>
        page.GetCustomAttribute<ForAudienceAttribute>()?.Audience switch
        {
            Audience.Entrance => typeof(EntranceLayout),
            Audience.Public => typeof(PublicLayout),
            Audience.Visit => typeof(VisitLayout),
            _ when reader.Identity?.IsAuthenticated is not true => typeof(EntranceLayout),
            _ => typeof(ShellLayout),
        };
}
