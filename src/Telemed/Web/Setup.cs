using System.Globalization;
using Microsoft.AspNetCore.Localization;
using Telemed.Accounts;

namespace Telemed.Web;

public static class Setup
{
    private static readonly CultureInfo[] Languages = [new("fr"), new("en")];

    public static WebApplicationBuilder AddWeb(this WebApplicationBuilder builder)
    {
        builder.Services.AddRazorComponents();
        builder.Services.AddHttpContextAccessor();
        builder.Services.Configure<RequestLocalizationOptions>(localization =>
        {
            localization.DefaultRequestCulture = new RequestCulture("fr");
            localization.SupportedCultures = localization.SupportedUICultures = Languages;
            // Staff and account holders chose; everybody else reads the language of the browser.
            localization.RequestCultureProviders =
            [
                new CustomRequestCultureProvider(context => Task.FromResult(
                    context.User.FindFirst(Claims.Language)?.Value is { } language ? new ProviderCultureResult(language) : null)),
                new AcceptLanguageHeaderRequestCultureProvider(),
            ];
        });
        return builder;
    }

    public static WebApplication UseWeb(this WebApplication app)
    {
        app.UseStatusCodePagesWithReExecute("/not-found");
        app.UseRouting();
        app.UseAuthentication();
        app.UseRequestLocalization();
        app.UseAuthorization();
        app.UseOwnClinic();
        app.UseAntiforgery();
        return app;
    }

    public static WebApplication MapWeb(this WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        app.MapRazorComponents<App>().WithStaticAssets();
        return app;
    }
}
