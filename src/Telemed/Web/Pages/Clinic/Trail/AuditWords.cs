using Telemed.Audit;

namespace Telemed.Web.Pages.Clinic.Trail;

/// <summary>The key of a kind of act in <see cref="Texts"/>.</summary>
public static class AuditWords
{
    /// <summary>For example "action-note-signed".</summary>
    public static string Key(AuditAction action) =>
        "action" + string.Concat(action.ToString().Select(c => char.IsUpper(c) ? "-" + char.ToLowerInvariant(c) : c.ToString()));
}
