using System.Reflection;
using CsCheck;
using NodaTime;
using Telemed.Platform;
using Telemed.Records;
using Telemed.Records.Signing;

namespace Telemed.Tests.Records.Signing;

public sealed class SealTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 11, 23, 14, 30);

    [Fact]
    public void What_was_signed_and_amended_holds()
    {
        var (note, versions, audited) = Signed();
        Assert.Empty(NoteSeal.Broken(note, versions, audited));
    }

    public static TheoryData<string, string> EveryColumn() =>
    [
        .. Columns(typeof(SoapNote)).Select(p => (nameof(SoapNote), p.Name)), .. Columns(typeof(SoapNoteVersion)).Select(p => (nameof(SoapNoteVersion), p.Name)),
    ];

    [Theory]
    [MemberData(nameof(EveryColumn))]
    public void A_change_of_any_column_is_found(string table, string column) => Gen.Int[0, 1_000_000].Sample(at =>
    {
        var (note, versions, audited) = Signed();
        object row = table == nameof(SoapNote) ? note : versions[at % versions.Count];
        var property = row.GetType().GetProperty(column)!;
        property.SetValue(row, Changed(property.GetValue(row), property.PropertyType, at));
        Assert.NotEmpty(NoteSeal.Broken(note, versions, audited));
    }, iter: 60);

    [Fact]
    public void Who_changes_a_version_and_seals_it_anew_is_found_by_the_trail()
    {
        var (note, versions, audited) = Signed();
        typeof(SoapNoteVersion).GetProperty(nameof(SoapNoteVersion.Plan))!.SetValue(versions[^1], "Autre chose");
        versions[^1].Sealed(note, versions[^2].Seal);
        Assert.Equal([versions[^1].Number], NoteSeal.Broken(note, versions, audited));
    }

    [Fact]
    public void A_version_that_is_gone_is_missed()
    {
        var (note, versions, audited) = Signed();
        for (var i = 0; i < versions.Count; i++)
        {
            Assert.NotEmpty(NoteSeal.Broken(note, versions.Where((_, at) => at != i).ToList(), audited));
        }
    }

    [Fact]
    public void No_two_texts_share_a_canonical_form()
    {
        var (note, _, _) = Signed();
        var a = Version(note, "ab", "c");
        var b = Version(note, "a", "bc");
        Assert.NotEqual(NoteSeal.Of(note, a, null), NoteSeal.Of(note, b, null));
    }

    [Fact]
    public void Any_sequence_of_edits_signatures_and_amendments_keeps_every_signed_version_as_it_was() =>
        Gen.Select(Gen.Int[0, 4], Gen.String[Gen.Char['a', 'e'], 0, 6]).List[1, 25].Sample(steps =>
        {
            var note = SoapNote.Draft(TenantId.New(), EncounterId.New(), PatientId.New(), PractitionerId.New(), Start);
            var (versions, kept, now) = (new List<SoapNoteVersion>(), new List<(NoteText, string)>(), Start);
            foreach (var (what, word) in steps)
            {
                now += Duration.FromMinutes(1);
                var text = new NoteText(word, "", word + word, "");
                SoapNoteVersion? made = null;
                _ = what switch
                {
                    0 or 1 => note.Save(text, note.Version, now),
                    2 => note.Sign(note.Version, now, out made),
                    3 when versions.Count > 0 => note.Amend(text, "Précision", versions[^1], note.AuthorId, note.Version, now, out made),
                    4 when versions.Count > 3 => note.EnterInError("Autre patient", versions[^1], note.AuthorId, note.Version, now, out made),
                    _ => null,
                };
                if (made is not null)
                {
                    versions.Add(made);
                    kept.Add((made.Text, NoteSeal.Hex(made.Seal!)));
                }
            }

            Assert.Equal(kept, versions.Select(v => (v.Text, NoteSeal.Hex(v.Seal!))));
            Assert.Equal(Enumerable.Range(1, versions.Count), versions.Select(v => v.Number));
            Assert.Empty(NoteSeal.Broken(note, versions, kept.Select(k => k.Item2).ToHashSet()));
        });

    private static (SoapNote Note, List<SoapNoteVersion> Versions, HashSet<string> Audited) Signed()
    {
        var note = SoapNote.Draft(TenantId.New(), EncounterId.New(), PatientId.New(), PractitionerId.New(), Start);
        note.Save(Visits.Cough, note.Version, Start);
        note.Sign(note.Version, Start + Duration.FromMinutes(5), out var first);
        note.Amend(Visits.Cough with { Plan = "Repos" }, "Paracétamol retiré", first!, note.AuthorId, note.Version, Start + Duration.FromHours(1), out var second);
        List<SoapNoteVersion> versions = [first!, second!];
        return (note, versions, versions.Select(v => NoteSeal.Hex(v.Seal!)).ToHashSet());
    }

    private static SoapNoteVersion Version(SoapNote note, string subjective, string objective) => new()
    {
        TenantId = note.TenantId, Id = new SoapNoteVersionId(note.Id.Value), SoapNoteId = note.Id, Number = 1, Subjective = subjective, Objective = objective, Assessment = "", Plan = "",
        SignedBy = note.AuthorId, SignedAt = Start,
    };

    private static IEnumerable<PropertyInfo> Columns(Type table) => table.GetProperties().Where(p => p.CanWrite || p.SetMethod is not null);

    private static NoteDetails Changed(NoteDetails details, int at) => (at % 6) switch
    {
        0 => details with { Category = NoteCategory.Report },
        1 => details with { Priority = NotePriority.Urgent },
        2 => details with { Confidentiality = NoteConfidentiality.Restricted },
        3 => details with { Tags = details.Tags + "x" },
        4 => details with { Minutes = (details.Minutes ?? 0) + 1 },
        _ => details with { FollowUp = (details.FollowUp ?? new LocalDate(2027, 1, 1)).PlusDays(1) },
    };

    private static object? Changed(object? value, Type type, int at) => value switch
    {
        string { Length: > 0 } text => text[..(at % text.Length)] + (char)(text[at % text.Length] ^ 1) + text[((at % text.Length) + 1)..],
        string => "x",
        int number => number + 1,
        Instant instant => instant + Duration.FromMilliseconds(1),
        NoteStatus status => (NoteStatus)(((int)status + 1) % 4),
        NoteDetails details => Changed(details, at),
        byte[] bytes => (byte[])[.. bytes.Select((b, i) => i == at % bytes.Length ? (byte)(b ^ 1) : b)],
        null when type == typeof(string) => "x",
        _ => type.GetMethod("New")!.Invoke(null, null),
    };
}
