namespace Telemed.Web;

/// <summary>Names the texts of this slice (Texts.fr.resx, Texts.en.resx).</summary>
public sealed class Texts;
