using NodaTime;

namespace Telemed.Consultations.Rooms;

/// <summary>Everything that a room does by itself: which timer is next, and what it does when it fires; and the automatic start.</summary>
internal static class RoomTimetable
{
    /// <param name="At">When it is due; never before what already happened.</param>
    internal sealed record Due(Instant At, Func<RoomStep, RoomStep> Fire);

    /// <summary>The earliest timer of the room, or null.</summary>
    public static Due? Next(ConsultationRoom room)
    {
        var due = Timers(room).Where(t => t.At is not null).OrderBy(t => t.At!.Value).FirstOrDefault();
        if (due.At is not { } at)
        {
            return null;
        }

        var fires = room.State.LastAt is { } last ? Instant.Max(at, last) : at;
        return new Due(fires, step => due.Fire(step, fires));
    }

    public static RoomStep Settle(this RoomStep step, Instant now, bool elsewhere)
    {
        var room = step.Room;
        var starts = room.State.Status is RoomStatus.Waiting && room.PractitionerIsHere && room.PatientIsHere
            && (room.State.Admitted || !room.Plan.AdmitByHand) && !elsewhere;
        return starts ? step.Then(new RoomHappening(RoomEventKind.Started, now), new RoomNews.Started(now)) : step;
    }

    public static RoomStep CloseLive(RoomStep step, Instant at) =>
        step.Then(new RoomHappening(RoomEventKind.LiveClosed, at), new RoomNews.LiveClosed());

    public static RoomStep End(RoomStep step, EndReason reason, Instant at) =>
        step.Then(new RoomHappening(RoomEventKind.Ended, at, Reason: reason), new RoomNews.Ended(at, reason, step.Room.State.LiveUntil(at)));

    private static IEnumerable<(Instant? At, Func<RoomStep, Instant, RoomStep> Fire)> Timers(ConsultationRoom room) => room.State.Status switch
    {
        RoomStatus.Active => WhileActive(room),
        RoomStatus.Waiting when room.State.StartedAt is null => BeforeTheStart(room),
        RoomStatus.Waiting => BetweenLiveParts(room),
        _ => [],
    };

    private static IEnumerable<(Instant?, Func<RoomStep, Instant, RoomStep>)> WhileActive(ConsultationRoom room)
    {
        var ends = room.State.StartedAt!.Value + room.Rules.LongestLive;
        yield return (room.State.EmptySince + room.Rules.EmptyGrace, CloseLive);
        yield return (room.State.Warned ? null : ends - room.Rules.WarningBefore,
            (step, at) => step.Then(new RoomHappening(RoomEventKind.EndingSoon, at), new RoomNews.EndingSoon(ends)));
        yield return (ends, (step, at) => End(step, EndReason.MaxDuration, at));
    }

    private static IEnumerable<(Instant?, Func<RoomStep, Instant, RoomStep>)> BeforeTheStart(ConsultationRoom room)
    {
        var (state, rules) = (room.State, room.Rules);
        var mark = room.Plan.StartsAt + rules.NoShowAfter ?? state.OpenedAt + rules.NoShowAfter ?? room.Plan.CreatedAt + rules.InstantAdmits;
        if (!room.PractitionerIsHere && !room.PatientIsHere)
        {
            // Whoever waited past the mark and lost the network may come back for as long again.
            var expires = state.EmptySince is { } empty && empty > mark ? empty + rules.NoShowAfter : mark;
            yield return (expires, (step, at) => End(step, EndReason.Expired, at));
        }
        else if (!state.NoShowAsked && !(room.PractitionerIsHere && room.PatientIsHere))
        {
            yield return (mark, (step, at) => step.Then(new RoomHappening(RoomEventKind.NoShowAsked, at), new RoomNews.NobodyCame()));
        }
    }

    /// <summary>It was live and stands empty: it ends where its links stop admitting, so that no visit stays open for ever.</summary>
    private static IEnumerable<(Instant?, Func<RoomStep, Instant, RoomStep>)> BetweenLiveParts(ConsultationRoom room)
    {
        if (room.State.EmptySince is { } empty)
        {
            var expires = room.Plan.EndsAt is { } planned ? Instant.Max(planned + room.Rules.AdmitsAfter, empty) : empty + room.Rules.AdmitsAfter;
            yield return (expires, (step, at) => End(step, EndReason.Expired, at));
        }
    }
}
