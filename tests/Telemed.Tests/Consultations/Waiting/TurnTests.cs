using NodaTime;
using Telemed.Consultations.Rooms;
using Telemed.Consultations.Waiting;
using Telemed.Platform;

namespace Telemed.Tests.Consultations.Waiting;

/// <summary>The rules of who is next and when, without any server.</summary>
public sealed class TurnTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 23, 14, 0);
    private static readonly ParticipantId Bob = ParticipantId.New();
    private static readonly Duration[] TenMinutes = [Minutes(8), Minutes(10), Minutes(12)];

    [Fact]
    public void A_place_is_kept_for_ten_minutes_and_lost_after_them()
    {
        var came = Now - Minutes(20);
        var gone = WaitingPlace.Of([Row(RoomEventKind.Arrived, came), Row(RoomEventKind.Left, Now)], Bob)!;
        Assert.Equal((came, Now, false), (gone.Since, gone.GoneSince, gone.CameLate));
        Assert.True(gone.IsKept(Now + Minutes(10) - Duration.FromMilliseconds(1)));
        Assert.False(gone.IsKept(Now + Minutes(10)));

        var back = WaitingPlace.Of([Row(RoomEventKind.Arrived, came), Row(RoomEventKind.Left, Now), Row(RoomEventKind.Arrived, Now + Minutes(9))], Bob)!;
        Assert.Equal(new WaitingPlace(came), back);
        var late = WaitingPlace.Of([Row(RoomEventKind.Arrived, came), Row(RoomEventKind.Left, Now), Row(RoomEventKind.Arrived, Now + Minutes(10))], Bob)!;
        Assert.Equal(new WaitingPlace(Now + Minutes(10), CameLate: true), late);
        Assert.Null(WaitingPlace.Of([Row(RoomEventKind.Arrived, came, ParticipantId.New())], Bob));
    }

    [Fact]
    public void A_newer_tab_keeps_the_place_and_a_call_that_was_put_aside_begins_it_anew()
    {
        var place = WaitingPlace.Of([Row(RoomEventKind.Arrived, Now), Row(RoomEventKind.TakenOver, Now + Minutes(3)), Row(RoomEventKind.LiveClosed, Now + Minutes(20))], Bob);
        Assert.Equal(new WaitingPlace(Now + Minutes(20)), place);
    }

    [Fact]
    public void The_median_of_visits_of_the_same_reason_then_of_all_then_nothing()
    {
        var past = new PastDurations([One("Suivi", 10), One("suivi ", 20), One("Vaccin", 3), One("Suivi", 12), One("Vaccin", 4), One(null, 0)]);
        Assert.Equal(Minutes(12), TurnEstimate.Median(past.Like("SUIVI")));
        Assert.Equal(Minutes(10), TurnEstimate.Median(past.Like("Vaccin"))); // two tell nothing: all five
        Assert.Equal(Minutes(10), TurnEstimate.Median(past.Like(null)));
        Assert.Empty(new PastDurations([One("Suivi", 10), One("Suivi", 12)]).Like("Suivi"));
        Assert.Equal(PastDurations.Looked, new PastDurations([.. Enumerable.Repeat(One("Suivi", 10), 60)]).Like("Suivi").Count);
        Assert.Equal(Duration.FromSeconds(630), TurnEstimate.Median([Minutes(10), Minutes(11)]));
    }

    [Fact]
    public void A_call_that_goes_on_takes_what_longer_ones_took()
    {
        Assert.Equal(Minutes(4), TurnEstimate.Remaining(new Going(Now - Minutes(6), TenMinutes), Now));
        Assert.Equal(Minutes(1), TurnEstimate.Remaining(new Going(Now - Minutes(11), TenMinutes), Now));
        Assert.Null(TurnEstimate.Remaining(new Going(Now - Minutes(12), TenMinutes), Now));
        Assert.Null(TurnEstimate.Remaining(new Going(Now, []), Now));
        Assert.True(TurnEstimate.IsOverdue(new Going(Now - Minutes(12), TenMinutes), Now));
        Assert.False(TurnEstimate.IsOverdue(new Going(Now - Minutes(12), []), Now));
    }

    [Fact]
    public void A_turn_comes_after_those_before_and_not_before_its_own_time()
    {
        var going = new Going(Now - Minutes(6), TenMinutes);
        Assert.Equal(Now + Minutes(4), Expected(going, [], null));
        Assert.Equal(Now + Minutes(14), Expected(going, [new Before(null, TenMinutes)], Now - Minutes(30)));
        Assert.Equal(Now + Minutes(30), Expected(going, [], Now + Minutes(30)));
        Assert.Equal(Now + Minutes(70), Expected(going, [new Before(Now + Minutes(60), TenMinutes)], null)); // nobody is seen before their own time either
    }

    [Fact]
    public void What_nobody_knows_is_not_said()
    {
        Assert.Null(Expected(new Going(Now - Minutes(6), []), [], null));
        Assert.Null(Expected(new Going(Now - Minutes(40), TenMinutes), [], null));
        Assert.Null(Expected(new Going(Now, TenMinutes), [new Before(null, [])], null));
        // Nobody is in a call: the practitioner comes when it is planned, or when they please.
        Assert.Null(TurnEstimate.ExpectedAt(Now, atWork: false, null, [], Now - Minutes(5)));
        Assert.Null(TurnEstimate.ExpectedAt(Now, atWork: false, null, [], null));
        Assert.Equal(Now + Minutes(5), TurnEstimate.ExpectedAt(Now, atWork: false, null, [], Now + Minutes(5)));
        Assert.Equal(Now, TurnEstimate.ExpectedAt(Now, atWork: true, null, [], Now - Minutes(5)));
    }

    private static Instant? Expected(Going going, IReadOnlyList<Before> before, Instant? planned) => TurnEstimate.ExpectedAt(Now, atWork: true, going, before, planned);

    private static Duration Minutes(double minutes) => Duration.FromMinutes(minutes);

    private static PastDurations.One One(string? reason, double minutes) => new(reason, Minutes(minutes));

    private static RoomEvent Row(RoomEventKind kind, Instant at) => Row(kind, at, Bob);

    private static RoomEvent Row(RoomEventKind kind, Instant at, ParticipantId? who) => new()
    {
        TenantId = TenantId.New(), Id = RoomEventId.New(), EncounterId = EncounterId.New(), Number = 1, Kind = kind, At = at, ParticipantId = who,
    };
}
