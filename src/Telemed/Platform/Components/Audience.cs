namespace Telemed.Platform.Components;

/// <summary>For whom a page is made; decides its layout, text size and target size.</summary>
public enum Audience
{
    /// <summary>Sidebar, 15 px.</summary>
    Staff,

    /// <summary>A signed-in patient: the same shell, 17 px and larger targets.</summary>
    Patient,

    /// <summary>One column without a shell: sign-in, messages.</summary>
    Entrance,

    /// <summary>Anybody, from a clinic's public page: one column, patients' text and targets.</summary>
    Public,

    /// <summary>The whole window: joining and the call.</summary>
    Visit,
}

/// <summary>Names a page's <see cref="Audience"/>; without it a page takes the shell of whoever is signed in.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ForAudienceAttribute(Audience audience) : Attribute
{
    public Audience Audience => audience;
}
