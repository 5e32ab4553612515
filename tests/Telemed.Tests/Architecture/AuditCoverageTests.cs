using System.Text.RegularExpressions;
using Telemed.Audit;

namespace Telemed.Tests.Architecture;

/// <summary>
/// The trail has no hole: every kind of act is raised by the product, and a test asserts on the row it leaves. Found in the sources,
/// because a kind that no test run happens to raise must fail too.
/// </summary>
public sealed class AuditCoverageTests
{
    [Fact]
    public void Every_audited_act_is_raised_by_the_product_and_proved_by_a_test()
    {
        // A test that names AuditAction.X asserts on its row; the product that names it raises it.
        var product = Sources.OfProduct(".cs", ".razor").Where(f => f.Path != "src/Telemed/Audit/AuditAction.cs").Select(f => f.Text).ToList();
        var tests = Sources.All(".cs").Where(f => f.Path.StartsWith("tests/", StringComparison.Ordinal)).Select(f => f.Text).ToList();
        var found = new List<string>();
        foreach (var action in Enum.GetNames<AuditAction>())
        {
            var name = new Regex($@"\bAuditAction\.{action}\b");
            if (!product.Exists(name.IsMatch))
            {
                found.Add($"AuditAction.{action} is raised nowhere: raise it or remove it");
            }

            if (!tests.Exists(name.IsMatch))
            {
                found.Add($"AuditAction.{action} is asserted by no test");
            }
        }

        Assert.True(found.Count == 0, string.Join('\n', found));
    }
}
