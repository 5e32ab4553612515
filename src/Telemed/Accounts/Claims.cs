using System.Security.Claims;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Accounts;

/// <summary>What a request knows of the person signed in, taken fresh from the rows each time.</summary>
public static class Claims
{
    private const string AccountClaim = "account";
    private const string SessionClaim = "session";
    private const string TenantClaim = "tenant";
    private const string PractitionerClaim = "practitioner";
    private const string PatientClaim = "patient";
    public const string Language = "language";

    public static ClaimsIdentity Of(Account account, Session session, Membership? membership)
    {
        var identity = new ClaimsIdentity(SessionHandler.Name, ClaimTypes.Name, ClaimTypes.Role);
        identity.AddClaim(new Claim(AccountClaim, account.Id.ToString()));
        identity.AddClaim(new Claim(SessionClaim, session.Id.ToString()));
        identity.AddClaim(new Claim(ClaimTypes.Name, $"{account.GivenName} {account.FamilyName}"));
        identity.AddClaim(new Claim(Language, account.Language));
        if (membership is not null)
        {
            identity.AddClaim(new Claim(TenantClaim, membership.TenantId.ToString()));
            identity.AddClaim(new Claim(ClaimTypes.Role, membership.Role.ToString()));
            identity.AddClaim(new Claim(PractitionerClaim, membership.PractitionerId?.ToString() ?? ""));
            identity.AddClaim(new Claim(PatientClaim, membership.PatientId?.ToString() ?? ""));
        }

        return identity;
    }

    extension(ClaimsPrincipal principal)
    {
        /// <summary>The account signed in, or null.</summary>
        public AccountId? AccountId => principal.Id(AccountClaim) is { } id ? new AccountId(id) : null;

        public SessionId? SessionId => principal.Id(SessionClaim) is { } id ? new SessionId(id) : null;

        /// <summary>Who acts, in which clinic and role; null for strangers and for accounts that belong to no clinic yet.</summary>
        public AccountActor? Actor => principal.AccountId is { } account && principal.Id(TenantClaim) is { } tenant
            ? new AccountActor(new TenantId(tenant), account, Enum.Parse<Role>(principal.FindFirstValue(ClaimTypes.Role)!),
                principal.Id(PractitionerClaim) is { } practitioner ? new PractitionerId(practitioner) : null,
                principal.Id(PatientClaim) is { } patient ? new PatientId(patient) : null)
            : null;

        private Guid? Id(string claim) => Guid.TryParse(principal.FindFirstValue(claim), out var id) ? id : null;
    }
}
