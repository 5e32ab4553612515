using Microsoft.Extensions.Options;

namespace Telemed.Platform;

/// <summary>A command of the program: <c>telemed migrate</c>, <c>telemed create-admin</c>. Each slice registers its own.</summary>
public sealed record Command(string Name, Func<IServiceProvider, string[], Task<int>> Run);

public static class Commands
{
    /// <summary>Runs the command that the first argument names, else serves. Returns when the server stops.</summary>
    public static async Task Run(WebApplication app, string[] args)
    {
        var command = app.Services.GetServices<Command>().FirstOrDefault(c => args.Length > 0 && c.Name == args[0]);
        if (command is not null)
        {
            await using var scope = app.Services.CreateAsyncScope();
            Environment.ExitCode = await command.Run(scope.ServiceProvider, args[1..]);
            return;
        }

        await using (app)
        {
            await Serve(app);
        }
    }

    private static async Task Serve(WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch
        {
            // What did start goes down in order.
            await app.StopAsync();
            throw;
        }

        await app.WaitForShutdownAsync();
    }

    internal static async Task<int> Migrate(IServiceProvider services)
    {
        await services.GetRequiredService<DatabaseSchema>().Migrate();
        Console.WriteLine($"The database in {Path.GetFullPath(services.GetRequiredService<IOptions<TelemedOptions>>().Value.DataFolder)} is up to date.");
        return 0;
    }
}
