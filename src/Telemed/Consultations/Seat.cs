using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Accounts;
using Telemed.Consultations.Rooms;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Consultations;

/// <summary>Who sits behind a room connection, as authorised when it opened and again at each join.</summary>
/// <param name="Account">Set when signed in as that very person.</param>
/// <param name="Session">Kept alive while the connection is open.</param>
public sealed record Seat(TenantId Tenant, EncounterId Encounter, ParticipantId Participant, bool IsPractitioner, AccountId? Account, SessionId? Session)
{
    public string Tab { get; init; } = "";

    /// <summary>Which of the tab's joins this was.</summary>
    public int Attempt { get; init; }

    /// <inheritdoc cref="RoomConnection.Silent"/>
    public TimeSpan? Silent { get; init; }

    /// <summary>By the participant's cookie, or as that very person; null for anyone else. Enters the clinic.</summary>
    public static async Task<Seat?> Of(HttpContext context, Db db, Clock clock)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(clock);
        if (!Guid.TryParse(context.Request.Query["participant"], out var id) || await Visitor.Of(context, db, new ParticipantId(id)) is not { } visitor)
        {
            return null;
        }

        var self = visitor.Participant;
        var account = (visitor.Actor as AccountActor)?.AccountId;
        var session = account is null ? null : context.User.SessionId;
        if (account is not null && !await IsStillSignedIn(db, account.Value, session, clock.Now))
        {
            return null;
        }

        return new Seat(self.TenantId, self.EncounterId, self.Id, self.Role is ParticipantRole.Practitioner, account, session);
    }

    /// <summary>The practitioner's own account comes at any time, everybody else in the window.</summary>
    public bool MayJoin(Visit? visit, Instant now) => visit is { IsCancelled: false }
        && (visit.Encounter.EndedAt is not null || Account is not null && IsPractitioner || visit.Window.At(now) is LinkState.Open);

    // The principal is as old as the connection: a session revoked since, or a membership ended, must not join again.
    private static async Task<bool> IsStillSignedIn(Db db, AccountId account, SessionId? session, Instant now)
    {
        var row = await db.Sessions.AsNoTracking().SingleOrDefaultAsync(s => s.Id == session);
        return row is not null && row.IsAlive(now) && await db.Memberships.AnyAsync(m => m.AccountId == account && (m.EndedAt == null || m.EndedAt > now));
    }
}
