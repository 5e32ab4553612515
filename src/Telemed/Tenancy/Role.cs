namespace Telemed.Tenancy;

/// <summary>What an account is in one clinic. The names are the role claims that pages ask for.</summary>
public enum Role
{
    Patient,
    Practitioner,
    Assistant,
    Administrator,
}
