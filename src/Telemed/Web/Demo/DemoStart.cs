using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Web.Demo;

/// <summary>
/// The demonstration: only in Development, and only while the server listens on this machine alone. Once the server has bound its
/// address, it fills an empty database and prints the sign-ins and two links. A Production start knows none of this.
/// </summary>
internal sealed class DemoStart(IServiceScopeFactory scopes, IServer server, IOptions<TelemedOptions> options, IHostApplicationLifetime lifetime, Clock clock)
    : BackgroundService
{
    /// <summary>Where <c>bin/links</c> finds the running server.</summary>
    public const string AddressFile = "dev-address.txt";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource();
        await using var heard = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        if (!ThisMachine.IsAllThat(server))
        {
            Console.WriteLine("Listening beyond this machine: no demonstration data, no printed passwords, no links.");
            return;
        }

        var folder = options.Value.DataFolder;
        var passwords = new DemoPasswords(folder);
        await DemoSeed.Fill(scopes, passwords, clock.Now);
        await InEachClinic(db => DemoDay.Fill(db, db.Tenants.Local.Single().Name == DemoCast.North.Name ? DemoCast.North : DemoCast.South, clock.Now));
        await InEachClinic(db => db.Tenants.Local.Single().Name == DemoCast.North.Name ? DemoRecord.Fill(db, DemoCast.North, clock.Now) : Task.CompletedTask);
        await using var scope = scopes.CreateAsyncScope();
        await File.WriteAllTextAsync(Path.Combine(folder, AddressFile), scope.ServiceProvider.GetRequiredService<PublicAddress>().Value, stoppingToken);
        DemoGreeting.Print(passwords, await Ready(scope.ServiceProvider, first: true));
    }

    /// <summary>POST /dev/links: another consultation that is ready now, for whoever sits at this machine.</summary>
    public static async Task<IResult> LinksEndpoint(HttpContext context, IServer server) =>
        ThisMachine.IsAllThat(server) && ThisMachine.IsAsking(context)
            ? Results.Text(DemoGreeting.Lines(await Ready(context.RequestServices, first: false)))
            : Results.NotFound();

    private static async Task<DemoVisit.Links> Ready(IServiceProvider services, bool first)
    {
        var db = services.GetRequiredService<Db>();
        var north = await db.Tenants.SingleAsync(t => t.Name == DemoCast.North.Name);
        db.Enter(north.Id);
        return await DemoVisit.Ready(db, services.GetRequiredService<PublicAddress>(), services.GetRequiredService<Clock>(), first);
    }

    private async Task InEachClinic(Func<Db, Task> work)
    {
        foreach (var name in (string[])[DemoCast.North.Name, DemoCast.South.Name])
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<Db>();
            if (await db.Tenants.SingleOrDefaultAsync(t => t.Name == name) is { } clinic)
            {
                db.Enter(clinic.Id);
                await work(db);
            }
        }
    }
}
