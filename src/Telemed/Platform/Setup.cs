using Microsoft.AspNetCore.DataProtection;

namespace Telemed.Platform;

public static class Setup
{
    public static WebApplicationBuilder AddPlatform(this WebApplicationBuilder builder)
    {
        builder.Services.Configure<TelemedOptions>(builder.Configuration.GetSection(TelemedOptions.Section));
        var options = builder.Configuration.GetSection(TelemedOptions.Section).Get<TelemedOptions>() ?? new TelemedOptions();
        builder.Services.AddDb(options);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<Clock>();
        builder.Services.AddSingleton<PublicAddress>();
        builder.Services.AddSingleton<Buckets>();
        builder.Services.AddSingleton<ShortCodes>();
        builder.Services.AddLocalization();
        builder.Services.AddProblemDetails();
        builder.Services.ConfigureHttpJsonOptions(json => Wire.Configure(json.SerializerOptions));
        builder.Services.AddSingleton(new Command("migrate", (services, _) => Commands.Migrate(services)));
        builder.AddKeys(options);
        return builder;
    }

    /// <summary>Keys of cookies and form tokens, in a folder that only the owner may open.</summary>
    private static void AddKeys(this WebApplicationBuilder builder, TelemedOptions options)
    {
        var folder = Directory.CreateDirectory(Path.Combine(options.DataFolder, "keys"));
        if (!OperatingSystem.IsWindows())
        {
            folder.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        }

        builder.Services.AddDataProtection().SetApplicationName("telemed").PersistKeysToFileSystem(folder);
    }
}
