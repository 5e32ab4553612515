using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Telemed.Audit;
using Telemed.Platform;

namespace Telemed.Tests.Audit;

public sealed class RefusalsTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    [Fact]
    public async Task Refusals_of_one_address_and_minute_are_one_row_with_their_number()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Count("192.0.2.1")));
        await Count("192.0.2.2");
        var rows = await app.InScope(s => s.GetRequiredService<Db>().Refusals.Where(r => r.What == "test").OrderBy(r => r.Address).ToListAsync());
        Assert.Equal([("192.0.2.1", 8), ("192.0.2.2", 1)], rows.Select(r => (r.Address, r.Count)));
    }

    private Task<bool> Count(string address) => app.InScope(async services =>
    {
        await services.GetRequiredService<Db>().CountRefusal(address, "test", app.Now);
        return true;
    });
}
