namespace Telemed.Documents;

/// <summary>Names this slice's texts.</summary>
public sealed class Texts;
