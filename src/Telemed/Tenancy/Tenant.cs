using Telemed.Platform;
using NodaTime;

namespace Telemed.Tenancy;

/// <summary>A clinic: the wall around its people, appointments and records. FHIR Organization.</summary>
public sealed class Tenant
{
    public required TenantId Id { get; init; }

    /// <summary>As patients read it, at most 120 characters.</summary>
    public required string Name { get; set; }

    /// <summary>IANA zone of the clinic's wall clock, for example Europe/Paris; every time is shown in it.</summary>
    public required string Zone { get; set; }

    /// <summary>Language of mails to people who have none of their own: fr or en.</summary>
    public required string Language { get; set; }

    /// <summary>True: a consultation starts when the practitioner admits the patient; false: as soon as both are there.</summary>
    public bool AdmitByHand { get; set; }

    /// <summary>The last part of the public page's address, as <see cref="PublicName"/> allows; null: none was chosen yet.</summary>
    public string? Slug { get; set; }

    /// <summary>True: anybody may see at that address who may be booked here, and book. A clinic says so itself: until then nothing of it is public.</summary>
    public bool BooksOnline { get; set; }
    /// <summary>True: practitioners may give the address of a calendar elsewhere, whose busy times keep patients from booking.</summary>
    public bool ImportsCalendars { get; set; }

    public DateTimeZone TimeZone => DateTimeZoneProviders.Tzdb[Zone];
}
