using NodaTime;
using Telemed.Platform;

namespace Telemed.Records.Lists;

/// <summary>An entry as typed. Nothing is checked yet: <see cref="Faults"/> does; whether the code exists is asked of the database.</summary>
/// <param name="Since">Any form that <see cref="PartialDate.Parse"/> reads; empty: not said.</param>
public sealed record ListInput(ListKind Kind, string? Text, string? Code, string? Detail, AllergyCategory? Category, string? Since, string? Until, ListSource? Source)
{
    /// <summary>Until when a treatment may be planned.</summary>
    private const int YearsAhead = 10;

    public bool HasText => Kind is not ListKind.NoAllergyKnown;

    public bool HasCode => Kind is ListKind.Problem && !string.IsNullOrWhiteSpace(Code);

    private bool HasDetail => Kind is not (ListKind.Problem or ListKind.NoAllergyKnown) && !string.IsNullOrWhiteSpace(Detail);

    private bool IsAllergy => Kind is ListKind.Allergy or ListKind.NoAllergyKnown;

    private bool HasSince => Kind is not (ListKind.NoAllergyKnown or ListKind.FamilyHistory) && !string.IsNullOrWhiteSpace(Since);

    private bool HasUntil => Kind is ListKind.Problem or ListKind.Treatment && !string.IsNullOrWhiteSpace(Until);

    /// <summary>What is wrong, a code per field; empty when nothing is.</summary>
    /// <param name="birth">The patient's: nothing of theirs began before.</param>
    public IReadOnlyDictionary<string, string> Faults(LocalDate birth, LocalDate today)
    {
        (string Field, string? Code)[] found =
        [
            ("text", HasText ? PlainText.Fault(Text, ListEntryVersion.TextLimit) : null),
            ("detail", HasDetail ? PlainText.Fault(Detail, ListEntryVersion.DetailLimit) : Kind is ListKind.FamilyHistory ? "required" : null),
            ("category", IsAllergy && (Category is not { } category || !Enum.IsDefined(category)) ? "required" : null),
            ("since", HasSince ? OfSince(birth, today) : Kind is ListKind.Vaccination ? "required" : null),
            ("until", HasUntil ? OfUntil(today) : null),
            ("source", Source is { } source && Enum.IsDefined(source) ? null : "required"),
        ];
        return found.Where(f => f.Code is not null).ToDictionary(f => f.Field, f => f.Code!);
    }

    /// <summary>The version that says this; to be called once nothing is at fault.</summary>
    internal ListEntryVersion Numbered(ListEntry entry, int number, ListAct act, DiagnosisCode? code, AccountId by, Instant at, string? reason) => new()
    {
        TenantId = entry.TenantId, Id = ListEntryVersionId.New(), ListEntryId = entry.Id, Number = number, Act = act, Text = HasText ? Text!.Trim() : "",
        Code = code?.Code, CodeLabel = code?.Label, Detail = HasDetail ? Detail!.Trim() : null, Category = IsAllergy ? Category : null,
        Since = HasSince ? PartialDate.Parse(Since) : null, Until = HasUntil ? PartialDate.Parse(Until) : null, Source = Source!.Value, By = by, At = at, Reason = reason,
    };

    private string? OfSince(LocalDate birth, LocalDate today) => PartialDate.Parse(Since) switch
    {
        null => "shape",
        { } since when since.Earliest > today => "future",
        { } since when since.Latest < birth => "before-birth",
        _ => null,
    };

    // Only a treatment has an end that one knows beforehand.
    private string? OfUntil(LocalDate today) => PartialDate.Parse(Until) switch
    {
        null => "shape",
        { } until when PartialDate.Parse(Since) is { } since && until.Latest < since.Earliest => "backwards",
        { } until when until.Earliest > (Kind is ListKind.Treatment ? today.PlusYears(YearsAhead) : today) => Kind is ListKind.Treatment ? "too-far" : "future",
        _ => null,
    };
}
