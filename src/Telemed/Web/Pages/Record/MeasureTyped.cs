using Telemed.Records.Observing;
using Telemed.Web.Pages.Hours;

namespace Telemed.Web.Pages.Record;

/// <summary>The measures of one moment as they stand in the fields of a form: one field a kind, and one more for the second pressure.</summary>
public sealed record MeasureTyped(IReadOnlyDictionary<string, string> Fields)
{
    public const string Diastolic = "diastolic";
    public const string GlucoseUnit = "glucose-unit";
    public const string Day = "day";
    public const string Time = "time";

    /// <summary>The values that were said to be right; others typed afterwards are asked for again.</summary>
    public const string Confirmed = "confirmed";

    public static readonly MeasureTyped Empty = new(new Dictionary<string, string>());

    private static readonly string[] Others = [Diastolic, GlucoseUnit, Day, Time, Confirmed];

    /// <summary>The kinds that somebody measures.</summary>
    public static readonly IReadOnlyList<Vital> Vitals = [.. Vital.All.Where(v => !v.IsDerived)];

    public string this[string field] => Fields.GetValueOrDefault(field, "");

    internal static MeasureTyped Of(IFormCollection form) =>
        new(Vitals.Select(Field).Concat(Others).ToDictionary(f => f, f => form.Typed(f)));

    public static string Field(Vital vital)
    {
        ArgumentNullException.ThrowIfNull(vital);
        return vital.Kind.ToString().ToLowerInvariant();
    }

    /// <summary>What can be kept, and what is wrong by field.</summary>
    public (IReadOnlyList<Measure> Measures, IReadOnlyDictionary<string, string> Faults) Read()
    {
        var (measures, faults) = (new List<Measure>(), new Dictionary<string, string>());
        foreach (var vital in Vitals.Where(v => this[Field(v)].Length > 0 || (v.HasSecond && this[Diastolic].Length > 0)))
        {
            var molar = vital.Kind is ObservationKind.Glucose && this[GlucoseUnit] == Vital.MolarGlucoseUnit;
            var (measure, fault) = Measure.Of(molar ? Vital.MolarGlucoseLoinc : vital.Loinc, molar ? Vital.MolarGlucoseUnit : vital.Unit,
                Measure.Number(this[Field(vital)]), vital.HasSecond ? Measure.Number(this[Diastolic]) : null);
            if (measure is not null)
            {
                measures.Add(measure);
            }
            else
            {
                faults[Field(vital)] = fault!.Value.Code();
            }
        }

        return (measures, faults);
    }
}
