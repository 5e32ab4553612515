namespace Telemed.Tests.Testing;

/// <summary>Tests that measure waiting run with no other beside them.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
