using Microsoft.EntityFrameworkCore;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Documents;

/// <summary>Goes through an installation clinic by clinic, each in a unit of work of its own, behind its wall.</summary>
internal static class EachClinic
{
    public static async Task Do(IServiceScopeFactory scopes, Func<Db, Task> work, CancellationToken cancel)
    {
        foreach (var clinic in await All(scopes, cancel))
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<Db>();
            db.Enter(clinic);
            await work(db);
        }
    }

    private static async Task<List<TenantId>> All(IServiceScopeFactory scopes, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<Db>().Tenants.Select(t => t.Id).ToListAsync(cancel);
    }
}
