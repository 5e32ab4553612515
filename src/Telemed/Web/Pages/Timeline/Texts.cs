namespace Telemed.Web.Pages.Timeline;

/// <summary>The texts of a record in the order of time.</summary>
public sealed class Texts;
