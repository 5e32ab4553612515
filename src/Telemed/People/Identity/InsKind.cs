namespace Telemed.People.Identity;

/// <summary>What an <see cref="Ins"/> is, and under which authority it is sent.</summary>
public enum InsKind
{
    /// <summary>The number for life.</summary>
    Nir,

    /// <summary>The number of somebody who waits for theirs.</summary>
    Nia,

    /// <summary>Of an invented person: for tests.</summary>
    Test,

    /// <summary>Of an invented person: for demonstrations.</summary>
    Demo,
}

public static class InsKinds
{
    extension(InsKind kind)
    {
        /// <summary>The assigning authority (ANS, Référentiel INS; FR Core).</summary>
        public string Oid => kind switch
        {
            InsKind.Nir => "1.2.250.1.213.1.4.8",
            InsKind.Nia => "1.2.250.1.213.1.4.9",
            InsKind.Test => "1.2.250.1.213.1.4.10",
            InsKind.Demo => "1.2.250.1.213.1.4.11",
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
    }
}
