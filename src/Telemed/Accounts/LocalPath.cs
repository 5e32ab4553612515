namespace Telemed.Accounts;

/// <summary>Where to go after signing in: a path of this installation, whatever was asked for.</summary>
public static class LocalPath
{
    /// <summary>
    /// <paramref name="asked"/> when it is a path here, else "/". Browsers read "//host" and "/\host" as another host, and drop tabs
    /// and line breaks before they look.
    /// </summary>
    public static string OrHome(string? asked) =>
        asked is { Length: <= 2000 } && asked.StartsWith('/') && !asked.StartsWith("//", StringComparison.Ordinal)
        && !asked.Contains('\\', StringComparison.Ordinal) && !asked.Any(char.IsControl) && !LeadsBack(asked)
            ? asked
            : "/";

    private static bool LeadsBack(string path) =>
        path.StartsWith("/sign-in", StringComparison.OrdinalIgnoreCase) || path.StartsWith("/sign-out", StringComparison.OrdinalIgnoreCase);
}
