using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Records.Access;

/// <summary>What a patient has to say to a signed note: it stands beside the note for every reader, and takes nothing from it. Append-only.</summary>
public sealed class NoteRemark : ITenantOwned
{
    public const int MaxText = 2000;

    public required TenantId TenantId { get; init; }
    public required NoteRemarkId Id { get; init; }
    public required SoapNoteId SoapNoteId { get; init; }
    public required AccountId By { get; init; }
    public required string Text { get; init; }
    public required Instant At { get; init; }
}

public static class NoteRemarks
{
    extension(Db db)
    {
        /// <summary>Adds a patient's remark to a note of theirs. Null when it stands now, else a code: required, too-long, characters; "not-found" when it is not theirs.</summary>
        public Task<string?> Remark(AccountActor actor, SoapNoteId note, string? text, Instant now) => db.InTransaction(async () =>
        {
            if (actor.Role is not Role.Patient || await db.NotesReadableBy(actor).SingleOrDefaultAsync(n => n.Id == note) is not { } about)
            {
                return "not-found";
            }

            var fault = string.IsNullOrWhiteSpace(text) ? "required" : text.Length > NoteRemark.MaxText ? "too-long" : text.Contains('\0', StringComparison.Ordinal) ? "characters" : null;
            if (fault is null)
            {
                var remark = new NoteRemark { TenantId = db.Tenant, Id = NoteRemarkId.New(), SoapNoteId = note, By = actor.AccountId, Text = text!.Trim(), At = now };
                db.Set<NoteRemark>().Add(remark);
                db.Record(actor, AuditAction.NoteRemarked, now, (nameof(NoteRemark), remark.Id.Value), about.PatientId);
            }

            return fault;
        });

        /// <summary>The remarks to a note that its reader has opened, the oldest first.</summary>
        public Task<List<NoteRemark>> RemarksTo(SoapNoteId note) => db.Set<NoteRemark>().AsNoTracking().Where(r => r.SoapNoteId == note).OrderBy(r => r.At).ThenBy(r => r.Id).ToListAsync();
    }
}
