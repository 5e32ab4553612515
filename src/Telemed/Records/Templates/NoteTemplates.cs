using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Scheduling.Offers;
using Telemed.Tenancy;

namespace Telemed.Records.Templates;

/// <summary>A template as somebody wishes it.</summary>
public sealed record NoteTemplateDraft(string? Name, VisitTypeId? VisitType, NoteText Text);

/// <summary>What became of a wish to change one's templates.</summary>
public enum NoteTemplateOutcome
{
    Saved,

    /// <summary>Not there, or another's.</summary>
    NotFound,

    /// <summary>Changed since it was shown. Nothing was written.</summary>
    Stale,
    NameMissing,
    NameTooLong,
    NameUnreadable,
    SameName,
    NoText,
    TextTooLong,
    TextUnreadable,
    UnknownVisitType,
    TooMany,
}

/// <summary>A practitioner's own templates: kept, and offered where a note is written.</summary>
public static class NoteTemplates
{
    extension(Db db)
    {
        /// <summary>Practitioners have those of their own, nobody else has any.</summary>
        public IQueryable<NoteTemplate> TemplatesOf(Actor actor) => actor is AccountActor { Role: Role.Practitioner, PractitionerId: { } self }
            ? db.Set<NoteTemplate>().Where(t => t.PractitionerId == self)
            : db.Set<NoteTemplate>().Where(_ => false);

        /// <summary>For a visit's note: those for its visit type, then those for any, then the others. Null when its note is not this actor's to write.</summary>
        public async Task<IReadOnlyList<NoteTemplate>?> TemplatesFor(Actor actor, EncounterId encounter, CancellationToken cancel = default)
        {
            var appointments = db.Appointments;
            var visit = await db.EncountersWrittenBy(actor).Where(e => e.Id == encounter)
                .Select(e => new { Type = appointments.Where(a => a.Id == e.AppointmentId).Select(a => a.VisitTypeId).FirstOrDefault() }).SingleOrDefaultAsync(cancel);
            if (visit is null)
            {
                return null;
            }

            var templates = await db.TemplatesOf(actor).AsNoTracking().OrderBy(t => t.Name).ToListAsync(cancel);
            return [.. templates.OrderBy(t => t.VisitTypeId is null ? 1 : t.VisitTypeId == visit.Type ? 0 : 2)];
        }

        /// <param name="id">Null: a new one.</param>
        /// <param name="version">As it was shown.</param>
        public async Task<NoteTemplateOutcome> SaveTemplate(AccountActor actor, NoteTemplateId? id, NoteTemplateDraft draft, int version, Instant now)
        {
            if (actor is not { Role: Role.Practitioner, PractitionerId: { } self })
            {
                return NoteTemplateOutcome.NotFound;
            }

            if (Fault(draft) is { } fault)
            {
                return fault;
            }

            try
            {
                return await db.InTransaction(() => db.Write(actor, self, id, draft, version, now));
            }
            catch (DbUpdateConcurrencyException)
            {
                return NoteTemplateOutcome.Stale;
            }
            catch (DbUpdateException)
            {
                return NoteTemplateOutcome.SameName; // at the same moment, from another tab
            }
        }

        public Task<NoteTemplateOutcome> RemoveTemplate(AccountActor actor, NoteTemplateId id, Instant now) => db.InTransaction(async () =>
        {
            if (await db.TemplatesOf(actor).SingleOrDefaultAsync(t => t.Id == id) is not { } template)
            {
                return NoteTemplateOutcome.NotFound;
            }

            db.Remove(template);
            db.Record(actor, AuditAction.NoteTemplateChanged, now, (nameof(NoteTemplate), id.Value), detail: "removed");
            return NoteTemplateOutcome.Saved;
        });

        private async Task<NoteTemplateOutcome> Write(AccountActor actor, PractitionerId self, NoteTemplateId? id, NoteTemplateDraft draft, int version, Instant now)
        {
            var (name, own) = (draft.Name!.Trim(), await db.TemplatesOf(actor).ToListAsync());
            var row = own.Find(t => t.Id == id);
            var refused = row is null && id is not null ? NoteTemplateOutcome.NotFound
                : row is not null && row.Version != version ? NoteTemplateOutcome.Stale
                : own.Exists(t => t.Name == name && t.Id != id) ? NoteTemplateOutcome.SameName
                : row is null && own.Count >= NoteTemplate.Most ? NoteTemplateOutcome.TooMany
                : draft.VisitType is { } type && !await db.VisitTypes.AnyAsync(t => t.Id == type && t.RetiredAt == null) ? NoteTemplateOutcome.UnknownVisitType
                : NoteTemplateOutcome.Saved;
            if (refused is not NoteTemplateOutcome.Saved)
            {
                return refused;
            }

            if (row is null)
            {
                db.Add(row = new NoteTemplate { TenantId = db.Tenant, Id = NoteTemplateId.New(), PractitionerId = self, Name = name, ChangedAt = now });
            }

            var text = draft.Text;
            (row.Name, row.VisitTypeId, row.ChangedAt) = (name, draft.VisitType, now);
            (row.Subjective, row.Objective, row.Assessment, row.Plan) = (text.Subjective, text.Objective, text.Assessment, text.Plan);
            row.Version++;
            db.Record(actor, AuditAction.NoteTemplateChanged, now, (nameof(NoteTemplate), row.Id.Value), detail: id is null ? "new" : "changed");
            return NoteTemplateOutcome.Saved;
        }
    }

    private static NoteTemplateOutcome? Fault(NoteTemplateDraft draft) => (PlainText.Fault(draft.Name, NoteTemplate.MaxName), draft.Text) switch
    {
        ("required", _) => NoteTemplateOutcome.NameMissing,
        ("too-long", _) => NoteTemplateOutcome.NameTooLong,
        ("characters", _) => NoteTemplateOutcome.NameUnreadable,
        (_, { IsEmpty: true }) => NoteTemplateOutcome.NoText,
        (_, { TooLong: not null }) => NoteTemplateOutcome.TextTooLong,
        (_, { Unreadable: not null }) => NoteTemplateOutcome.TextUnreadable,
        _ => null,
    };
}
