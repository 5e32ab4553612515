using Microsoft.AspNetCore.WebUtilities;
using Telemed.Platform;

namespace Telemed.Web.Pages.Appointments;

/// <summary>What is already known of an appointment while its patient is being found: carried along in the address, ids and a time only.</summary>
/// <param name="Practitioner">An id, as it came.</param>
/// <param name="At">A local date and time of the clinic, "2026-11-24T14:30", as it came.</param>
public sealed record BookingWish(string? Practitioner, string? At)
{
    /// <summary>The booking page for a patient; without one, the search that leads there.</summary>
    public string For(PatientId? patient) => patient is { } id
        ? With("/appointments/new", ("patient", id.ToString()))
        : With("/patients", ("for", "booking"));

    /// <summary>The page for a new patient, who is then booked for.</summary>
    public string NewPatient => With("/patients/new", ("for", "booking"));

    private string With(string path, params (string Name, string? Value)[] first) => QueryHelpers.AddQueryString(path,
        first.Append(("practitioner", Practitioner)).Append(("at", At)).Where(p => !string.IsNullOrEmpty(p.Item2))
            .Select(p => KeyValuePair.Create(p.Item1, p.Item2)));
}
