using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using NodaTime;
using Telemed.People;
using Telemed.Platform;

namespace Telemed.Scheduling;

/// <summary>
/// Cancelling by the link of a mail, for who has no account. The token in the address's fragment is the appointment's name, sealed under the keys
/// of this installation: nothing of it is stored, the link of every mail goes on working, and whoever reads the database can make none.
/// </summary>
public sealed class CancelLinks(IDataProtectionProvider keys, PublicAddress address, Clock clock)
{
    /// <summary>The page of the link, which knows nobody.</summary>
    public const string Path = "/cancel";

    /// <summary>A sealed name is half as long.</summary>
    private const int LongestToken = 400;

    private const int IdLength = 16;

    private readonly IDataProtector _seal = keys.CreateProtector("Telemed.Scheduling.CancelLinks");

    /// <summary>The clinic and the appointment of a token; null when it was not made here.</summary>
    public (TenantId Clinic, AppointmentId Appointment)? Read(string? token)
    {
        if (token is not { Length: > 0 and <= LongestToken })
        {
            return null;
        }

        try
        {
            var name = _seal.Unprotect(WebEncoders.Base64UrlDecode(token)).AsSpan();
            return name.Length == 2 * IdLength ? (new TenantId(new Guid(name[..IdLength])), new AppointmentId(new Guid(name[IdLength..]))) : null;
        }
        catch (Exception fault) when (fault is FormatException or CryptographicException)
        {
            return null;
        }
    }

    /// <summary>The address that cancels it; null where a page does, or nobody may any more.</summary>
    internal async Task<string?> For(Db db, Appointment appointment)
    {
        var may = appointment.Status is AppointmentStatus.Pending or AppointmentStatus.Booked && clock.Now <= await db.Deadline(appointment)
            && await db.AccountOf(appointment.PatientId, clock.Now) is null;
        return may ? $"{address.Value}{Path}#{WebEncoders.Base64UrlEncode(_seal.Protect([.. appointment.TenantId.Value.ToByteArray(), .. appointment.Id.Value.ToByteArray()]))}" : null;
    }
}
