using System.Globalization;
using Microsoft.Extensions.Localization;
using Telemed.Records.Observing;

namespace Telemed.Web.Pages.Record;

/// <summary>How measures are written: in the reader's numbers and units.</summary>
public static class MeasureWords
{
    /// <summary>"136/84", "68,4".</summary>
    public static string Figure(this Observation observation) => Figure(Vital.Of(observation.Kind), observation.Value, observation.Second);

    /// <inheritdoc cref="Figure(Observation)"/>
    public static string Figure(this Measure measure) => Figure(measure.Vital, measure.Value, measure.Second);

    /// <summary>"mmHg", "par minute".</summary>
    public static string Unit(this Vital vital, IStringLocalizer<Texts> texts) => texts[$"unit-{vital.Kind}"];

    /// <summary>"136/84 mmHg".</summary>
    public static string Whole(this Measure measure, IStringLocalizer<Texts> texts) => $"{measure.Figure()} {measure.Vital.Unit(texts)}";

    public static string Number(this Vital vital, decimal value) => value.ToString($"F{vital.Decimals}", CultureInfo.CurrentCulture);

    /// <summary>The word for machines and the key of the sentence for people.</summary>
    public static string Code(this MeasureFault fault) => fault switch
    {
        MeasureFault.CodeUnknown => "code-unknown",
        MeasureFault.UnitUnknown => "unit-unknown",
        MeasureFault.Unreadable => "unreadable",
        MeasureFault.Impossible => "impossible",
        MeasureFault.Swapped => "swapped",
        MeasureFault.Future => "future",
        MeasureFault.TooOld => "too-old",
        MeasureFault.VisitUnknown => "visit-unknown",
        _ => "too-many",
    };

    private static string Figure(Vital vital, decimal value, decimal? second) => vital.Number(value) + (second is { } other ? $"/{vital.Number(other)}" : "");
}
