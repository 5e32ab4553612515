using System.Text;
using NodaTime;
using NodaTime.Text;
using Telemed.Scheduling.Outside;

namespace Telemed.Tests.Scheduling.Outside;

/// <summary>When a calendar's text says that somebody is busy. The window is October 2026; Paris puts its clocks back on the 25th.</summary>
public sealed class OutsideTimesTests
{
    private static readonly DateTimeZone Paris = DateTimeZoneProviders.Tzdb["Europe/Paris"];
    private static readonly Interval October = new(Instant.FromUtc(2026, 9, 30, 22, 0), Instant.FromUtc(2026, 10, 31, 23, 0));

    [Theory]
    [InlineData("an event", "DTSTART;TZID=Europe/Paris:20261005T090000\nDTEND;TZID=Europe/Paris:20261005T103000", "10-05T07:00/08:30")]
    [InlineData("by UTC", "DTSTART:20261005T090000Z\nDTEND:20261005T103000Z", "10-05T09:00/10:30")]
    [InlineData("with a length", "DTSTART:20261005T090000Z\nDURATION:PT45M", "10-05T09:00/09:45")]
    [InlineData("of no zone: the practitioner's", "DTSTART:20261005T090000\nDTEND:20261005T100000", "10-05T07:00/08:00")]
    [InlineData("of a zone as Windows calls it", "DTSTART;TZID=Romance Standard Time:20261005T090000\nDTEND;TZID=Romance Standard Time:20261005T100000", "10-05T07:00/08:00")]
    [InlineData("of a zone that nobody knows: the practitioner's", "DTSTART;TZID=Nowhere/Land:20261005T090000\nDTEND;TZID=Nowhere/Land:20261005T100000", "10-05T07:00/08:00")]
    [InlineData("elsewhere", "DTSTART;TZID=America/New_York:20261005T090000\nDTEND;TZID=America/New_York:20261005T100000", "10-05T13:00/14:00")]
    [InlineData("a whole day", "DTSTART;VALUE=DATE:20261005", "10-04T22:00/10-05T22:00")]
    [InlineData("the day on which the clocks change", "DTSTART;VALUE=DATE:20261025\nDTEND;VALUE=DATE:20261026", "10-24T22:00/10-25T23:00")]
    [InlineData("a leave that began before", "DTSTART;VALUE=DATE:20260920\nDTEND;VALUE=DATE:20261003", "09-30T22:00/10-02T22:00")]
    [InlineData("one that goes on after", "DTSTART:20261031T220000Z\nDTEND:20261105T100000Z", "10-31T22:00/23:00")]
    [InlineData("over the change of clocks", "DTSTART;TZID=Europe/Paris:20261018T090000\nDTEND;TZID=Europe/Paris:20261018T100000\nRRULE:FREQ=WEEKLY;COUNT=3", "10-18T07:00/08:00 10-25T08:00/09:00")]
    [InlineData("with days left out", "DTSTART;TZID=Europe/Paris:20261005T090000\nDTEND;TZID=Europe/Paris:20261005T100000\nRRULE:FREQ=DAILY;COUNT=4\nEXDATE;TZID=Europe/Paris:20261006T090000,20261007T090000", "10-05T07:00/08:00 10-08T07:00/08:00")]
    [InlineData("with days besides", "DTSTART:20261005T090000Z\nDTEND:20261005T100000Z\nRDATE:20261007T120000Z", "10-05T09:00/10:00 10-07T12:00/13:00")]
    [InlineData("since years", "DTSTART;TZID=Europe/Paris:20010305T090000\nDTEND;TZID=Europe/Paris:20010305T100000\nRRULE:FREQ=MONTHLY;BYDAY=1MO", "10-05T07:00/08:00")]
    [InlineData("until before", "DTSTART:20200101T090000Z\nDTEND:20200101T100000Z\nRRULE:FREQ=DAILY;UNTIL=20260930T090000Z", "")]
    [InlineData("cancelled", "DTSTART:20261005T090000Z\nDTEND:20261005T100000Z\nSTATUS:CANCELLED", "")]
    [InlineData("marked free", "DTSTART:20261005T090000Z\nDTEND:20261005T100000Z\nTRANSP:TRANSPARENT", "")]
    [InlineData("without length", "DTSTART:20261005T090000Z", "")]
    [InlineData("folded", "DTSTART;TZID=Eur\n ope/Paris:20261005T09\n\t0000\nDTEND;TZID=Europe/Paris:20261005T103000", "10-05T07:00/08:30")]
    public void An_event_is_busy_when_it_says(string what, string lines, string busy) => Assert.Equal((what, busy), (what, Busy(Event(lines))));

    [Fact]
    public void A_moved_occurrence_is_busy_where_it_went_and_a_cancelled_one_nowhere() => Assert.Equal("10-05T07:00/08:00 10-06T13:00/13:30 10-08T07:00/08:00", Busy(
        Event("UID:a\nDTSTART;TZID=Europe/Paris:20261005T090000\nDTEND;TZID=Europe/Paris:20261005T100000\nRRULE:FREQ=DAILY;COUNT=4"),
        Event("UID:a\nRECURRENCE-ID;TZID=Europe/Paris:20261006T090000\nDTSTART;TZID=Europe/Paris:20261006T150000\nDTEND;TZID=Europe/Paris:20261006T153000"),
        Event("UID:a\nRECURRENCE-ID:20261007T070000Z\nDTSTART;TZID=Europe/Paris:20261007T090000\nDTEND;TZID=Europe/Paris:20261007T100000\nSTATUS:CANCELLED")));

