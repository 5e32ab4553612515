using NodaTime;
using Telemed.Consultations.Quality;
using Telemed.Platform;

namespace Telemed.Consultations.Rooms;

/// <summary>What a room knows of its visit: the plan and who belongs in it.</summary>
/// <param name="StartsAt">Planned; null for an instant visit.</param>
public sealed record RoomPlan(Instant CreatedAt, Instant? StartsAt, Instant? EndsAt, bool AdmitByHand, ParticipantId Practitioner, ParticipantId Patient)
{
    public bool Knows(ParticipantId participant) => participant == Practitioner || participant == Patient;
}

/// <summary>
/// The live place of one visit, as a pure function: a command and "now" give the room after it, what happened, and what to tell
/// whom. Everything due before "now" happens first, at the instant it was due.
/// </summary>
public sealed record ConsultationRoom(RoomPlan Plan, RoomState State, RoomRules Rules)
{
    public bool PractitionerIsHere => State.Present.ContainsKey(Plan.Practitioner);

    /// <summary>When the practitioner's page was opened, however often its connection broke since; null: none is here.</summary>
    public Instant? PractitionerCame => State.Present.TryGetValue(Plan.Practitioner, out var present) ? State.Pages[(Plan.Practitioner, present.Tab)] : null;

    /// <summary>Practitioner, patient and whoever was invited and not removed.</summary>
    public bool Knows(ParticipantId participant) => Plan.Knows(participant) || State.Guests.ContainsKey(participant);

    public bool PatientIsHere => State.Present.ContainsKey(Plan.Patient);

    /// <summary>When a timer fires next; null: none runs.</summary>
    public Instant? DueAt => RoomTimetable.Next(this)?.At;

    public ConsultationRoom After(RoomHappening happening) => this with { State = State.After(happening) };

    /// <summary>Lets time pass: every timer due until <paramref name="now"/>, in order.</summary>
    public RoomStep Elapse(Instant now)
    {
        var step = RoomStep.Begin(this);
        while (RoomTimetable.Next(step.Room) is { } due && due.At <= now)
        {
            step = due.Fire(step);
        }

        return step;
    }

    /// <summary>Comes in, comes back, or comes by a newer page that replaces the older.</summary>
    /// <param name="elsewhere">The practitioner is live in another room: this one does not start by itself.</param>
    public RoomStep Arrive(ParticipantId who, RoomConnection connection, Instant now, bool elsewhere)
    {
        var step = Elapse(now);
        if (!step.Room.Knows(who))
        {
            return step.Refuse(RoomRefusal.NotFound);
        }

        if (step.Room.State is { Status: RoomStatus.Ended, EndedAt: { } ended, EndedBecause: { } why, LiveBefore: var live })
        {
            // Their line was away when it was said.
            return step.Tell(new RoomNews.Ended(ended, why, live), connection.Id).Greet(who, connection.Id);
        }

        if (step.Room.State.IsPast(who, connection))
        {
            return step.Refuse(RoomRefusal.TakenOver);
        }

        if (step.Room.State.OpenedAt is null)
        {
            step = step.Then(new RoomHappening(RoomEventKind.Opened, now, who));
        }

        step = step.Room.State.Present.TryGetValue(who, out var older)
            ? Replace(step, who, older, connection, now)
            : step.Then(new RoomHappening(RoomEventKind.Arrived, now, who, connection), new RoomNews.Arrived(who));
        return step.Settle(now, elsewhere).Greet(who, connection.Id);
    }

    /// <summary>Somebody goes; without a word from the person, they are expected back. An older page that was replaced changes nothing.</summary>
    public RoomStep Leave(string connection, Instant now, LeaveKind how = LeaveKind.Wanted)
    {
        var step = Elapse(now);
        return step.Room.Who(connection) is { } who
            ? step.Then(new RoomHappening(RoomEventKind.Left, now, who, Leave: how), new RoomNews.Left(who, Dropped: how is not LeaveKind.Wanted))
            : step;
    }

    /// <summary>The practitioner lets the patient in, where the clinic admits by hand.</summary>
    public RoomStep Admit(string connection, ParticipantId who, Instant now, bool elsewhere)
    {
        var step = Elapse(now);
        if (step.Room.RefusalOfPractitioner(connection) is { } refusal)
        {
            return step.Refuse(refusal);
        }

        if (who != Plan.Patient)
        {
            return step.Refuse(RoomRefusal.NotFound);
        }

        return step.Room.State.Admitted
            ? step.Settle(now, elsewhere)
            : step.Then(new RoomHappening(RoomEventKind.Admitted, now, who)).Settle(now, elsewhere);
    }

    /// <summary>The practitioner invites a guest; the same one again changes nothing.</summary>
    public RoomStep Invite(string connection, ParticipantId guest, Instant now)
    {
        var step = Elapse(now);
        var guests = step.Room.State.Guests;
        return step.Room.RefusalOfPractitioner(connection) is { } refusal ? step.Refuse(refusal)
            : Plan.Knows(guest) || step.Room.State.Removed.Contains(guest) ? step.Refuse(RoomRefusal.NotFound)
            : guests.ContainsKey(guest) ? step
            : guests.Count >= RoomRules.MostGuests ? step.Refuse(RoomRefusal.Full)
            : step.Then(new RoomHappening(RoomEventKind.Invited, now, guest));
    }

