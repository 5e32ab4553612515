using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.People;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Records.Timeline;

/// <summary>What of a record shall be shown.</summary>
/// <param name="Kind">Null: everything.</param>
/// <param name="Practitioner">Null: of everybody; else what is nobody's is left out.</param>
/// <param name="Before">Null: from the latest on.</param>
/// <param name="Tag">Only notes that have it; null: everything.</param>
public sealed record TimelineWish(TimelineKind? Kind, PractitionerId? Practitioner, Instant? Before, string? Tag = null);

/// <param name="Entries">The latest first.</param>
/// <param name="Earlier">Where the next page begins; null: there is nothing earlier.</param>
public sealed record TimelinePage(IReadOnlyList<TimelineEntry> Entries, Instant? Earlier);

/// <summary>
/// A record in the order of time, a page at once: of each kind no more is read than a page holds, from where the last one ended, so that a page of
/// a long record costs what one of a short record does. Each kind asks its own slice what the reader may see.
/// </summary>
public static class Timelines
{
    /// <summary>So many at once; more only where several stand at the same instant.</summary>
    public const int Size = 50;

    extension(Db db)
    {
        /// <summary>Null when the record is not this actor's to read. The reading is audited.</summary>
        public async Task<TimelinePage?> Timeline(Actor actor, PatientId patient, TimelineWish wish, Instant now)
        {
            ArgumentNullException.ThrowIfNull(wish);
            if (!await db.RecordsReadBy(actor).AnyAsync(p => p.Id == patient))
            {
                return null;
            }

            db.Record(actor, AuditAction.RecordRead, now, (nameof(Patient), patient.Value), patient, detail: "timeline");
            await db.SaveChangesAsync();
            var sources = new TimelineSources(db, actor, db.FilesOf(patient), wish.Practitioner, wish.Tag);
            var found = new List<TimelineEntry>();
            foreach (var kind in Kinds(wish))
            {
                found.AddRange(await sources.Of(kind, new TimelineSpan(wish.Before, null, Size + 1)));
            }

            var entries = found.OrderByDescending(e => e.At).ThenBy(e => e.Kind).ThenByDescending(e => e.Subject).ToList();
            return entries.Count <= Size ? new TimelinePage(entries, null) : await db.Cut(sources, Kinds(wish), entries);
        }

        // A page ends with an instant, so that the next one can begin before it: all that stands at it is on this page.
        private async Task<TimelinePage> Cut(TimelineSources sources, IReadOnlyList<TimelineKind> kinds, List<TimelineEntry> entries)
        {
            var last = entries[Size - 1].At;
            var page = entries.TakeWhile(e => e.At > last).ToList();
            foreach (var kind in kinds)
            {
                page.AddRange(await sources.Of(kind, new TimelineSpan(null, last, int.MaxValue)));
            }

            return new TimelinePage(page, entries[^1].At < last ? last : null);
        }
    }

    private static IReadOnlyList<TimelineKind> Kinds(TimelineWish wish) => wish.Tag is not null ? [TimelineKind.Note] : wish.Kind is { } only ? [only] : Enum.GetValues<TimelineKind>();
}
