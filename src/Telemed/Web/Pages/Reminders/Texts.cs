namespace Telemed.Web.Pages.Reminders;

/// <summary>The texts of the page on which reminders are chosen.</summary>
public sealed class Texts;
