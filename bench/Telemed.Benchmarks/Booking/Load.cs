using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using NodaTime;

namespace Telemed.Benchmarks.Booking;

/// <summary>Clients who each book one after the other, all at once, for a while.</summary>
internal static class Load
{
    private const int MinutesApart = 5;

    /// <summary>Creations a second that were acknowledged; anything else than a creation ends the measure.</summary>
    public static async Task<double> PerSecond(IReadOnlyList<Func<Task>> clients, TimeSpan duration)
    {
        var done = 0;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(clients.Select(client => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(started) < duration)
            {
                await client();
                Interlocked.Increment(ref done);
            }
        })));
        return done / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>Of each practitioner's own: nobody is in two places at a time.</summary>
    private const int PatientsEach = 25;

    /// <summary>A practitioner who books through the form of the product, each time another patient of theirs at the next free time.</summary>
    public static async Task<Func<Task>> Books(Desk desk, LoadClinic clinic, int client)
    {
        var first = client * PatientsEach;
        var token = await desk.FormToken(PageOf(clinic, first));
        var (number, at) = (0, SystemClock.Instance.GetCurrentInstant().InUtc().Date.PlusDays(1).AtMidnight());
        return async () =>
        {
            at = at.PlusMinutes(MinutesApart);
            using var answer = await desk.Post(PageOf(clinic, first + (number++ % PatientsEach)), new()
            {
                ["_handler"] = "book", ["__RequestVerificationToken"] = token, ["date"] = at.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture),
                ["time"] = at.ToString("HH:mm", CultureInfo.InvariantCulture), ["reason"] = "Suivi", ["length"] = $"{MinutesApart}", ["modality"] = "video",
            });
            if (answer.Headers.Location?.ToString().Contains("/appointments?booked=", StringComparison.Ordinal) != true)
            {
                throw new InvalidOperationException($"Booking answered {answer.StatusCode} {answer.Headers.Location}.");
            }
        };
    }

    /// <summary>A client of a bare server that writes the same row.</summary>
    public static Func<Task> Creates(HttpClient http, string path, int client)
    {
        var (practitioner, at) = (Guid.CreateVersion7(), SystemClock.Instance.GetCurrentInstant() + Duration.FromDays(client + 1));
        return async () =>
        {
            at += Duration.FromMinutes(MinutesApart);
            var wish = new BareBooking(Guid.CreateVersion7(), practitioner, at.ToDateTimeUtc(), MinutesApart, "Suivi");
            using var answer = await http.PostAsJsonAsync(path, wish);
            if (answer.StatusCode is not HttpStatusCode.Created)
            {
                throw new InvalidOperationException($"The bare server answered {answer.StatusCode}.");
            }
        };
    }

    private static string PageOf(LoadClinic clinic, int number) => $"/appointments/new?patient={clinic.Patients[number % clinic.Patients.Count]}";
}
