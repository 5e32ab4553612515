namespace Telemed.Accounts;

/// <summary>Names this slice's texts.</summary>
public sealed class Texts;
