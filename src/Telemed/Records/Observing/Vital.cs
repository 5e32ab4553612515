namespace Telemed.Records.Observing;

/// <summary>What lies between two values, both included; an open side is null.</summary>
public sealed record Band(decimal? Low, decimal? High)
{
    public bool Holds(decimal value) => !(value < Low) && !(value > High);
}

/// <summary>
/// What the program knows of a kind of measure. Outside of <see cref="Possible"/> it is refused, outside of <see cref="Likely"/> somebody
/// must say that it is right; these two are ours, wide on purpose. <see cref="Usual"/> is drawn behind the plot and comes from a publication,
/// named at each in <see cref="All"/>; it is for adults.
/// </summary>
/// <param name="Loinc">The code under which it comes in and goes out.</param>
/// <param name="Unit">UCUM.</param>
/// <param name="Decimals">Kept and shown; a finer value is rounded to it, half away from zero.</param>
public sealed record Vital(ObservationKind Kind, string Loinc, string Unit, int Decimals, Band Possible, Band Likely, Band? Usual)
{
    /// <summary>Glucose as an amount of substance, which is taken and kept as mass.</summary>
    public const string MolarGlucoseLoinc = "15074-8";
    public const string MolarGlucoseUnit = "mmol/L";

    /// <summary>mg/dL in one mmol/L of glucose: its molar mass is 180.16 g/mol.</summary>
    public const decimal GlucosePerMole = 18.016m;

    /// <summary>The diastolic pressure's own bounds.</summary>
    public static readonly Band PossibleDiastolic = new(1, 300);
    public static readonly Band LikelyDiastolic = new(30, 150);

    public static readonly IReadOnlyList<Vital> All =
    [
        // Below 140/90 in the consulting room: 2018 ESC/ESH and HAS 2016, grade 1 hypertension from there on. The band is the systolic's.
        // The panel's two members are 8480-6, systolic, and 8462-4, diastolic.
        new(ObservationKind.BloodPressure, "85354-9", "mm[Hg]", 0, new Band(1, 400), new Band(60, 250), new Band(90, 140)),
        // 60 to 100 a minute at rest: American Heart Association, All About Heart Rate.
        new(ObservationKind.Pulse, "8867-4", "/min", 0, new Band(1, 400), new Band(30, 200), new Band(60, 100)),
        // 36.1 to 38.0: NEWS2 of the Royal College of Physicians, 2017, score 0.
        new(ObservationKind.Temperature, "8310-5", "Cel", 1, new Band(10, 50), new Band(34, 42), new Band(36.1m, 38)),
        // From 96 %: NEWS2, scale 1, score 0.
        new(ObservationKind.Saturation, "59408-5", "%", 0, new Band(0, 100), new Band(70, 100), new Band(96, 100)),
        // 12 to 20: NEWS2, score 0.
        new(ObservationKind.Respiration, "9279-1", "/min", 0, new Band(1, 200), new Band(6, 60), new Band(12, 20)),
        new(ObservationKind.Weight, "29463-7", "kg", 1, new Band(0.2m, 700), new Band(2, 250), null),
        new(ObservationKind.Height, "8302-2", "cm", 1, new Band(20, 280), new Band(45, 230), null),
        // 18.5 up to 25: WHO, Technical Report 894.
        new(ObservationKind.BodyMassIndex, "39156-5", "kg/m2", 1, new Band(1, 1000), new Band(10, 80), new Band(18.5m, 25)),
        // In blood, 2339-0: capillary meters at home, laboratory and clinic alike. 70 to 180 mg/dL: international consensus on time in range, Diabetes Care 2019.
        new(ObservationKind.Glucose, "2339-0", "mg/dL", 0, new Band(1, 3000), new Band(30, 600), new Band(70, 180)),
        new(ObservationKind.Pain, "72514-3", "{score}", 0, new Band(0, 10), new Band(0, 10), null),
    ];

    public static Vital Of(ObservationKind kind) => All.First(v => v.Kind == kind);

    public bool HasSecond => Kind is ObservationKind.BloodPressure;

    /// <summary>Computed, so that nobody sends it.</summary>
    public bool IsDerived => Kind is ObservationKind.BodyMassIndex;
}
