namespace Telemed.Records;

/// <summary>Names this slice's texts.</summary>
public sealed class Texts;
