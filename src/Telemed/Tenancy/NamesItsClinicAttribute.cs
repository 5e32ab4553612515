namespace Telemed.Tenancy;

/// <summary>Marks a page or endpoint whose address names a clinic: that one is entered, whatever session comes along.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class NamesItsClinicAttribute : Attribute;
