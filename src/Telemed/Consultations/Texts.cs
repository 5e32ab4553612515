namespace Telemed.Consultations;

/// <summary>Names the texts of this slice: Texts.fr.resx and Texts.en.resx.</summary>
public sealed class Texts;
