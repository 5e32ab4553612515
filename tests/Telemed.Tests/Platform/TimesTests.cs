using System.Globalization;
using NodaTime;
using Telemed.Platform;

namespace Telemed.Tests.Platform;

public sealed class TimesTests
{
    private static readonly DateTimeZone Paris = DateTimeZoneProviders.Tzdb["Europe/Paris"];
    private static readonly Instant At = Instant.FromUtc(2026, 12, 1, 13, 30);

    [Theory]
    [InlineData("fr", "mardi 1er décembre 2026 à 14\u00a0h\u00a030", "mar. 1 déc.")]
    [InlineData("en", "Tuesday 1 December 2026 at 14:30", "Tue 1 Dec")]
    public void A_moment_is_written_in_words_of_the_language_and_in_the_clinics_zone(string language, string words, string shortly)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = new CultureInfo(language);
        Assert.Equal(words, Times.DayAndTime(At, Paris));
        Assert.Equal(shortly, Times.ShortDay(At, Paris));
        Assert.Equal("14:30", Times.Clock(At, Paris));
        Assert.Equal("2026-12-01T14:30", Times.Attribute(At, Paris));
    }

    [Fact]
    public void Somebody_born_on_the_29th_of_February_ages_on_the_1st_of_March()
    {
        Assert.Equal(0, Times.Age(new LocalDate(2024, 2, 29), new LocalDate(2025, 2, 27)));
        Assert.Equal(54, Times.Age(new LocalDate(1972, 4, 4), new LocalDate(2026, 11, 23)));
    }
}
