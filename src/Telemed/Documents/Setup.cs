using Telemed.Documents.Asking;
using Telemed.Documents.Blobs;
using Telemed.Documents.Outside;
using Telemed.Documents.Phones;
using Telemed.Documents.Reading;
using Telemed.Documents.Scanning;
using Telemed.Documents.Uploads;
using Telemed.Notifications;
using Telemed.Platform;

namespace Telemed.Documents;

public static class Setup
{
    public static WebApplicationBuilder AddDocuments(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(Durable.Disk);
        builder.Services.AddSingleton<FileKeys>();
        if (builder.Configuration.GetSection(TelemedOptions.Section).Get<TelemedOptions>()?.S3 is { Bucket: { Length: > 0 } } s3)
        {
            builder.Services.AddSingleton(_ => new S3Bucket(s3));
            builder.Services.AddHostedService<ClosedBucket>();
        }

        builder.Services.AddSingleton<BlobStore>();
        builder.Services.AddHostedService<FirstKey>();
        builder.Services.AddSingleton(new Command("keys", RotateKeys.Run));
        builder.Services.AddSingleton(new Command("blobs", Blobs));
        builder.Services.AddOptions<TelemedOptions>()
            .Validate(o => o.S3.IsPossible, "Telemed:S3 is to have a Bucket, an AccessKey and a SecretKey, and an Endpoint that is empty or begins with http:// or https://.")
            .Validate(o => Scanner.IsAddress(o.ClamAv), "Telemed:ClamAv is to be host:port, or the path of a socket, for example /run/clamav/clamd.ctl.").ValidateOnStart();
        builder.Services.AddSingleton<Scanner>();
        builder.Services.AddScoped<Quotas>();
        builder.Services.AddScoped<Versions>();
        builder.Services.AddScoped<Filing>();
        builder.Services.AddScoped<Describing>();
        builder.Services.AddScoped<Moving>();
        builder.Services.AddScoped<EnteringInError>();
        builder.Services.AddScoped<Erasing>();
        builder.Services.AddSingleton<Pens>();
        builder.Services.AddScoped<UploadDesk>();
        builder.Services.AddScoped<Finishing>();
        builder.Services.AddScoped<TusApi>();
        builder.Services.AddSingleton<UploadWatch>();
        builder.Services.AddHostedService(services => services.GetRequiredService<UploadWatch>());
        builder.Services.AddSingleton<Sweeper>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Sweeper>());
        builder.Services.AddSingleton<DocumentContents>();
        builder.Services.AddSingleton<Reader>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Reader>());
        builder.Services.AddScoped<ILetter, DocumentLetter>();
        builder.Services.AddScoped<ILetter, RequestLetter>();
        return builder;
    }

    private static async Task<int> Blobs(IServiceProvider services, string[] args)
    {
        switch (args)
        {
            case ["encrypt"]:
                return await EncryptFiles.Run(services);
            case ["check"]:
                return await CheckFiles.Run(services);
            case ["move", "s3" or "disk"]:
                return await MoveFiles.Run(services, toBucket: args[1] == "s3");
            default:
                Console.Error.WriteLine("telemed blobs check: reads every stored file and says which are lost or altered.\n"
                    + "telemed blobs encrypt: encrypts the files that were stored before files were encrypted.\n"
                    + "telemed blobs move s3 | disk: moves every stored file to the bucket, or back to the data folder.");
                return 1;
        }
    }

    public static WebApplication MapDocuments(this WebApplication app)
    {
        app.MapDocumentsApi();
        app.MapDocumentForms();
        app.MapRequestForms();
        app.MapViewing();
        TusApi.Map(app);
        Receipts.Map(app);
        PhoneApi.Map(app);
        ShareApi.Map(app);
        return app;
    }
}
