namespace Telemed.Web.Pages.Clinic.Online;

/// <summary>The texts of the page on which a clinic opens its public page.</summary>
public sealed class Texts;
