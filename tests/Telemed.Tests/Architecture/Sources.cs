using System.Runtime.CompilerServices;

namespace Telemed.Tests.Architecture;

/// <summary>The source files of the repository, read once.</summary>
internal static class Sources
{
    /// <summary>The repository's root.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Here(), "..", "..", ".."));

    /// <summary>src/Telemed.</summary>
    public static string Product { get; } = Path.Combine(Root, "src", "Telemed");

    /// <summary>Every source file of product, tests and client with one of these endings; generated code is left out.</summary>
    public static IReadOnlyList<SourceFile> All(params string[] endings) =>
        [.. Files.Where(f => endings.Any(e => f.Path.EndsWith(e, StringComparison.Ordinal)))];

    /// <summary>The same, of the product alone.</summary>
    public static IReadOnlyList<SourceFile> OfProduct(params string[] endings) =>
        [.. All(endings).Where(f => f.Path.StartsWith("src/Telemed/", StringComparison.Ordinal))];

    private static readonly IReadOnlyList<SourceFile> Files =
    [
        .. new[] { "src", "tests", "bench" }.Select(d => Path.Combine(Root, d)).Where(Directory.Exists)
            .SelectMany(d => Directory.EnumerateFiles(d, "*.*", SearchOption.AllDirectories))
            .Select(f => new SourceFile(Path.GetRelativePath(Root, f).Replace('\\', '/'), f))
            .Where(f => f.Path.EndsWith(".cs", StringComparison.Ordinal) || f.Path.EndsWith(".razor", StringComparison.Ordinal)
                || f.Path.EndsWith(".ts", StringComparison.Ordinal) || f.Path.EndsWith(".resx", StringComparison.Ordinal))
            .Where(f => !f.Path.Split('/').Any(p => p is "bin" or "obj" or "node_modules" or "wwwroot" or "Migrations")),
    ];

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}

/// <param name="Path">From the root, with slashes.</param>
internal sealed record SourceFile(string Path, string FullPath)
{
    private readonly Lazy<string[]> _lines = new(() => File.ReadAllLines(FullPath));

    /// <summary>A file that is not on the disk, for tests of the tests.</summary>
    public static SourceFile Seeded(string path, string text) => new(path, "") { _given = text.Split('\n') };

    private string[]? _given;

    public string[] Lines => _given ?? _lines.Value;

    public string Text => string.Join('\n', Lines);
}
