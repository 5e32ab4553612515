namespace Telemed.Benchmarks.Running;

/// <summary>The scripts for pages, which lie beside what measures with them, from the assembly.</summary>
internal static class Scripts
{
    public static string Read(string name)
    {
        using var reader = new StreamReader(typeof(Scripts).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
