using Telemed.BrowserTests.Testing;

namespace Telemed.BrowserTests.Visits;

/// <summary>A running call of a practitioner and a patient, both by link; picture and sound flow.</summary>
public sealed record Call(Someone Practitioner, Someone Patient, Links Links) : IAsyncDisposable
{
    public static async Task<Call> Begin(RunningServer server, Browsers browsers, bool phone = true)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(browsers);
        var links = await server.ReadyVisit();
        var call = new Call(await browsers.Someone(server), await browsers.Someone(server, phone), links);
        try
        {
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
