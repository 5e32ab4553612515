using Telemed.Consultations.Chatting;
using Telemed.Documents;
using Telemed.Records.Access;
using Telemed.Records.Searching;
using Telemed.Records.Templates;

namespace Telemed.Records;

public static class Setup
{
    public static WebApplicationBuilder AddRecords(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Telemed.Consultations.Ending.IReports, Reports>();
        builder.Services.AddSingleton<IHearsChat, KeywordMoments>();
        builder.Services.AddScoped<Telemed.Notifications.ILetter, Access.GlassBrokenLetter>();
        builder.Services.AddScoped<Telemed.Notifications.ILetter, Observing.MeasureLetter>();
        builder.Services.AddSingleton(new Telemed.Platform.Command("import-codes", Lists.ImportCodes.Run));
        builder.Services.AddSingleton<IHearsDocuments, FiledDocuments>();
        builder.Services.AddHostedService<IndexCatchUp>();
        return builder;
    }

    public static WebApplication MapRecords(this WebApplication app)
    {
        app.MapNotes();
        app.MapTemplates();
        app.MapMoments();
        app.MapShowingForms();
        return app;
    }
}
