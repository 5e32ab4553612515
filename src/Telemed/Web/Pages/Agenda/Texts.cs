namespace Telemed.Web.Pages.Agenda;

/// <summary>Names this folder's texts.</summary>
public sealed class Texts;
