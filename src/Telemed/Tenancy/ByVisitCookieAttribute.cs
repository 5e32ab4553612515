namespace Telemed.Tenancy;

/// <summary>
/// Marks a page or endpoint that serves whoever holds a visit's cookie, whatever session comes along: the session's clinic is not
/// entered, since the visit may belong to another one.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class ByVisitCookieAttribute : Attribute;
