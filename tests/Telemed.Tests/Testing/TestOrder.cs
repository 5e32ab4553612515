using System.Security.Cryptography;
using System.Text;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(TestOrder))]
[assembly: TestClassOrderer(typeof(TestOrder))]
[assembly: TestMethodOrderer(typeof(TestOrder))]
[assembly: TestCaseOrderer(typeof(TestOrder))]

namespace Telemed.Tests.Testing;

/// <summary>
/// The order in which tests run: by a hash of their name and of TELEMED_TEST_ORDER, so that it is the same on every machine (xUnit's own
/// hashes the path of the assembly) and another for every other word in that variable. "reverse" is the usual order backwards. Tests of a class
/// share its app: none may count on another having run before it, or not. Those that start, kill and wait for servers of their own come
/// first: they take longest and mostly wait, so that the others run beside them.
/// </summary>
public sealed class TestOrder : ITestCollectionOrderer, ITestClassOrderer, ITestMethodOrderer, ITestCaseOrderer
{
    private static readonly string Seed = Environment.GetEnvironmentVariable("TELEMED_TEST_ORDER") ?? "";

    public IReadOnlyCollection<T> OrderTestCollections<T>(IReadOnlyCollection<T> testCollections) where T : ITestCollection =>
        [.. Order(testCollections, c => c.TestCollectionDisplayName).OrderByDescending(c => c.TestCollectionDisplayName.Contains(".Durability.", StringComparison.Ordinal))];

    public IReadOnlyCollection<T?> OrderTestClasses<T>(IReadOnlyCollection<T?> testClasses) where T : ITestClass => Order(testClasses, c => c?.TestClassName);

    public IReadOnlyCollection<T?> OrderTestMethods<T>(IReadOnlyCollection<T?> testMethods) where T : ITestMethod => Order(testMethods, m => m?.MethodName);

    public IReadOnlyCollection<T> OrderTestCases<T>(IReadOnlyCollection<T> testCases) where T : notnull, ITestCase => Order(testCases, c => c.TestCaseDisplayName);

    private static IReadOnlyCollection<T> Order<T>(IReadOnlyCollection<T> tests, Func<T, string?> name)
    {
        var ordered = tests.OrderBy(t => Key(name(t)), StringComparer.Ordinal);
        return [.. Seed == "reverse" ? ordered.Reverse() : ordered];
    }

    private static string Key(string? name) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes((Seed == "reverse" ? "" : Seed) + "/" + name)));
}
