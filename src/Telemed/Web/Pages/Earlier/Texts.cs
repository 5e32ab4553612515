namespace Telemed.Web.Pages.Earlier;

/// <summary>The texts of the waiting list, for patients and staff.</summary>
public sealed class Texts;
