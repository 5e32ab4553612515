namespace Telemed.Web.Pages.Statistics;

/// <summary>Names this folder's texts.</summary>
public sealed class Texts;
