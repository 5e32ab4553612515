using Telemed.Platform;

namespace Telemed.Tenancy;

/// <summary>Who does something, in which clinic. Passed explicitly to domain methods; FHIR AuditEvent.agent.</summary>
public abstract record Actor(TenantId TenantId);

/// <summary>Someone signed in, in the role that they have in this clinic.</summary>
/// <param name="PractitionerId">Set exactly when <paramref name="Role"/> is Practitioner.</param>
/// <param name="PatientId">Set exactly when <paramref name="Role"/> is Patient.</param>
public sealed record AccountActor(TenantId TenantId, AccountId AccountId, Role Role, PractitionerId? PractitionerId, PatientId? PatientId)
    : Actor(TenantId)
{
    public bool IsStaff => Role is not Role.Patient;
}

/// <summary>Someone in a room by a magic link: may be in that room, and nothing else.</summary>
public sealed record GuestActor(TenantId TenantId, ParticipantId ParticipantId) : Actor(TenantId);

/// <summary>Someone without an account who has proved an e-mail address: may book this one patient, from the clinic's public page, and nothing else.</summary>
public sealed record NewcomerActor(TenantId TenantId, NewcomerId NewcomerId, PatientId PatientId) : Actor(TenantId);

/// <summary>The program itself: a timer, the outbox, a command.</summary>
public sealed record SystemActor(TenantId TenantId) : Actor(TenantId);
