namespace Telemed.Web.Pages.Identity;

/// <summary>The texts of the pages on who a patient is.</summary>
public sealed class Texts;
