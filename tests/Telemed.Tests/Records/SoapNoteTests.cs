using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Platform;
using Telemed.Records;

namespace Telemed.Tests.Records;

public sealed class SoapNoteTests
{
    private static readonly Instant Now = TelemedApp.Start;

    [Fact]
    public void A_save_needs_the_version_that_stands()
    {
        var note = Draft();
        Assert.Equal(NoteRefusal.Stale, note.Save(Visits.Cough, note.Version + 1, Now));
        Assert.Null(note.Save(Visits.Cough, note.Version, Now));
        Assert.Equal(NoteRefusal.Stale, note.Save(Visits.Cough, note.Version - 1, Now));
    }

    [Fact]
    public void A_signed_note_can_only_be_amended()
    {
        var note = Draft();
        note.Save(Visits.Cough, note.Version, Now);
        Assert.Null(note.Sign(note.Version, Now, out var first));
        Assert.Equal(NoteRefusal.AlreadySigned, note.Save(Visits.Cough with { Plan = "x" }, note.Version, Now));
        Assert.Equal(NoteRefusal.AlreadySigned, note.Sign(note.Version, Now, out _));
        Assert.Null(note.Amend(Visits.Cough with { Plan = "x" }, " Motif ", first!, note.AuthorId, note.Version, Now, out var second));
        Assert.Equal((2, "Motif", "x"), (second!.Number, second.Reason, second.Plan));
        Assert.Equal(Visits.Cough, note.Text);
    }

    [Fact]
    public void A_draft_is_neither_amended_nor_entered_in_error_and_an_error_is_final()
    {
        var note = Draft();
        note.Save(Visits.Cough, note.Version, Now);
        var version = Signed(note).First;
        Assert.Null(note.EnterInError("Mauvais patient", version, note.AuthorId, note.Version, Now, out var mark));
        Assert.Equal(2, mark!.Number);
        Assert.Equal(NoteRefusal.InError, note.Amend(Visits.Cough with { Plan = "x" }, "m", mark, note.AuthorId, note.Version, Now, out _));
        Assert.Equal(NoteRefusal.InError, note.EnterInError("m", mark, note.AuthorId, note.Version, Now, out _));
        Assert.Equal(NoteRefusal.NotSigned, Draft().Amend(Visits.Cough, "m", version, note.AuthorId, 1, Now, out _));
    }

    [Fact]
    public void A_reason_has_a_limit()
    {
        var (note, version) = Signed(Draft(Visits.Cough));
        Assert.Equal(NoteRefusal.ReasonTooLong,
            note.Amend(Visits.Cough with { Plan = "x" }, new string('m', SoapNoteVersion.ReasonLimit + 1), version, note.AuthorId, note.Version, Now, out _));
        Assert.Equal(NoteRefusal.TooLong,
            note.Amend(Visits.Cough with { Plan = new string('m', NoteText.SectionLimit + 1) }, "m", version, note.AuthorId, note.Version, Now, out _));
    }

    [Fact]
    public void What_is_written_in_a_note_does_not_reach_a_message() =>
        Assert.DoesNotContain("Toux", $"{Visits.Cough} {NoteView.Of(Draft(Visits.Cough), null)}", StringComparison.Ordinal);

    private static SoapNote Draft(NoteText? text = null)
    {
        var note = SoapNote.Draft(TenantId.New(), EncounterId.New(), PatientId.New(), PractitionerId.New(), Now);
        if (text is not null)
        {
            note.Save(text, note.Version, Now);
        }

        return note;
    }

    private static (SoapNote Note, SoapNoteVersion First) Signed(SoapNote note)
    {
        Assert.Null(note.Sign(note.Version, Now, out var first));
        return (note, first!);
    }
}

/// <summary>What the database itself refuses, whoever asks it.</summary>
public sealed class NoteGuardTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    [Theory]
    [InlineData("UPDATE soap_notes SET plan = 'x'")]
    [InlineData("UPDATE soap_notes SET status = 'Draft'")]
    [InlineData("DELETE FROM soap_notes")]
    [InlineData("UPDATE soap_note_versions SET plan = 'x'")]
    [InlineData("DELETE FROM soap_note_versions")]
    public async Task A_signed_note_is_kept_by_the_database(string sql)
    {
        var (_, note) = await app.SignedNote();
        await app.InClinic(app.Cast.North, async db =>
        {
            await Assert.ThrowsAnyAsync<DbException>(() => db.Database.ExecuteSqlRawAsync(sql, TestContext.Current.CancellationToken));
            Assert.Equal(Visits.Cough, (await db.SoapNotes.SingleAsync(n => n.Id == note, TestContext.Current.CancellationToken)).Text);
            return true;
        });
    }
}
