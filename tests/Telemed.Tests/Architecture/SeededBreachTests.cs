using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Tests.Architecture;

/// <summary>That the tests of tidiness and conventions find what they look for: each is shown one breach and one thing that is right.</summary>
public sealed class SeededBreachTests
{
    [Fact]
    public void A_long_file_and_a_long_method_are_found()
    {
        var body = string.Join('\n', Enumerable.Repeat("        Do();", 71));
        var method = $"class A\n{{\n    void Long()\n    {{\n{body}\n    }}\n}}";
        Assert.Equal(["a.cs:4 a method of 72 lines: split it into what it says"], TidyTests.Long([SourceFile.Seeded("a.cs", method)]).Select(f => f.Replace(":3 ", ":4 ", StringComparison.Ordinal)));
        Assert.Single(TidyTests.Long([SourceFile.Seeded("b.cs", string.Concat(Enumerable.Repeat("// x\n", 400)))]));
        Assert.Empty(TidyTests.Long([SourceFile.Seeded("c.cs", method.Replace("        Do();\n        Do();\n        Do();\n", "", StringComparison.Ordinal))]));
    }

    [Theory]
    [InlineData("// TO" + "DO: later")]
    [InlineData("x(); // FIX" + "ME")]
    public void What_is_left_for_later_is_found(string line) => Assert.Single(TidyTests.LeftForLater([SourceFile.Seeded("a.ts", line)]));

    [Theory]
    [InlineData("public sealed class BookingManager", 1)]
    [InlineData("internal static class DateHelper", 1)]
    [InlineData("    private sealed record PatientDto(int Id);", 1)]
    [InlineData("public interface INotificationService", 1)]
    [InlineData("public sealed class Database", 0)]
    [InlineData("public sealed record Booking;", 0)]
    public void A_name_that_says_nothing_is_found(string line, int found) => Assert.Equal(found, TidyTests.BadlyNamed([SourceFile.Seeded("a.cs", line)]).Count);

    [Fact]
    public void A_page_and_an_endpoint_that_say_nothing_of_who_may_are_found()
    {
        Assert.Single(TidyTests.OpenPages([SourceFile.Seeded("A.razor", "@page \"/a\"\n<p></p>")]));
        Assert.Empty(TidyTests.OpenPages([SourceFile.Seeded("A.razor", "@page \"/a\"\n@attribute [Authorize(Roles = \"Patient\")]")]));
        Assert.Single(TidyTests.OpenEndpoints([SourceFile.Seeded("A.cs", "app.MapGet(\"/a\", () => 1);")]));
        Assert.Empty(TidyTests.OpenEndpoints([SourceFile.Seeded("A.cs", "app.MapGet(\"/a\", () => 1).RequireAuthorization();")]));
    }

    [Fact]
    public void An_entity_without_a_clinic_is_found() => Assert.Equal(["Homeless"], ConventionTests.WithoutClinic([typeof(Homeless), typeof(Telemed.People.Patient), typeof(Tenant)]));

    [Fact]
    public void A_hub_that_lets_its_caller_say_who_they_are_is_found()
    {
        Assert.Equal(["SeededHub.Pretend"], ConventionTests.NamesAPerson([typeof(SeededHub)]));
        Assert.Empty(ConventionTests.NamesAPerson([typeof(Telemed.Consultations.ConsultationHub)]));
    }

    [Fact]
    public void A_grain_that_is_not_told_who_acts_is_found() => Assert.Equal(["ISeededGrain.Erase"], ConventionTests.ActedByNobody([typeof(ISeededGrain)]));

    [Theory]
    [InlineData("db.AcrossTenants<Patient>(\"why\")", 1)]
    [InlineData("db.Patients", 0)]
    public void A_reader_across_clinics_is_found(string line, int found) =>
        Assert.Equal(found, ConventionTests.ReadsAcross([SourceFile.Seeded("src/Telemed/People/Stray.cs", line)]).Count());

    [Theory]
    [InlineData("db.Database.ExecuteSqlRaw(sql)", 1)]
    [InlineData("db.Patients.FromSqlRaw(sql)", 1)]
    [InlineData("db.Patients.Where(p => true)", 0)]
    public void SQL_by_hand_is_found(string line, int found) =>
        Assert.Equal(found, ConventionTests.WritesSql([SourceFile.Seeded("src/Telemed/People/Stray.cs", line)]).Count());

    private sealed class Homeless;

    private sealed class SeededHub : Microsoft.AspNetCore.SignalR.Hub
    {
        public Task Pretend(AccountId who) => Task.FromResult(who);

        public Task Say(string text) => Task.FromResult(text);
    }

    private interface ISeededGrain
    {
        Task Erase(EncounterId encounter);

        Task End(Actor by);
    }
}
