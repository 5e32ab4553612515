namespace Telemed.Web.Pages.Record;

/// <summary>Names the texts of the pages of a patient's lists and measures.</summary>
public sealed class Texts;
