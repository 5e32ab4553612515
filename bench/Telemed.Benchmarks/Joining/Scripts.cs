namespace Telemed.Benchmarks.Joining;

/// <summary>The page scripts that lie beside this file, from the assembly.</summary>
internal static class Scripts
{
    public static string Read(string name)
    {
        using var reader = new StreamReader(typeof(Scripts).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
