namespace Telemed.Accounts;

/// <summary>Marks a page for accounts that belong to no clinic yet. Without it they are led to the page that says what is missing.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class WithoutClinicAttribute : Attribute;
