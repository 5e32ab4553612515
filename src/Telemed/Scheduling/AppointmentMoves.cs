using Telemed.Tenancy;

namespace Telemed.Scheduling;

/// <summary>Every legal change of an appointment's status and who may make it; any other is refused. One table, read by domain and pages.</summary>
public static class AppointmentMoves
{
    /// <summary>Of the words beside a cancellation.</summary>
    public const int MaxNote = 200;

    private static readonly IReadOnlyDictionary<(AppointmentStatus From, AppointmentStatus To), Role[]> Legal =
        new Dictionary<(AppointmentStatus, AppointmentStatus), Role[]>
        {
            [(AppointmentStatus.Pending, AppointmentStatus.Booked)] = [Role.Practitioner],
            [(AppointmentStatus.Pending, AppointmentStatus.Cancelled)] = [Role.Practitioner, Role.Assistant],
            [(AppointmentStatus.Booked, AppointmentStatus.Arrived)] = [Role.Practitioner, Role.Assistant],
            [(AppointmentStatus.Booked, AppointmentStatus.NoShow)] = [Role.Practitioner, Role.Assistant],
            [(AppointmentStatus.Booked, AppointmentStatus.Cancelled)] = [Role.Practitioner, Role.Assistant],
            [(AppointmentStatus.Arrived, AppointmentStatus.Fulfilled)] = [Role.Practitioner],
            [(AppointmentStatus.Arrived, AppointmentStatus.NoShow)] = [Role.Practitioner, Role.Assistant],
            [(AppointmentStatus.Pending, AppointmentStatus.EnteredInError)] = [Role.Practitioner, Role.Assistant],
            [(AppointmentStatus.Booked, AppointmentStatus.EnteredInError)] = [Role.Practitioner, Role.Assistant],
            [(AppointmentStatus.Arrived, AppointmentStatus.EnteredInError)] = [Role.Practitioner, Role.Assistant],
        };

    /// <summary>Statuses that hold the practitioner's time. The guards in the database name the same three.</summary>
    public static readonly IReadOnlyList<AppointmentStatus> Holding = [AppointmentStatus.Pending, AppointmentStatus.Booked, AppointmentStatus.Arrived];

    /// <summary>Whether the table has the move at all.</summary>
    public static bool IsLegal(AppointmentStatus from, AppointmentStatus to) => Legal.ContainsKey((from, to));

    /// <summary>
    /// Whether <paramref name="by"/> may make it. Accounts by their role; the program and a guest's arrival (both come from the
    /// visit, which has its own rules) by the table alone.
    /// </summary>
    public static bool Allows(Actor? by, AppointmentStatus from, AppointmentStatus to) =>
        Legal.TryGetValue((from, to), out var roles) && (by is not AccountActor account || roles.Contains(account.Role));

    /// <summary>The moves open to <paramref name="by"/> from here, in the table's order.</summary>
    public static IEnumerable<AppointmentStatus> From(AppointmentStatus from, Actor? by) =>
        Legal.Keys.Where(move => move.From == from && Allows(by, move.From, move.To)).Select(move => move.To);
}

/// <summary>What became of a wish to move an appointment.</summary>
public abstract record MoveOutcome
{
    private MoveOutcome() { }

    public sealed record Moved(Appointment Appointment, AppointmentStatus From) : MoveOutcome;

    /// <summary>Not there, or not this actor's: the same answer.</summary>
    public sealed record NotFound : MoveOutcome;

    public sealed record NotAllowed(AppointmentStatus From, AppointmentStatus To) : MoveOutcome;
}
