using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.Consultations;
using Telemed.Consultations.Chatting;
using Telemed.Consultations.Rooms;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Records;

/// <summary>A moment as it stands in the margin of the note.</summary>
/// <param name="By">Who said <paramref name="Text"/> in the chat; both null when it was marked by a press.</param>
public sealed record MomentView(MomentId Id, Instant At, int? Second, string? By, string? Text);

/// <summary>The moments of a visit. Only the visit's practitioner sees them; null or false is "not there, or not theirs".</summary>
public static class Moments
{
    /// <summary>A visit shows no more open ones; later presses are answered, and seen once some are decided.</summary>
    public const int Most = 200;

    /// <summary>A press may have waited for the network this long.</summary>
    public static readonly Duration LongestAgo = Duration.FromMinutes(30);

    extension(Db db)
    {
        /// <summary>Those that wait for a decision, the oldest first; none any more once the note is signed.</summary>
        public async Task<IReadOnlyList<MomentView>?> OpenMoments(Actor actor, EncounterId encounter, CancellationToken cancel = default)
        {
            if (!await db.EncountersWrittenBy(actor).AnyAsync(e => e.Id == encounter, cancel))
            {
                return null;
            }

            if (await db.IsSigned(encounter, cancel))
            {
                return [];
            }

            var open = await db.Moments.AsNoTracking().Where(m => m.EncounterId == encounter && m.Decision == null)
                .OrderBy(m => m.At).ThenBy(m => m.Id).Take(Most).ToListAsync(cancel);
            return await db.Views(encounter, open, cancel);
        }

        /// <summary>The same for the page beside the picture. Looked at when the visit is over, it is a look back, and leaves its row.</summary>
        public async Task<IReadOnlyList<MomentView>?> ReadMoments(Actor actor, EncounterId encounter, Instant now, CancellationToken cancel = default)
        {
            if (await db.EncountersWrittenBy(actor).AsNoTracking().SingleOrDefaultAsync(e => e.Id == encounter, cancel) is { EndedAt: not null } over)
            {
                db.Record(actor, AuditAction.VisitRead, now, (nameof(Encounter), encounter.Value), over.PatientId);
                await db.SaveChangesAsync(cancel);
            }

            return await db.OpenMoments(actor, encounter, cancel);
        }

        /// <summary>Marks this moment of the visit.</summary>
        /// <param name="ago">How long ago the button was pressed.</param>
        public Task<bool> MarkMoment(Actor actor, EncounterId encounter, MomentId id, Duration ago, Instant now) => db.InTransaction(async () =>
        {
            if (await db.EncountersWrittenBy(actor).SingleOrDefaultAsync(e => e.Id == encounter) is not { } visit || await db.IsSigned(encounter))
            {
                return false;
            }

            if (!await db.Moments.AnyAsync(m => m.Id == id))
            {
                var pressed = now - Duration.Min(LongestAgo, Duration.Max(Duration.Zero, ago));
                await db.AddMoment(actor, visit, id, pressed, null, now);
            }

            return true;
        });

        /// <summary>Kept or dropped, once: the first decision stands.</summary>
        public Task<bool> DecideMoment(AccountActor actor, EncounterId encounter, MomentId id, MomentDecision decision, Instant now) => db.InTransaction(async () =>
        {
            if (await db.EncountersWrittenBy(actor).SingleOrDefaultAsync(e => e.Id == encounter) is not { } visit
                || await db.Moments.SingleOrDefaultAsync(m => m.Id == id && m.EncounterId == encounter) is not { } moment)
            {
                return false;
            }

            if (moment.Decision is null)
            {
                (moment.Decision, moment.DecidedBy, moment.DecidedAt) = (decision, actor.AccountId, now);
                db.Record(actor, AuditAction.MomentDecided, now, (nameof(Moment), id.Value), visit.PatientId, detail: decision.ToString());
            }

            return true;
        });

        internal async Task AddMoment(Actor actor, Encounter visit, MomentId id, Instant at, ChatMessageId? line, Instant now)
        {
            var encounter = visit.Id;
            var live = await db.LiveRooms.Where(l => l.EncounterId == encounter).Select(l => (Instant?)l.Since).SingleOrDefaultAsync();
            db.Moments.Add(new Moment
            {
                TenantId = db.Tenant, Id = id, EncounterId = encounter, At = at, Second = live is { } since && at >= since ? (int)(at - since).TotalSeconds : null,
                Source = line is null ? MomentSource.Button : MomentSource.Keyword, ChatMessageId = line,
            });
            db.Record(actor, AuditAction.MomentMarked, now, (nameof(Moment), id.Value), visit.PatientId);
        }

        private Task<bool> IsSigned(EncounterId encounter, CancellationToken cancel = default) =>
            db.SoapNotes.AnyAsync(n => n.EncounterId == encounter && n.Status != NoteStatus.Draft, cancel);

        private async Task<IReadOnlyList<MomentView>> Views(EncounterId encounter, List<Moment> open, CancellationToken cancel)
        {
            var wanted = open.Select(m => m.ChatMessageId).OfType<ChatMessageId>().ToList();
            var lines = await db.ChatMessages.AsNoTracking().Where(c => wanted.Contains(c.Id)).ToDictionaryAsync(c => c.Id, cancel);
            var names = wanted.Count == 0 ? [] : await Snapshots.NamesIn(db, encounter);
            return [.. open.Select(m => m.ChatMessageId is { } id && lines[id] is { } line
                ? new MomentView(m.Id, m.At, m.Second, names.GetValueOrDefault(line.ParticipantId, ""), line.Text)
                : new MomentView(m.Id, m.At, m.Second, null, null))];
        }
    }
}

/// <summary>A clinical word in the chat, by whomever, marks the moment.</summary>
internal sealed class KeywordMoments : IHearsChat
{
    public async Task Said(Db db, ChatMessage line)
    {
        if (ClinicalWords.StandIn(line.Text))
        {
            var encounter = line.EncounterId;
            await db.AddMoment(new SystemActor(db.Tenant), await db.Encounters.SingleAsync(e => e.Id == encounter), MomentId.New(), line.At, line.Id, line.At);
        }
    }
}
