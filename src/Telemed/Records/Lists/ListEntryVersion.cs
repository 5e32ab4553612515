using NodaTime;
using Telemed.Platform;

namespace Telemed.Records.Lists;

/// <summary>What an entry said from one change to the next, with who, when and why; never changed (trigger on both databases).</summary>
public sealed class ListEntryVersion : ITenantOwned
{
    public const int TextLimit = 300;
    public const int DetailLimit = 500;
    public const int ReasonLimit = 300;

    public required TenantId TenantId { get; init; }
    public required ListEntryVersionId Id { get; init; }
    public required ListEntryId ListEntryId { get; init; }

    /// <summary>From 1 on.</summary>
    public required int Number { get; init; }
    public required ListAct Act { get; init; }

    /// <summary>The problem, substance, treatment, vaccine or illness, as written. Empty only for <see cref="ListKind.NoAllergyKnown"/>.</summary>
    public required string Text { get; init; }

    /// <summary>ICD-10, as in the imported file, with its label of that day: a later file must not change what was meant.</summary>
    public string? Code { get; init; }
    public string? CodeLabel { get; init; }

    /// <summary>By kind: the reaction, the dosage, the lot, or the relative.</summary>
    public string? Detail { get; init; }

    /// <summary>Set exactly for allergies and for none known.</summary>
    public AllergyCategory? Category { get; init; }
    public PartialDate? Since { get; init; }
    public PartialDate? Until { get; init; }
    public required ListSource Source { get; init; }
    public required AccountId By { get; init; }
    public required Instant At { get; init; }

    /// <summary>Why it was corrected or is an error; required for the latter.</summary>
    public string? Reason { get; init; }

    /// <param name="today">In the clinic's zone: a treatment may have an end that is still to come.</param>
    public ListStanding Standing(LocalDate today) => Act switch
    {
        ListAct.EnteredInError => ListStanding.EnteredInError,
        ListAct.Ended => ListStanding.Ended,
        _ => Until is { } until && until.Latest < today ? ListStanding.Ended : ListStanding.Active,
    };
}

/// <summary>What made a version.</summary>
public enum ListAct
{
    Recorded,
    Corrected,
    Ended,
    EnteredInError,
}

/// <summary>How an entry stands on a day.</summary>
public enum ListStanding
{
    Active,
    Ended,
    EnteredInError,
}
