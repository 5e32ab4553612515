using Telemed.Audit;
using Telemed.Platform;

namespace Telemed.Consultations;

/// <summary>Counts what a room connection sent and the hub dropped, outside the invocation's own unit of work.</summary>
internal sealed class HubCounts(IServiceScopeFactory scopes, Clock clock)
{
    public async Task Add(string address, string what)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<Db>().CountRefusal(address, what, clock.Now);
    }
}
