using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Accounts;

/// <summary>In which clinics' trails an account's own acts stand, and as whose.</summary>
internal static class AccountTrail
{
    /// <summary>
    /// The clinics that an account belongs to or, before it belongs to one, the clinic where it was registered. None for the default
    /// id: the same questions are asked of the database whether or not there is an account.
    /// </summary>
    public static async Task<IReadOnlyList<TenantId>> ClinicsOf(Db db, AccountId account)
    {
        var own = await MembershipsOf(db, account).Select(m => m.TenantId).ToListAsync();
        var registered = await db.Accounts.Where(a => a.Id == account && a.RegisteredWith != null).Select(a => a.RegisteredWith!.Value).ToListAsync();
        return own.Count > 0 ? own : registered;
    }

    /// <summary>Living memberships, the oldest first.</summary>
    public static IQueryable<Membership> MembershipsOf(Db db, AccountId account) =>
        db.AcrossTenants<Membership>("the clinics of an account are known only from its memberships")
            .Where(m => m.AccountId == account && m.EndedAt == null).OrderBy(m => m.Id);

    /// <summary>Who acts in the trail of <paramref name="clinic"/>. Without a membership: somebody who is to become a patient there.</summary>
    public static AccountActor ActorOf(TenantId clinic, AccountId account, Membership? membership) =>
        new(clinic, account, membership?.Role ?? Role.Patient, membership?.PractitionerId, membership?.PatientId);

    /// <summary>The actor of a signed-in request, whose clinic <paramref name="db"/> has entered; null when no clinic knows the account.</summary>
    public static async Task<AccountActor?> ActorOf(Db db, ClaimsPrincipal user)
    {
        if (user.Actor is { } actor)
        {
            return actor;
        }

        if (user.AccountId is not { } account || (await ClinicsOf(db, account)) is not [var clinic, ..])
        {
            return null;
        }

        db.Enter(clinic);
        return ActorOf(clinic, account, null);
    }
}
