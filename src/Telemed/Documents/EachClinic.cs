using Microsoft.EntityFrameworkCore;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Documents;

/// <summary>Goes through an installation clinic by clinic, each in a unit of work of its own, behind its wall.</summary>
internal static class EachClinic
{
    /// <exception cref="AggregateException">What went wrong, after all of them had their turn: the trouble of one clinic is not the others'.</exception>
    public static async Task Do(IServiceScopeFactory scopes, Func<Db, Task> work, CancellationToken cancel)
    {
        var faults = new List<Exception>();
        foreach (var clinic in await All(scopes, cancel))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var db = scope.ServiceProvider.GetRequiredService<Db>();
                db.Enter(clinic);
                await work(db);
            }
#pragma warning disable CA1031 // told below, whatever it was
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                faults.Add(fault);
            }
#pragma warning restore CA1031
        }

        if (faults.Count > 0)
        {
            throw new AggregateException(faults);
        }
    }

    private static async Task<List<TenantId>> All(IServiceScopeFactory scopes, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<Db>().Tenants.Select(t => t.Id).ToListAsync(cancel);
    }
}
