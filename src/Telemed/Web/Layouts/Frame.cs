using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using Telemed.Accounts;
using Telemed.Notifications;
using Telemed.People;
using Telemed.Platform;
using Telemed.Platform.Components;
using Telemed.Tenancy;

namespace Telemed.Web.Layouts;

/// <summary>What the shell around a page shows of the person signed in.</summary>
/// <param name="Clinic">Null for an account that belongs to no clinic yet.</param>
/// <param name="Unread">Notifications not read yet: the figure on the bell.</param>
internal sealed record Frame(Audience Audience, string? Clinic, string Name, int Unread, IReadOnlyList<Destination> Destinations)
{
    public static async Task<Frame> Of(Db db, ClaimsPrincipal person)
    {
        var name = person.Identity?.Name ?? "";
        if (person.Actor is not { } actor)
        {
            return new Frame(Audience.Patient, null, name, 0, []);
        }

        var clinic = await db.Tenants.Where(t => t.Id == actor.TenantId).Select(t => t.Name).SingleAsync();
        var unread = await db.Notifications.CountAsync(n => n.AccountId == actor.AccountId && n.ReadAt == null);
        if (actor.PractitionerId is { } id)
        {
            name = (await db.Practitioners.SingleAsync(p => p.Id == id)).DisplayName;
        }

        return new Frame(actor.IsStaff ? Audience.Staff : Audience.Patient, clinic, name, unread, Destination.Of(actor.Role));
    }
}

/// <summary>An entry of the main navigation.</summary>
/// <param name="Text">Key of its name in <see cref="Texts"/>.</param>
internal sealed record Destination(string Path, string Icon, string Text)
{
    /// <summary>Other addresses whose pages belong under this entry.</summary>
    private string[] Also { get; init; } = [];

    private static readonly Destination[] Clinicians =
    [
        new("/today", "sun", "nav-today"), new("/agenda", "calendar-days", "nav-agenda") { Also = ["/appointments", "/hours"] }, new("/patients", "users", "nav-patients"),
        new("/statistics", "chart-column", "nav-statistics"),
    ];

    private static readonly Destination[] Practitioners = [.. Clinicians[..3], new("/search", "search", "nav-search"), .. Clinicians[3..]];

    private static readonly Destination[] Administrators =
    [
        new("/clinic", "building-2", "nav-clinic") { Also = ["/hours", "/reminders"] }, new("/clinic/audit", "shield-check", "nav-audit"), new("/statistics", "chart-column", "nav-statistics"),
    ];

    private static readonly Destination[] Patients =
    [
        new("/", "house", "nav-home"), new("/appointments", "calendar-days", "nav-appointments"), new("/my-record", "stethoscope", "nav-record"), new("/documents", "file-text", "nav-documents"),
    ];

    public static IReadOnlyList<Destination> Of(Role role) => role switch
    {
        Role.Administrator => Administrators,
        Role.Patient => Patients,
        Role.Practitioner => Practitioners,
        _ => Clinicians,
    };

    /// <summary>True when the page at <paramref name="path"/> belongs under this entry and under none of <paramref name="others"/> more closely.</summary>
    public bool Holds(string path, IEnumerable<Destination> others) =>
        Covers(path) && !others.Any(o => o.Path.Length > Path.Length && o.Covers(path));

    private bool Covers(string path) => Lies(path, Path) || Array.Exists(Also, also => Lies(path, also));

    private static bool Lies(string path, string under) => path == under || (under != "/" && path.StartsWith(under + "/", StringComparison.Ordinal));
}
