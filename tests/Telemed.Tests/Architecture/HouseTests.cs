using ArchUnitNET.Loader;
using Assembly = System.Reflection.Assembly;

namespace Telemed.Tests.Architecture;

/// <summary>The order of the house: a slice uses Platform and the slices named for it, all of which stand above it, so no cycle can be written.</summary>
public sealed class HouseTests
{
    private static readonly string[] AllAbove = ["Tenancy", "Audit", "Notifications", "Accounts", "People", "Scheduling", "Documents", "Consultations", "Records", "Fhir"];

    /// <summary>Slice → slices that it may use besides Platform, in the order of the house.</summary>
    private static readonly (string Slice, string[] Uses)[] House =
    [
        ("Platform", []),
        ("Tenancy", []),
        ("Audit", ["Tenancy"]),
        ("Notifications", ["Tenancy", "Audit"]),
        ("Accounts", ["Tenancy", "Audit", "Notifications"]),
        ("People", ["Tenancy", "Audit", "Accounts"]),
        ("Scheduling", ["Tenancy", "Audit", "Notifications", "People"]),
        ("Documents", ["Tenancy", "Audit", "Notifications", "Accounts", "People"]),
        ("Consultations", AllAbove[..7]),
        ("Records", AllAbove[..8]),
        ("Fhir", AllAbove[..9]),
        ("Web", AllAbove),
    ];

    /// <summary>Read once: it takes seconds. Of the tests only the namespaces of Seeded.cs.</summary>
    private static readonly Lazy<IReadOnlyList<ArchUnitNET.Domain.IType>> All = new(() =>
        [.. new ArchLoader().LoadAssemblies(Assembly.Load("telemed"))
            .LoadNamespacesWithinAssembly(typeof(HouseTests).Assembly, "Telemed.Scheduling", "Telemed.Platform", "Telemed.Seeded").Build().Types]);

    // A page or endpoint asks who is signed in; the claims of the session are Accounts' to read, and these slices stand beside it.
    private static readonly string[] TheSession = ["Telemed.Accounts.Claims"];

    [Fact]
    public void A_slice_uses_only_the_slices_above_it_that_are_named_for_it()
    {
        var breaches = Breaches(Types());
        Assert.True(breaches.Count == 0, string.Join('\n', breaches));
    }

    [Fact]
    public void A_slice_that_uses_what_it_must_not_is_found()
    {
        var breaches = Breaches(Seeded());
        Assert.Contains("Scheduling.SeededBreach must not use Records.SoapNote: Scheduling may use only [Platform, Tenancy, Audit, Notifications, People]", breaches);
        Assert.Contains("Platform.SeededBreach must not use Tenancy.Tenant: Platform may use only [Platform]", breaches);
        Assert.Equal(["Seeded"], Strangers(Seeded()));
    }

    private static SortedSet<string> Breaches(IEnumerable<ArchUnitNET.Domain.IType> types)
    {
        var breaches = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var type in types)
        {
            var slice = SliceOf(type.FullName);
            foreach (var used in type.Dependencies.Select(d => d.Target.FullName).Distinct())
            {
                if (SliceOf(used) is { } other && slice is not null && other != slice && !MayUse(slice, other) && !IsTheSession(used))
                {
                    breaches.Add($"{Short(type.FullName)} must not use {Short(used)}: {slice} may use only [{string.Join(", ", Allowed(slice))}]");
                }
            }
        }

        return breaches;
    }

    [Fact]
    public void Every_folder_is_a_slice_of_the_house()
    {
        var strangers = Strangers(Types());
        strangers.AddRange(Directory.GetDirectories(Sources.Product).Select(d => Path.GetFileName(d)!)
            .Where(d => d is not ("bin" or "obj" or "wwwroot" or "Properties" or "data" or "artifacts") && House.All(h => h.Slice != d)));
        Assert.True(strangers.Count == 0, $"Not in the house: {string.Join(", ", strangers)}. Add it to the map in order, with what it may use.");
    }

    [Fact]
    public void The_map_itself_only_points_upwards()
    {
        for (var i = 0; i < House.Length; i++)
        {
            Assert.All(House[i].Uses, used => Assert.Contains(House[..i], above => above.Slice == used));
        }
    }

    private static List<string> Strangers(IEnumerable<ArchUnitNET.Domain.IType> types) =>
        [.. types.Select(t => SliceOf(t.FullName)).OfType<string>().Distinct().Where(s => House.All(h => h.Slice != s))];

    private static bool IsTheSession(string used) => TheSession.Any(s => used == s || used.StartsWith(s + "/", StringComparison.Ordinal) || used.StartsWith(s + "+", StringComparison.Ordinal));

    private static bool MayUse(string slice, string other) => Allowed(slice).Contains(other);

    private static IEnumerable<string> Allowed(string slice) => House.Where(h => h.Slice == slice).SelectMany(h => h.Uses).Prepend("Platform");

    /// <summary>The types of Seeded.cs, which stand where no type of theirs may.</summary>
    private static List<ArchUnitNET.Domain.IType> Seeded() =>
        [.. All.Value.Where(t => IsSeeded(t) && SliceOf(t.FullName) is not "Tests")];

    private static List<ArchUnitNET.Domain.IType> Types() =>
        [.. All.Value.Where(t => SliceOf(t.FullName) is not (null or "Tests" or "BrowserTests") && !IsSeeded(t))];

    private static bool IsSeeded(ArchUnitNET.Domain.IType type) => type.FullName.Contains(".Seeded", StringComparison.Ordinal);

    /// <summary>The folder: the second part of Telemed.Slice.Type; null for the program itself and for what is not ours.</summary>
    private static string? SliceOf(string fullName)
    {
        var parts = fullName.Split('.');
        return parts.Length > 2 && parts[0] == "Telemed" ? parts[1] : null;
    }

    private static string Short(string fullName) => fullName["Telemed.".Length..];
}
