using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Scheduling;

/// <summary>Who books, as the rules of booking see it: a newcomer is a patient without an account.</summary>
internal sealed record WhoBooks(Actor Actor, Role Role, AccountId? Account, PractitionerId? Practitioner, PatientId? Patient)
{
    /// <summary>Null: nobody who may.</summary>
    public static WhoBooks? Of(Actor actor) => actor switch
    {
        AccountActor account => new(account, account.Role, account.AccountId, account.PractitionerId, account.PatientId),
        NewcomerActor newcomer => new(newcomer, Role.Patient, null, null, newcomer.PatientId),
        _ => null,
    };
}
