using System.Diagnostics;
using System.Reflection;
using NodaTime;

namespace Telemed.Web.Pages.Clinic;

/// <summary>Which program runs, and since when.</summary>
internal static class Running
{
    /// <summary>As built, without the commit that some builds append.</summary>
    public static string Version { get; } =
        typeof(Running).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public static Instant Since { get; } = Instant.FromDateTimeUtc(Process.GetCurrentProcess().StartTime.ToUniversalTime());
}
