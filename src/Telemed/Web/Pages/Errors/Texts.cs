namespace Telemed.Web.Pages.Errors;

/// <summary>The texts of the error pages.</summary>
public sealed class Texts;
