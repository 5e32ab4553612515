namespace Telemed.Tests.Security;

/// <summary>Every page and endpoint, for every role and care relation, as <see cref="RightsTable"/> says; and the trail of what was read.</summary>
public sealed class RightsMatrixTests(RightsScene scene) : IClassFixture<RightsScene>
{
    private const string Note = "GET /notes/{NoteId:guid}";

    [Fact]
    public async Task Each_route_shows_everybody_what_the_table_says_and_each_reading_of_a_record_leaves_a_row()
    {
        var faults = RightsTable.Faults(RightsTable.Rows, await scene.Seen());
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task A_route_without_a_row_and_a_row_without_a_route_are_reported()
    {
        var (rows, seen) = (RightsTable.Rows, await scene.Seen());
        Assert.Equal([$"no row for {Note}, which is CCC---C--s"], RightsTable.Faults([.. rows.Where(r => r.Key.ToString() != Note)], seen));
        Assert.Equal([$"no route for {Note}"], RightsTable.Faults(rows, [.. seen.Where(s => s.Key.ToString() != Note)]));
    }

    [Theory]
    [InlineData("CCCC--C--s", "AGEDB")] // Dan, who does not care for Bob
    [InlineData("CCC-C-C--s", "AGENB")] // the assistant
    [InlineData("CCC---CC-s", "AGEBP")] // another patient
    [InlineData("CCC---C-Cs", "AGEBC")] // another clinic
    [InlineData("CCC---C--C", "AGEB")] // a stranger
    [InlineData("CC----C--s", "AGB")] // an emergency that no longer opens the record
    public async Task A_product_that_shows_somebody_a_note_otherwise_than_the_table_says_is_reported(string cells, string written)
    {
        var seen = (await scene.Seen()).Select(s => s.Key.ToString() == Note ? s with { Cells = cells, Written = written } : s);
        Assert.Contains($"{Note} is {cells}, not CCC---C--s", RightsTable.Faults(RightsTable.Rows, [.. seen]));
    }

    [Fact]
    public async Task A_reading_that_leaves_no_row_is_reported_and_so_is_a_record_of_which_the_table_does_not_say_what_the_trail_holds()
    {
        var (rows, seen) = (RightsTable.Rows, await scene.Seen());
        Assert.Equal([$"{Note} read by E leaves no row in the trail"], RightsTable.Faults(rows, [.. seen.Select(s => s.Key.ToString() == Note ? s with { Written = "AGB" } : s)]));
        Assert.Equal([$"{Note} shows a record and no mark says what the trail holds"], RightsTable.Faults([.. rows.Select(r => r.Key.ToString() == Note ? r with { Mark = ' ' } : r)], seen));
    }

    [Theory]
    [InlineData('D', "o-I", "GET /patients/{Id:guid}/emergency")] // what finding a patient shows too
    [InlineData('N', "oDRI-", "")]
    [InlineData('M', "oiI-", "")]
    [InlineData('P', "o-", "")]
    [InlineData('C', "o-", "")]
    [InlineData('S', "o-s", "")]
    public void The_table_gives_nobody_more_than_their_role_may_ever_have(char column, string letters, string named)
    {
        var at = Column.Letters.IndexOf(column, StringComparison.Ordinal);
        Assert.All(RightsTable.Rows, row => Assert.Contains(row.Cells[at], letters));
        Assert.All(RightsTable.Rows.Where(r => named is not "" && r.Cells[at] is 'I'), row => Assert.Equal(named, row.Key.ToString()));
    }
}
