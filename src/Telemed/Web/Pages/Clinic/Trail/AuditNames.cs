using Microsoft.EntityFrameworkCore;
using Telemed.Accounts;
using Telemed.Audit;
using Telemed.People;
using Telemed.Platform;

namespace Telemed.Web.Pages.Clinic.Trail;

/// <summary>Names for the ids of the trail, as far as they belong to this clinic: its members and its patients.</summary>
public sealed class AuditNames
{
    public static readonly AuditNames None = new([], []);

    private readonly Dictionary<Guid, string> _members;
    private readonly Dictionary<Guid, string> _patients;

    private AuditNames(Dictionary<Guid, string> members, Dictionary<Guid, string> patients) => (_members, _patients) = (members, patients);

    /// <summary>Everyone who has or had a membership here, by name.</summary>
    public IEnumerable<(Guid Id, string Name)> Members => _members.Select(m => (m.Key, m.Value)).OrderBy(m => m.Value, StringComparer.CurrentCulture);

    public static async Task<AuditNames> Of(Db db, IReadOnlyCollection<AuditEvent> rows)
    {
        ArgumentNullException.ThrowIfNull(db);
        var (memberships, accounts) = (db.Memberships, db.Accounts);
        var members = await accounts.Where(a => memberships.Any(m => m.AccountId == a.Id)).Select(a => new { a.Id, a.GivenName, a.FamilyName }).ToListAsync();
        var ids = rows.Where(r => r.PatientId is not null).Select(r => new PatientId(r.PatientId!.Value)).Distinct().ToList();
        var patients = await db.Patients.Where(p => ids.Contains(p.Id)).Select(p => new { p.Id, p.GivenName, p.FamilyName }).ToListAsync();
        return new AuditNames(
            members.ToDictionary(m => m.Id.Value, m => $"{m.GivenName} {m.FamilyName}"),
            patients.ToDictionary(p => p.Id.Value, p => $"{p.GivenName} {p.FamilyName}"));
    }

    /// <summary>The member who acted; null for guests, strangers, the system and accounts of elsewhere.</summary>
    public string? Agent(AuditEvent row) => row?.AgentId is { } id && _members.TryGetValue(id, out var name) ? name : null;

    /// <summary>Whose care it concerned.</summary>
    public string? Patient(AuditEvent row) => row?.PatientId is { } id && _patients.TryGetValue(id, out var name) ? name : null;
}
