namespace Telemed.Web.Pages.PastVisits;

/// <summary>The texts of the pages that look back on visits.</summary>
public sealed class Texts;
