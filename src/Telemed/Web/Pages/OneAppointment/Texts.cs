namespace Telemed.Web.Pages.OneAppointment;

/// <summary>The texts of the pages of one appointment.</summary>
public sealed class Texts;
