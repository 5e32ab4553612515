namespace Telemed.Web.Pages.Clinic.Trail;

/// <summary>The texts of the trail.</summary>
public sealed class Texts;
