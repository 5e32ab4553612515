namespace Telemed.Web.Pages.Record;

/// <summary>Names this folder's texts.</summary>
public sealed class Texts;