    [Fact]
    public void Events_that_begin_together_overlap_or_touch_are_one_time() => Assert.Equal("10-05T09:00/13:00 10-05T14:00/15:00", Busy(
        Event("DTSTART:20261005T090000Z\nDTEND:20261005T093000Z"), Event("DTSTART:20261005T090000Z\nDTEND:20261005T120000Z"),
        Event("DTSTART:20261005T120000Z\nDTEND:20261005T130000Z"), Event("DTSTART:20261005T140000Z\nDTEND:20261005T150000Z")));

    [Fact]
    public void Nothing_else_of_an_event_reaches_the_parser()
    {
        var kept = CalendarLines.Of(Calendar(Event("SUMMARY:Psychiatre\nLOCATION:ici\nDESCRIPTION:long\\n\n text\nATTENDEE:mailto:x@y\nDTSTART:20261005T090000Z\nBEGIN:VALARM\nTRIGGER:-PT15M\nEND:VALARM")))!;
        Assert.Contains("DTSTART:20261005T090000Z", kept, StringComparison.Ordinal);
        Assert.All((string[])["Psychiatre", "ici", "long", "text", "mailto", "VALARM", "TRIGGER"], word => Assert.DoesNotContain(word, kept, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("FREQ=SECONDLY")]
    [InlineData("FREQ=MINUTELY;COUNT=2000000000")]
    [InlineData("FREQ=HOURLY;COUNT=2000000000")]
    [InlineData("FREQ=DAILY;BYHOUR=1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20;BYMINUTE=1,2,3,4,5,6,7,8,9,10,11,12;BYSECOND=1")]
    [InlineData("FREQ=YEARLY;BYHOUR=1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20;BYMINUTE=1,2,3,4,5,6,7,8,9,10;BYSECOND=1,2;BYSETPOS=-1")]
    public void A_rule_that_would_take_hours_to_follow_is_not_begun(string rule) => Fails(CalendarFault.TooMany, Event($"DTSTART:19700101T000000Z\nDURATION:PT1S\nRRULE:{rule}"));

    [Fact]
    public void More_busy_times_than_anybody_can_have_are_refused()
    {
        Fails(CalendarFault.TooMany, Event("DTSTART:20261001T000000Z\nDURATION:PT10M\nRRULE:FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19;BYMINUTE=0,15,30,45"));
        Fails(CalendarFault.TooMany, [.. Enumerable.Range(0, 2001).Select(_ => Event("DTSTART:20261005T090000Z\nDURATION:PT10M"))]);
    }

    [Theory]
    [InlineData("DTSTART:20260101T000000Z\nDURATION:PT1H\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")]
    [InlineData("DTSTART:20260101T000000Z\nDURATION:PT1H\nRRULE:FREQ=SOMETIMES")]
    [InlineData("DTSTART:20269999T000000Z\nDURATION:PT1H")]
    public void A_rule_or_a_day_that_cannot_be_is_unreadable(string lines) => Fails(CalendarFault.Unreadable, Event(lines));

    [Theory]
    [InlineData(""), InlineData("<!doctype html><html></html>"), InlineData("BEGIN:VCALENDAR"), InlineData("END:VCALENDAR"), InlineData("BEGIN:VCARD\nEND:VCARD"), InlineData("\0\0\0")]
    [InlineData("BEGIN:VCALENDAR\nEND:VCALENDAR\nEND:VCALENDAR\nBEGIN:VCALENDAR")]
    public void What_is_no_calendar_is_unreadable(string text) => Assert.Equal(new OutsideTimes.Failed(CalendarFault.Unreadable), OutsideTimes.Of(Encoding.UTF8.GetBytes(text), October, Paris));

    [Fact]
    public void What_is_nested_without_end_is_not_followed_down() => Assert.Equal("10-05T09:00/10:00", Busy(
        string.Concat(Enumerable.Repeat("BEGIN:VEVENT\r\n", 150_000)) + string.Concat(Enumerable.Repeat("END:VEVENT\r\n", 150_000)) + Event("DTSTART:20261005T090000Z\nDURATION:PT1H")));

    [Fact]
    public void More_events_than_anybody_has_had_are_not_parsed() =>
        Fails(CalendarFault.TooMany, [.. Enumerable.Repeat(Event("DTSTART:20200105T090000Z\nDURATION:PT1H"), 20_001)]);

    [Fact]
    public void An_empty_calendar_is_never_busy() => Assert.Equal("", Busy());

    private static void Fails(CalendarFault fault, params string[] events) =>
        Assert.Equal(new OutsideTimes.Failed(fault), OutsideTimes.Of(Encoding.UTF8.GetBytes(Calendar(events)), October, Paris));

    private static string Busy(params string[] events) => string.Join(' ', Assert.IsType<OutsideTimes.Found>(
        OutsideTimes.Of(Encoding.UTF8.GetBytes("\uFEFF" + Calendar(events)), October, Paris)).Busy.Select(Written));

    private static string Written(Interval time)
    {
        var (day, clock) = (InstantPattern.CreateWithInvariantCulture("MM-dd'T'HH:mm"), InstantPattern.CreateWithInvariantCulture("HH:mm"));
        return $"{day.Format(time.Start)}/{(time.Start.InUtc().Date == time.End.InUtc().Date ? clock : day).Format(time.End)}";
    }

    internal static string Event(string lines) => $"BEGIN:VEVENT\r\n{lines.Replace("\n", "\r\n", StringComparison.Ordinal)}\r\nEND:VEVENT\r\n";

    internal static string Calendar(params string[] events) => $"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y\r\n{string.Concat(events)}END:VCALENDAR\r\n";
}