    /// <summary>The practitioner removes a guest, who never comes back.</summary>
    public RoomStep Remove(string connection, ParticipantId guest, Instant now)
    {
        var step = Elapse(now);
        if (step.Room.RefusalOfPractitioner(connection) is { } refusal)
        {
            return step.Refuse(refusal);
        }

        if (!step.Room.State.Guests.ContainsKey(guest))
        {
            return step.Refuse(RoomRefusal.NotFound);
        }

        var (there, news) = (step.Room.State.Present.GetValueOrDefault(guest), new RoomNews.Removed(guest));
        step = step.Then(new RoomHappening(RoomEventKind.Removed, now, guest), news);
        return there is null ? step : step.Tell(news, there.Id);
    }

    /// <summary>The practitioner ends the visit, for good.</summary>
    public RoomStep End(string connection, EndReason reason, Instant now)
    {
        var step = Elapse(now);
        return step.Room.RefusalOfPractitioner(connection) is { } refusal ? step.Refuse(refusal) : RoomTimetable.End(step, reason, now);
    }

    /// <summary>The practitioner holds this room to open another: out of it, and its live part closes.</summary>
    public RoomStep Hold(Instant now)
    {
        var step = Elapse(now);
        if (step.Room.State.Status is not RoomStatus.Active)
        {
            return step;
        }

        step = step.Room.PractitionerIsHere ? StepDown(step, Plan.Practitioner, now) : step;
        return RoomTimetable.CloseLive(step, now);
    }

    /// <summary>
    /// The practitioner sits in another room: closes the live part here when they went there from here. Whoever opened that other
    /// room earlier and only lost this one for a moment (a refresh, a dead network) finds it as it was.
    /// </summary>
    /// <param name="cameThere">When the practitioner's page in the other room was first opened.</param>
    public RoomStep Release(Instant cameThere, Instant now)
    {
        var step = Elapse(now);
        var state = step.Room.State;
        return state.Status is RoomStatus.Active && state.GoneSince.TryGetValue(Plan.Practitioner, out var gone) && cameThere >= gone - Rules.ArrivalOvertakes
            ? RoomTimetable.CloseLive(step, now)
            : step;
    }

    /// <summary>Time passed, or the practitioner became free: starts if it may.</summary>
    public RoomStep Reconsider(Instant now, bool elsewhere) => Elapse(now).Settle(now, elsewhere);

    /// <summary>The participant goes on in another browser: the page of this one is sent away.</summary>
    public RoomStep StepDown(ParticipantId who, Instant now)
    {
        var step = Elapse(now);
        return step.Room.State.Present.ContainsKey(who) ? StepDown(step, who, now) : step;
    }

    /// <summary>After a restart: whoever was connected to a process that is gone has left, as of now.</summary>
    public RoomStep Lose(Func<string, bool> isConnected, Instant now)
    {
        ArgumentNullException.ThrowIfNull(isConnected);
        var step = Elapse(now);
        foreach (var (who, connection) in step.Room.State.Present)
        {
            step = isConnected(connection.Id) ? step
                : step.Then(new RoomHappening(RoomEventKind.Left, now, who, Leave: LeaveKind.ServerGone), new RoomNews.Left(who, Dropped: true));
        }

        return step;
    }

    /// <summary>
    /// Between any two while the room is live. Practitioner and patient prepare their connection before that, so that letting the patient
    /// in puts picture and sound into a way that is there already.
    /// </summary>
    public bool MayNegotiate(ParticipantId one, ParticipantId other) => State.Status is RoomStatus.Active
        || (State.Status is RoomStatus.Waiting && PractitionerIsHere && PatientIsHere && Plan.Knows(one) && Plan.Knows(other));

    /// <summary>Whose connection it is; null when it was replaced, left, or never was here.</summary>
    public ParticipantId? Who(string connection)
    {
        foreach (var (who, present) in State.Present)
        {
            if (present.Id == connection)
            {
                return who;
            }
        }

        return null;
    }

    private static RoomStep StepDown(RoomStep step, ParticipantId who, Instant now)
    {
        var older = step.Room.State.Present[who].Id;
        return step.Then(new RoomHappening(RoomEventKind.Left, now, who), new RoomNews.Left(who)).Tell(new RoomNews.TakenOver(), older);
    }

    private static RoomStep Replace(RoomStep step, ParticipantId who, RoomConnection older, RoomConnection newer, Instant now)
    {
        if (older.Id == newer.Id)
        {
            return step;
        }

        // The others must know: the newer page has no peer connection yet.
        step = step.Then(new RoomHappening(RoomEventKind.TakenOver, now, who, newer), new RoomNews.Arrived(who));
        return older.Tab == newer.Tab ? step : step.Tell(new RoomNews.TakenOver(), older.Id);
    }

    /// <summary>Why a connection of this participant may say nothing here; null: it may.</summary>
    /// <param name="tab">Of the page whose connection it is: another line of the same page, perhaps given up by it, takes nothing over.</param>
    internal RoomRefusal? RefusalOf(ParticipantId who, string connection, string? tab) => Who(connection) is not null ? null
        : !Knows(who) ? RoomRefusal.NotFound
        : State.Present.TryGetValue(who, out var present) && present.Tab != tab ? RoomRefusal.TakenOver
        : RoomRefusal.Away;

    internal RoomRefusal? RefusalOfPractitioner(string connection) => Who(connection) switch
    {
        null => RefusalOf(Plan.Practitioner, connection, tab: null),
        var who when who != Plan.Practitioner || State.Status is RoomStatus.Ended => RoomRefusal.NotAllowed,
        _ => null,
    };
}
