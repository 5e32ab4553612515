namespace Telemed.Web.Pages.OneDocument;

/// <summary>The words of a document's page: Texts.fr.resx, Texts.en.resx.</summary>
public sealed class Texts;
