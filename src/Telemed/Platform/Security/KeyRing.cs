using System.Reflection;
using Microsoft.AspNetCore.DataProtection;

namespace Telemed.Platform.Security;

/// <summary>The keys of cookies and form tokens.</summary>
public static class KeyRing
{
    /// <summary>Below this, Microsoft.AspNetCore.DataProtection 10 accepts forged payloads (CVE-2026-40372).</summary>
    public static readonly Version Floor = new(10, 0, 7);

    /// <summary>Keeps the keys in <paramref name="dataFolder"/>/keys, which only its owner may open; refuses a version that forges.</summary>
    public static void AddKeyRing(this IServiceCollection services, string dataFolder)
    {
        RefuseBelowFloor(InstalledVersion());
        var folder = Directory.CreateDirectory(Path.Combine(dataFolder, "keys"));
        if (!OperatingSystem.IsWindows())
        {
            folder.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        }

        services.AddDataProtection().SetApplicationName("telemed").PersistKeysToFileSystem(folder);
    }

    /// <summary>Throws when <paramref name="informationalVersion"/>, such as <c>10.0.12+9f2b1c</c>, is below <see cref="Floor"/> or unreadable.</summary>
    public static void RefuseBelowFloor(string? informationalVersion)
    {
        var digits = informationalVersion?.Split('+', '-')[0];
        if (!Version.TryParse(digits, out var version) || version < Floor)
        {
            throw new InvalidOperationException(
                $"The installed ASP.NET Core ({informationalVersion}) accepts forged cookies (CVE-2026-40372). Install {Floor} or later.");
        }
    }

    private static string? InstalledVersion() =>
        typeof(DataProtectionOptions).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
}
