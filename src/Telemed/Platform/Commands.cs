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

        await RefuseWeakDatabase(app);
        await app.RunAsync();
    }

    private static async Task RefuseWeakDatabase(WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var schema = scope.ServiceProvider.GetRequiredService<DatabaseSchema>();
        var missing = await schema.Missing();
        if (missing.Count > 0)
        {
            throw new InvalidOperationException($"The database is not ready: {string.Join("; ", missing)}. Run `telemed migrate`.");
        }
    }

    internal static async Task<int> Migrate(IServiceProvider services)
    {
        await services.GetRequiredService<DatabaseSchema>().Migrate();
        Console.WriteLine($"The database in {Path.GetFullPath(services.GetRequiredService<IOptions<TelemedOptions>>().Value.DataFolder)} is up to date.");
        return 0;
    }
}
