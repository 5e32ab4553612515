namespace Telemed.Web.Pages.Online;

/// <summary>The texts of a clinic's public page and of the steps from it.</summary>
public sealed class Texts;
