namespace Telemed.Web.Pages.Clinic.Visits;

/// <summary>Names this folder's texts.</summary>
public sealed class Texts;
