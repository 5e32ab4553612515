using NodaTime;
using Telemed.Platform;

namespace Telemed.Scheduling.Figures;

/// <summary>What became of some appointments: each is in exactly one of the columns. Those entered in error never were.</summary>
/// <param name="Open">Still to come, to be confirmed, or arrived.</param>
/// <param name="LeadDays">The median of the days from booking to start; null: no appointment.</param>
public sealed record Tally(int Fulfilled, int ByPatient, int ByClinic, int Declined, int NoShow, int Open, double? LeadDays)
{
    public int Booked => Fulfilled + ByPatient + ByClinic + Declined + NoShow + Open;

    /// <summary>Booked, and nobody came to it.</summary>
    public int Lost => ByPatient + ByClinic + Declined + NoShow;

    internal static Tally Of(IReadOnlyCollection<PlannedTime> lines) => new(
        lines.Count(l => l.Status is AppointmentStatus.Fulfilled),
        lines.Count(l => l.Status is AppointmentStatus.Cancelled && l.Because is CancellationReason.ByPatient),
        lines.Count(l => l.Status is AppointmentStatus.Cancelled && l.Because is not (CancellationReason.ByPatient or CancellationReason.Declined)),
        lines.Count(l => l.Status is AppointmentStatus.Cancelled && l.Because is CancellationReason.Declined),
        lines.Count(l => l.Status is AppointmentStatus.NoShow),
        lines.Count(l => AppointmentMoves.Holding.Contains(l.Status)),
        Median([.. lines.Select(l => Math.Max(0, (l.StartsAt - l.CreatedAt).TotalDays)).Order()]));

    private static double? Median(double[] sorted) =>
        sorted.Length == 0 ? null : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
}

/// <summary>What the figures need of an appointment; nothing of its patient.</summary>
internal sealed record PlannedTime(PractitionerId Practitioner, VisitTypeId? Type, Instant StartsAt, Instant EndsAt, int Before, int After,
    Instant CreatedAt, AppointmentStatus Status, CancellationReason? Because)
{
    /// <summary>What it took or takes of its practitioner's time. Of one that was cancelled: none; of a no-show, all the same.</summary>
    public Interval? Taken => Status is AppointmentStatus.Cancelled ? null
        : new Interval(StartsAt - Duration.FromMinutes(Before), EndsAt + Duration.FromMinutes(After));
}
