namespace Telemed.Web.Pages.Notifications;

/// <summary>Names the texts of the page of notifications.</summary>
public sealed class Texts;
