namespace Telemed.People;

/// <summary>Names this slice's texts.</summary>
public sealed class Texts;
