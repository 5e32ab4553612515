using System.Globalization;

namespace Telemed.Records.Observing;

/// <summary>Why a measure was not taken.</summary>
public enum MeasureFault
{
    CodeUnknown,
    UnitUnknown,

    /// <summary>No number, or one of the two pressures is missing.</summary>
    Unreadable,

    /// <summary>Nobody has such a value.</summary>
    Impossible,

    /// <summary>The diastolic pressure is not below the systolic one.</summary>
    Swapped,
    Future,

    /// <summary>Before the birth, or longer ago than measures are taken.</summary>
    TooOld,
    VisitUnknown,

    /// <summary>The patient's day is full.</summary>
    TooMany,
}

/// <summary>A measure that can be kept: rounded, in the unit of its kind.</summary>
public sealed record Measure(Vital Vital, decimal Value, decimal? Second)
{
    /// <summary>Reads what a program or a form sends. Null with a fault when it is none.</summary>
    /// <param name="code">LOINC.</param>
    /// <param name="unit">UCUM; must be the code's own.</param>
    public static (Measure? Measure, MeasureFault? Fault) Of(string? code, string? unit, decimal? value, decimal? second = null)
    {
        if (code == Vital.MolarGlucoseLoinc)
        {
            return unit == Vital.MolarGlucoseUnit ? Whole(Vital.Of(ObservationKind.Glucose), InRange(value) * Vital.GlucosePerMole, second) : (null, MeasureFault.UnitUnknown);
        }

        return Vital.All.FirstOrDefault(v => v.Loinc == code && !v.IsDerived) is not { } vital ? (null, MeasureFault.CodeUnknown)
            : vital.Unit != unit ? (null, MeasureFault.UnitUnknown) : Whole(vital, value, second);
    }

    /// <summary>False: somebody must say that it is right.</summary>
    public bool IsLikely => Vital.Likely.Holds(Value) && (Second is not { } second || Vital.LikelyDiastolic.Holds(second));

    /// <summary>A number as people type it, with a comma or a point; null when it is none.</summary>
    public static decimal? Number(string? typed) =>
        typed is { Length: <= 12 } && decimal.TryParse(typed.Trim().Replace(',', '.'), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number : null;

    internal int Hundredths => (int)(Value * Observation.Scale);

    internal int? SecondHundredths => (int?)(Second * Observation.Scale);

    private static (Measure?, MeasureFault?) Whole(Vital vital, decimal? value, decimal? second)
    {
        if (value is not { } first || second is null == vital.HasSecond)
        {
            return (null, MeasureFault.Unreadable);
        }

        if (!vital.Possible.Holds(first) || (second is { } other && !Vital.PossibleDiastolic.Holds(other)))
        {
            return (null, MeasureFault.Impossible);
        }

        var measure = new Measure(vital, Round(vital, first), second is { } given ? Round(vital, given) : null);
        return measure.Second >= measure.Value ? (null, MeasureFault.Swapped) : (measure, null);
    }

    // Far outside it would overflow before it is refused.
    private static decimal? InRange(decimal? value) => value is > 1_000_000m or < -1_000_000m ? -1 : value;

    private static decimal Round(Vital vital, decimal value) => Math.Round(value, vital.Decimals, MidpointRounding.AwayFromZero);
}
