namespace Telemed.Web.Pages.Hours;

/// <summary>Names this folder's texts.</summary>
public sealed class Texts;
