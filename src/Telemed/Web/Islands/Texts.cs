namespace Telemed.Web.Islands;

/// <summary>Names the texts of the live parts of pages.</summary>
public sealed class Texts;
