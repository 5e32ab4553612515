namespace Telemed.Web.Pages.Calendars;

/// <summary>The texts of the page of the private calendar address.</summary>
public sealed class Texts;
