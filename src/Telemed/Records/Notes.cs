using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.Platform;
using Telemed.Records.Searching;
using Telemed.Records.Signing;
using Telemed.Tenancy;

namespace Telemed.Records;

/// <summary>What came of a change of a note.</summary>
public abstract record NoteOutcome
{
    /// <summary>Committed.</summary>
    public sealed record Done(NoteView Note) : NoteOutcome;

    /// <summary>Nothing changed; <paramref name="Current"/> is what stands.</summary>
    public sealed record Refused(NoteRefusal Why, NoteView Current) : NoteOutcome;

    /// <summary>Not there, or not theirs to write: the same.</summary>
    public sealed record NotFound : NoteOutcome;
}

/// <summary>Notes begun, read, saved, signed and amended: each in one transaction with its audit row. "Done" means committed.</summary>
public static class Notes
{
    extension(Db db)
    {
        /// <summary>The visit's note, begun now if it does not exist. Null when the visit is not this actor's to write about.</summary>
        public async Task<NoteView?> BeginNote(Actor actor, EncounterId encounter, Instant now, CancellationToken cancel = default)
        {
            var visit = await db.EncountersWrittenBy(actor).SingleOrDefaultAsync(e => e.Id == encounter, cancel);
            if (visit is null)
            {
                return null;
            }

            try
            {
                return await db.InTransaction(async () =>
                {
                    if (await db.SoapNotes.SingleOrDefaultAsync(n => n.EncounterId == encounter, cancel) is { } begun)
                    {
                        db.Record(actor, AuditAction.NoteRead, now, (nameof(SoapNote), begun.Id.Value), begun.PatientId);
                        return await db.View(begun, cancel);
                    }

                    var note = SoapNote.Draft(visit.TenantId, visit.Id, visit.PatientId, visit.PractitionerId, now);
                    db.SoapNotes.Add(note);
                    db.Record(actor, AuditAction.NoteCreated, now, (nameof(SoapNote), note.Id.Value), note.PatientId);
                    return NoteView.Of(note, null);
                }, cancel);
            }
            catch (DbUpdateException)
            {
                // Two tabs at once: the unique index let one of them in.
                return await db.View(await db.SoapNotes.SingleAsync(n => n.EncounterId == encounter, cancel), cancel);
            }
        }

        /// <summary>Reads a note, looks whether it still is what was signed, and says both in the audit trail. Null when there is none for this actor.</summary>
        public async Task<NoteView?> ReadNote(Actor actor, IQueryable<SoapNote> which, Instant now, CancellationToken cancel = default)
        {
            if (await which.AsNoTracking().SingleOrDefaultAsync(cancel) is not { } note)
            {
                return null;
            }

            db.Record(actor, AuditAction.NoteRead, now, (nameof(SoapNote), note.Id.Value), note.PatientId);
            await db.SaveChangesAsync(cancel);
            var versions = note.Status is NoteStatus.Draft ? [] : await db.SoapNoteVersions.AsNoTracking().Where(v => v.SoapNoteId == note.Id).ToListAsync(cancel);
            return NoteView.Of(note, versions.MaxBy(v => v.Number)) with { Broken = versions.Count > 0 ? await db.CheckSeals(actor, note, versions, now) : [] };
        }

        /// <summary>Saves the draft. The same text sent again by a client that never heard the answer is no conflict.</summary>
        public Task<NoteOutcome> SaveNote(Actor actor, IQueryable<SoapNote> which, int read, NoteText text, Instant now, CancellationToken cancel = default) =>
            db.ChangeNote(actor, which, AuditAction.NoteSaved, now, (note, _) =>
                note.Status is NoteStatus.Draft && note.Text == text ? (null, null, Changed: false) : (note.Save(text, read, now), null, true), cancel);

