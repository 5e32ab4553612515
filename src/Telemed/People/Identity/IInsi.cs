using NodaTime;

namespace Telemed.People.Identity;

/// <summary>
/// The national service that knows the numbers (INSi). Nothing in the product calls it yet: it wants the clinic's certificate. What its answer
/// does to a file stands in <see cref="Identities"/>.
/// </summary>
public interface IInsi
{
    /// <param name="traits">By which the person is looked up.</param>
    Task<InsiAnswer> Find(StrictTraits traits, CancellationToken cancel = default);
}

/// <summary>The answers of INSi: 00 one person, 01 none, 02 several.</summary>
public abstract record InsiAnswer
{
    private InsiAnswer() { }

    /// <param name="Traits">As the national file holds them.</param>
    public sealed record One(Ins Ins, InsKind Kind, StrictTraits Traits) : InsiAnswer;

    public sealed record None : InsiAnswer;

    public sealed record Several : InsiAnswer;
}

/// <summary>The five traits by which the law tells people apart (RNIV 1).</summary>
/// <param name="BirthName">Of the family, at birth.</param>
/// <param name="GivenNames">All of them, in the order of the birth certificate, spaces between; the first may be a compound.</param>
/// <param name="BirthPlace">INSEE's code of the commune, or of the country for who was born abroad: see <see cref="BirthPlaces"/>.</param>
public sealed record StrictTraits(string BirthName, string GivenNames, LocalDate BirthDate, Sex Sex, string? BirthPlace)
{
    /// <summary>Whether they name the same person: accents, case and hyphens do not count.</summary>
    public bool Match(StrictTraits other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Folding.Fold(BirthName) == Folding.Fold(other.BirthName) && Folding.Fold(GivenNames) == Folding.Fold(other.GivenNames)
            && BirthDate == other.BirthDate && Sex == other.Sex && BirthPlace == other.BirthPlace;
    }
}
