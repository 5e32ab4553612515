using Telemed.Platform.Security;

namespace Telemed.Platform;

public static class Setup
{
    public static WebApplicationBuilder AddPlatform(this WebApplicationBuilder builder)
    {
        builder.Services.Configure<TelemedOptions>(builder.Configuration.GetSection(TelemedOptions.Section));
        var options = builder.Configuration.GetSection(TelemedOptions.Section).Get<TelemedOptions>() ?? new TelemedOptions();
        builder.Services.AddHostedService<WholeDatabase>();
        builder.Services.AddDb(options);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<Clock>();
        builder.Services.AddSingleton<PublicAddress>();
        builder.Services.AddSingleton<Buckets>();
        builder.Services.AddSingleton<ShortCodes>();
        builder.Services.AddSingleton(new EvenTime());
        builder.Services.AddSingleton(new OpenWeb());
        builder.Services.AddLocalization();
        builder.Services.AddProblemDetails();
        builder.Services.ConfigureHttpJsonOptions(json => Wire.Configure(json.SerializerOptions));
        builder.Services.AddSingleton(new Command("migrate", (services, _) => Commands.Migrate(services)));
        builder.AddEdge(options);
        return builder;
    }

    /// <summary>
    /// Begins to put the database's model together while routes and silo are: the longest part of a start. Who needs it meanwhile waits
    /// for this one; if it fails, they hear why.
    /// </summary>
    public static void ReadModelAhead(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var services = app.Services.GetRequiredService<IServiceScopeFactory>();
        _ = Task.Run(() =>
        {
            using var scope = services.CreateScope();
            return scope.ServiceProvider.GetRequiredService<Db>().Model;
        });
    }
}
