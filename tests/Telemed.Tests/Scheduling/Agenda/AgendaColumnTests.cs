using CsCheck;
using NodaTime;
using Telemed.People;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Scheduling.Hours;
using Telemed.Web.Pages.Agenda;

namespace Telemed.Tests.Scheduling.Agenda;

/// <summary>How one practitioner's day is laid out.</summary>
public sealed class AgendaColumnTests
{
    private static readonly DateTimeZone Paris = DateTimeZoneProviders.Tzdb["Europe/Paris"];
    private static readonly LocalDate Day = new(2026, 11, 24);
    private static readonly Instant Midnight = Paris.AtStartOfDay(Day).ToInstant();
    private static readonly Practitioner Alice = new()
    {
        TenantId = TenantId.New(), Id = PractitionerId.New(), AccountId = AccountId.New(), Title = "Dr", GivenName = "Alice", FamilyName = "Martin",
    };

    [Fact]
    public void What_is_open_and_taken_by_nobody_is_free_from_now_on_and_the_rest_is_closed()
    {
        var column = Column([Item(9 * 60, 30), Item((10 * 60) + 15, 45)], Minutes(9 * 60, 12 * 60), now: Midnight + Duration.FromMinutes((9 * 60) + 47));
        Assert.Equal(
        [
            new AgendaPiece.Closed(0, 12), new AgendaPiece.Free(Midnight + Duration.FromMinutes((9 * 60) + 50), 22, 5), new AgendaPiece.Free(Midnight + Duration.FromMinutes(11 * 60), 36, 12),
            new AgendaPiece.Closed(48, 72),
        ], column.Pieces.Where(p => p is AgendaPiece.Closed or AgendaPiece.Free));
        Assert.Equal(21, Assert.Single(column.Pieces.OfType<AgendaPiece.Now>()).Row);
        Assert.Equal($"0={(Midnight + Duration.FromHours(8)).ToUnixTimeSeconds()}", column.Times);
    }

    [Fact]
    public void Whoever_never_said_when_they_are_open_is_free_all_day()
    {
        Assert.Equal(new AgendaPiece.Free(Midnight + Duration.FromHours(8), 0, 120), Assert.Single(Column([], null, now: Midnight).Pieces));
    }

    [Fact]
    public void A_day_that_lacks_an_hour_says_so_to_the_script()
    {
        var day = new LocalDate(2027, 3, 28);
        var axis = DayAxis.For([day], Paris, [DayRange.Whole], DayRange.Whole);
        var midnight = Paris.AtStartOfDay(day).ToInstant().ToUnixTimeSeconds();
        Assert.Equal($"0={midnight} 24= 36={midnight + 7200}", AgendaColumn.Of(Alice, day, axis.Times(day, Paris), [], null, Midnight).Times);
    }

    /// <summary>Start and length in minutes, anything, also over the edges of what is shown.</summary>
    private static readonly Gen<(int From, int Length)[]> Items = Gen.Select(Gen.Int[7 * 60, 19 * 60], Gen.Int[1, 120]).Array[0, 12];

    [Fact]
    public void Pieces_that_meet_share_the_width_and_none_covers_another_or_leaves_the_grid() => Items.Sample(drawn =>
    {
        var taken = Column([.. drawn.Select(d => Item(d.From, d.Length))], [], now: Midnight).Pieces.OfType<AgendaPiece.Taken>().ToList();
        Assert.Equal(drawn.Length, taken.Count);
        foreach (var one in taken)
        {
            Assert.True(one.Row >= 0 && one.Span >= 3 && one.Row + one.Span <= 120, one.ToString());
            Assert.InRange(one.Lane, 0, one.Lanes - 1);
            foreach (var other in taken.Where(t => t != one && t.Row < one.Row + one.Span && one.Row < t.Row + t.Span))
            {
                Assert.Equal(one.Lanes, other.Lanes);
                Assert.True(one.Lane != other.Lane || one.Lanes == 4, $"{one} covers {other}");
            }
        }
    });

    private static AgendaColumn Column(AgendaItem[] items, Interval[]? open, Instant now) =>
        AgendaColumn.Of(Alice, Day, DayAxis.For([Day], Paris, [], new DayRange(8 * 60, 18 * 60)).Times(Day, Paris), items, open, now);

    private static Interval[] Minutes(int from, int until) => [new(Midnight + Duration.FromMinutes(from), Midnight + Duration.FromMinutes(until))];

    private static AgendaItem Item(int from, int minutes) => new AgendaItem.Blocked(BusyTimeId.New(), Alice.Id,
        Midnight + Duration.FromMinutes(from), Midnight + Duration.FromMinutes(from + minutes), "Réunion");
}
