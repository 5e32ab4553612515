namespace Telemed.Web.Pages.Shared;

/// <summary>The words of a shared document's page: Texts.fr.resx, Texts.en.resx.</summary>
public sealed class Texts;
