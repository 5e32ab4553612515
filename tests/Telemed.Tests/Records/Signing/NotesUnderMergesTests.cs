using CsCheck;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Consultations;
using Telemed.People;
using Telemed.People.Identity;
using Telemed.Platform;
using Telemed.Records;
using Telemed.Records.Signing;
using Telemed.Tests.People.Identity;

namespace Telemed.Tests.Records.Signing;

/// <summary>Two files of one person, a visit and its note in each, and whatever is done to them in whatever order.</summary>
public sealed class NotesUnderMergesTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private static readonly LocalDate Born = new(1979, 2, 3);

    private int _stories;

    [Fact]
    public async Task Any_sequence_of_edits_signatures_amendments_merges_and_partings_keeps_every_signed_version_as_it_was_and_within_reach()
    {
        await Gen.Select(Gen.Enum<Step>(), Gen.Int[0, 1], Gen.String[Gen.Char['a', 'e'], 1, 6]).List[4, 24].SampleAsync(Tell, iter: Trial.Size(8, 200), threads: 1);
    }

    private async Task Tell(List<(Step What, int Which, string Word)> steps)
    {
        var number = _stories++;
        PatientId[] files = [await app.OnFile($"Récit {number}", "Ana", Born), await app.OnFile($"Récit {number}", "Anna", Born)];
        var notes = await Task.WhenAll(files.Select(Noted));
        var kept = new Dictionary<SoapNoteVersionId, (SoapNoteId, int, NoteText, string)>();
        foreach (var (what, which, word) in steps)
        {
            await Take(what, notes[which], files[which], files[1 - which], word);
            var stand = await Versions(notes);
            // What stood stands, to the byte; at most one version came.
            Assert.Equal(kept, stand.Where(v => kept.ContainsKey(v.Key)).ToDictionary());
            Assert.InRange(stand.Count - kept.Count, 0, 1);
            kept = stand;
        }

        var alice = await app.Browser(app.Cast.Alice);
        foreach (var note in kept.Values.Select(v => v.Item1).Distinct())
        {
            var page = await alice.Page($"/notes/{note}");
            Assert.Null(page.QuerySelector("[role=alert]"));
            Assert.Equal(kept.Values.Count(v => v.Item1 == note), page.QuerySelectorAll("ol[reversed] > li").Length);
        }

        // From the file that is open: both notes while the files are one, else each its own.
        var open = await app.InClinic(app.Cast.North, db => db.Patients.Where(p => files.Contains(p.Id) && p.MergedInto == null).Select(p => p.Id).ToListAsync());
        var linked = new List<string>();
        foreach (var file in open)
        {
            linked.AddRange((await alice.Page($"/patients/{file}")).QuerySelectorAll("a[href^='/notes/']").Select(a => a.GetAttribute("href")!));
        }

        Assert.Equal(kept.Values.Select(v => $"/notes/{v.Item1}").Distinct().Order(), linked.Distinct().Where(l => kept.Values.Any(v => l == $"/notes/{v.Item1}")).Order());
    }

    private async Task<SoapNoteId> Noted(PatientId file)
    {
        var visit = await app.InClinic(app.Cast.North, async db =>
        {
            var visit = new Encounter
            {
                TenantId = db.Tenant, Id = EncounterId.New(), PatientId = file, PractitionerId = app.Cast.Alice.Practitioner!.Value,
                Status = EncounterStatus.Completed, CreatedAt = app.Now, StartedAt = app.Now, EndedAt = app.Now,
            };
            db.Encounters.Add(visit);
            await db.InTransaction(() => db.CareBegins(visit.PractitionerId, file, app.Now));
            return visit.Id;
        });
        return (await (await app.Browser(app.Cast.Alice)).BeginNote(visit)).NoteId;
    }

    private Task<object> Take(Step what, SoapNoteId id, PatientId file, PatientId other, string word) => app.InClinic(app.Cast.North, async db =>
    {
        var (alice, nora) = (app.Cast.Alice.Actor, app.Cast.Nora.Actor);
        var note = db.NotesWrittenBy(alice).Where(n => n.Id == id);
        var read = await note.Select(n => n.Version).SingleAsync();
        var text = new NoteText(word, "", word + word, "");
        return what switch
        {
            Step.Save => await db.SaveNote(alice, note, read, text, app.Now),
            Step.Sign => await db.SignNote(alice, note, read, app.Now),
            Step.Amend => await db.AmendNote(alice, note, read, text, "Précision", app.Now),
            Step.EnterInError => await db.EnterNoteInError(alice, note, read, "Autre personne", app.Now),
            Step.Merge => await db.MergePatients(nora, file, other, "Une personne", app.Now),
            _ => (object)await db.UnmergePatients(nora, other, "Deux personnes", app.Now),
        };
    });

    private Task<Dictionary<SoapNoteVersionId, (SoapNoteId, int, NoteText, string)>> Versions(SoapNoteId[] notes) => app.InClinic(app.Cast.North, async db =>
    {
        var rows = await db.SoapNoteVersions.AsNoTracking().Where(v => notes.Contains(v.SoapNoteId)).ToListAsync();
        return rows.ToDictionary(v => v.Id, v => (v.SoapNoteId, v.Number, v.Text, NoteSeal.Hex(v.Seal!)));
    });

    private enum Step
    {
        Save,
        Sign,
        Amend,
        EnterInError,
        Merge,
        Unmerge,
    }
}