        /// <summary>Signs the draft that the writer had read. A second press of the same button is no conflict.</summary>
        public Task<NoteOutcome> SignNote(Actor actor, IQueryable<SoapNote> which, int read, Instant now, CancellationToken cancel = default) =>
            db.ChangeNote(actor, which, AuditAction.NoteSigned, now, (note, _) =>
            {
                if (note.Status is NoteStatus.Signed && note.Version == read + 1)
                {
                    return (null, null, Changed: false);
                }

                var refusal = note.Sign(read, now, out var signed);
                return (refusal, signed, true);
            }, cancel);

        public Task<NoteOutcome> AmendNote(AccountActor actor, IQueryable<SoapNote> which, int read, NoteText text, string? reason, Instant now, CancellationToken cancel = default) =>
            db.ChangeNote(actor, which, AuditAction.NoteAmended, now, (note, last) =>
            {
                var refusal = last is null ? NoteRefusal.NotSigned : note.Amend(text, reason, last, actor.PractitionerId!.Value, read, now, out last);
                return (refusal, refusal is null ? last : null, true);
            }, cancel);

        public Task<NoteOutcome> EnterNoteInError(AccountActor actor, IQueryable<SoapNote> which, int read, string? reason, Instant now, CancellationToken cancel = default) =>
            db.ChangeNote(actor, which, AuditAction.NoteEnteredInError, now, (note, last) =>
            {
                var refusal = last is null ? NoteRefusal.NotSigned : note.EnterInError(reason, last, actor.PractitionerId!.Value, read, now, out last);
                return (refusal, refusal is null ? last : null, true);
            }, cancel);

        private async Task<NoteOutcome> ChangeNote(Actor actor, IQueryable<SoapNote> which, AuditAction action, Instant now,
            Func<SoapNote, SoapNoteVersion?, (NoteRefusal?, SoapNoteVersion?, bool Changed)> change, CancellationToken cancel)
        {
            try
            {
                return await db.InTransaction<NoteOutcome>(async () =>
                {
                    if (await which.SingleOrDefaultAsync(cancel) is not { } note)
                    {
                        return new NoteOutcome.NotFound();
                    }

                    var last = note.Status is NoteStatus.Draft ? null : await db.LastVersion(note.Id, cancel);
                    var (refusal, version, changed) = change(note, last);
                    if (refusal is { } why)
                    {
                        return new NoteOutcome.Refused(why, NoteView.Of(note, last));
                    }

                    if (version is not null)
                    {
                        db.SoapNoteVersions.Add(version);
                    }

                    if (changed)
                    {
                        // The seal stands in the trail too, which nobody can change: who changes the note and seals it anew is found out.
                        db.Record(actor, action, now, (nameof(SoapNote), note.Id.Value), note.PatientId, detail: version?.Seal is { } seal ? NoteSeal.Hex(seal) : null);
                        await db.IndexNote(note, version, cancel);
                    }

                    return new NoteOutcome.Done(NoteView.Of(note, version ?? last));
                }, cancel);
            }
            catch (DbUpdateConcurrencyException)
            {
                // The version in the UPDATE's WHERE no longer matched: somebody committed between our read and our write.
                return new NoteOutcome.Refused(NoteRefusal.Stale, await db.View(await which.AsNoTracking().SingleAsync(cancel), cancel));
            }
        }

        /// <summary>What is found is the text in force; of a note entered in error nothing.</summary>
        private Task IndexNote(SoapNote note, SoapNoteVersion? version, CancellationToken cancel) => note.Status is NoteStatus.EnteredInError
            ? db.Forget(note.Id.Value, cancel)
            : db.Index(Indexed.Of(note, version?.Text ?? note.Text), cancel);

        private Task<SoapNoteVersion?> LastVersion(SoapNoteId note, CancellationToken cancel) =>
            db.SoapNoteVersions.AsNoTracking().Where(v => v.SoapNoteId == note).OrderByDescending(v => v.Number).FirstOrDefaultAsync(cancel);

        private async Task<NoteView> View(SoapNote note, CancellationToken cancel) => NoteView.Of(note, await db.LastVersion(note.Id, cancel));
    }
}
