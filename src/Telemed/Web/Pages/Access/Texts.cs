namespace Telemed.Web.Pages.Access;

/// <summary>The texts of the pages on who may open a record, and who did.</summary>
public sealed class Texts;
