namespace Telemed.Web.Pages.Record;

/// <summary>Names the texts of the pages of a patient's lists, measures and search.</summary>
public sealed class Texts;
