using Telemed.BrowserTests.Testing;

namespace Telemed.BrowserTests.Visits;

/// <summary>A running call of a practitioner and a patient, both by link; picture and sound flow.</summary>
public sealed record Call(Someone Practitioner, Someone Patient, Links Links) : IAsyncDisposable
{
    /// <param name="own">The practitioner's browser and the patient's, where they are not the same.</param>
    /// <param name="before">What is done to each page before it opens anything.</param>
    public static async Task<Call> Begin(RunningServer server, Browsers browsers, IReadOnlyList<IBrowser>? own = null, Func<Someone, Task>? before = null)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(browsers);
        var links = await server.ReadyVisit();
        var call = new Call(await browsers.Someone(server, browser: own?[0]), await browsers.Someone(server, phone: true, browser: own?[1]), links);
        try
        {
            await (before?.Invoke(call.Practitioner) ?? Task.CompletedTask);
            await (before?.Invoke(call.Patient) ?? Task.CompletedTask);
            await Task.WhenAll(call.Patient.Join(links.Patient), call.Practitioner.Join(links.Practitioner));
            await Task.WhenAll(call.Patient.SeesAndHears(), call.Practitioner.SeesAndHears());
            return call;
        }
        catch
        {
            // A practitioner left behind in a room would keep the next test's call from starting.
            await call.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Practitioner.DisposeAsync();
        await Patient.DisposeAsync();
    }
}
