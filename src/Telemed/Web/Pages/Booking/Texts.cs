namespace Telemed.Web.Pages.Booking;

/// <summary>The texts of the pages on which patients book.</summary>
public sealed class Texts;
