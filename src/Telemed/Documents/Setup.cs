using Telemed.Documents.Blobs;
using Telemed.Notifications;
using Telemed.Platform;

namespace Telemed.Documents;

public static class Setup
{
    public static WebApplicationBuilder AddDocuments(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(Durable.Disk);
        builder.Services.AddSingleton<FileKeys>();
        builder.Services.AddSingleton<BlobStore>();
        builder.Services.AddHostedService<FirstKey>();
        builder.Services.AddSingleton(new Command("keys", RotateKeys.Run));
        builder.Services.AddSingleton(new Command("blobs", EncryptFiles.Run));
        builder.Services.AddScoped<Filing>();
        builder.Services.AddSingleton<Sweeper>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Sweeper>());
        builder.Services.AddScoped<ILetter, DocumentLetter>();
        return builder;
    }

    public static WebApplication MapDocuments(this WebApplication app)
    {
        app.MapDocumentsApi();
        app.MapDocumentForms();
        return app;
    }
}
