namespace Telemed.People;

public static class Setup
{
    public static WebApplicationBuilder AddPeople(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<OwnTime>();
        return builder;
    }

    public static WebApplication MapPeople(this WebApplication app) => app;
}
