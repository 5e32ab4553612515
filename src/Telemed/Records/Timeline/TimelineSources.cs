using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Consultations;
using Telemed.Documents;
using Telemed.People;
using Telemed.Platform;
using Telemed.Records.Observing;
using Telemed.Scheduling;
using Telemed.Tenancy;

namespace Telemed.Records.Timeline;

/// <summary>A part of the time line: what stands before an instant, or what stands at one.</summary>
internal sealed record TimelineSpan(Instant? Before, Instant? At, int Most)
{
    /// <summary>The latest first.</summary>
    public IQueryable<T> Of<T>(IQueryable<T> all, Expression<Func<T, Instant>> when)
    {
        var (row, bound) = (when.Parameters[0], At ?? Before);
        if (bound is { } instant)
        {
            Expression<Func<Instant>> edge = () => instant;
            var test = At is not null ? Expression.Equal(when.Body, edge.Body) : Expression.LessThan(when.Body, edge.Body);
            all = all.Where(Expression.Lambda<Func<T, bool>>(test, row));
        }

        return all.OrderByDescending(when).Take(Most);
    }
}

/// <summary>Where each kind comes from, and what of it this reader may see.</summary>
/// <param name="files">The patient's.</param>
/// <param name="by">Only of this practitioner; null: of all.</param>
/// <param name="tag">Of notes only those with this tag; null: all.</param>
internal sealed class TimelineSources(Db db, Actor actor, IQueryable<PatientId> files, PractitionerId? by, string? tag)
{
    /// <summary>So much of a note's text.</summary>
    private const int Excerpt = 240;

    public async Task<IEnumerable<TimelineEntry>> Of(TimelineKind kind, TimelineSpan span) => kind switch
    {
        TimelineKind.Note => await Notes(span),
        TimelineKind.Visit => await Visits(span),
        TimelineKind.Document => await Documents(span),
        TimelineKind.Measures => await Measures(span),
        _ => await Appointments(span),
    };

    private async Task<IEnumerable<TimelineEntry>> Notes(TimelineSpan span)
    {
        var mine = db.NotesReadableBy(actor).AsNoTracking().Where(n => files.Contains(n.PatientId) && (by == null || n.AuthorId == by));
        if (tag is not null)
        {
            var wanted = TagLine.Within(tag);
            mine = mine.Where(n => (", " + n.Details.Tags + ", ").Contains(wanted));
        }

        var notes = await span.Of(mine, n => n.CreatedAt).ToListAsync();
        var amended = notes.Where(n => n.Status is not NoteStatus.Draft).Select(n => n.Id).ToList();
        var versions = db.SoapNoteVersions;
        var inForce = await versions.AsNoTracking().Where(v => amended.Contains(v.SoapNoteId) && !versions.Any(w => w.SoapNoteId == v.SoapNoteId && w.Number > v.Number))
            .ToDictionaryAsync(v => v.SoapNoteId, v => v.Text);
        return notes.Select(n => new TimelineEntry.OfNote(n.Id, n.CreatedAt, n.AuthorId, n.Status, Beginning(inForce.GetValueOrDefault(n.Id) ?? n.Text), n.Details));
    }

    private async Task<IEnumerable<TimelineEntry>> Visits(TimelineSpan span)
    {
        var held = db.VisitsHeldBy(actor).AsNoTracking().Where(e => files.Contains(e.PatientId) && e.StartedAt != null && (by == null || e.PractitionerId == by));
        var visits = await span.Of(held, e => e.StartedAt!.Value).ToListAsync();
        var ids = visits.Select(e => e.Id).ToList();
        var incidents = await db.Incidents.Where(i => ids.Contains(i.EncounterId)).GroupBy(i => i.EncounterId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count);
        return visits.Select(e => new TimelineEntry.OfVisit(e.Id, e.StartedAt!.Value, e.PractitionerId, e.DurationSeconds, incidents.GetValueOrDefault(e.Id)));
    }

    private async Task<IEnumerable<TimelineEntry>> Documents(TimelineSpan span)
    {
        var filed = db.NewestFor(actor).AsNoTracking().Where(d => files.Contains(d.PatientId));
        return by is not null ? [] : (await span.Of(filed, d => d.AddedAt).ToListAsync()).Select(d => new TimelineEntry.OfDocument(d.Id, d.AddedAt, d.Shown, d.Kind, d.SharedAt is not null, d.InErrorAt is not null));
    }

    private async Task<IEnumerable<TimelineEntry>> Appointments(TimelineSpan span)
    {
        var agreed = db.AppointmentsFor(actor).AsNoTracking().Where(a => files.Contains(a.PatientId) && (by == null || a.PractitionerId == by));
        return (await span.Of(agreed, a => a.StartsAt).ToListAsync())
            .Select(a => new TimelineEntry.OfAppointment(a.Id, a.StartsAt, a.PractitionerId, a.Status, a.CancelledBecause, a.Reason));
    }

    // Those of one moment were taken together, and are read together.
    private async Task<IEnumerable<TimelineEntry>> Measures(TimelineSpan span)
    {
        if (by is not null)
        {
            return [];
        }

        var taken = db.Observations.AsNoTracking().Where(o => files.Contains(o.PatientId) && o.InErrorAt == null);
        var moments = await span.Of(taken.Select(o => new Moment { At = o.At }).Distinct(), m => m.At).Select(m => m.At).ToListAsync();
        var rows = await taken.Where(o => moments.Contains(o.At)).ToListAsync();
        return rows.GroupBy(o => o.At).Select(g => new TimelineEntry.OfMeasures(g.Key, [.. g.OrderBy(o => o.Kind)]));
    }

    private static string Beginning(NoteText text)
    {
        var whole = string.Join(' ', text.Sections.Select(s => Prose.Line(s.Text)).Where(t => t.Length > 0));
        if (whole.Length <= Excerpt)
        {
            return whole;
        }

        // Not in the middle of a word, nor of a character of two units.
        var end = whole.LastIndexOf(' ', Excerpt);
        end = end > Excerpt / 2 ? end : char.IsHighSurrogate(whole[Excerpt - 1]) ? Excerpt - 1 : Excerpt;
        return whole[..end] + "…";
    }

    private sealed class Moment
    {
        public required Instant At { get; init; }
    }
}
