namespace Telemed.Web.Pages.Visit;

/// <summary>Names the texts of the screens of a visit.</summary>
public sealed class Texts;
