using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Localization;
using Telemed.Accounts;
using Telemed.Web.Pages.Agenda;
using Telemed.Web.Pages.Appointments;
using Telemed.Web.Pages.Booking;
using Telemed.Web.Pages.Clinic;
using Telemed.Web.Pages.Earlier;
using Telemed.Platform;
using Telemed.Platform.Security;
using Telemed.Web.Demo;
using Telemed.Web.Pages.Notifications;
using Telemed.Web.Pages.Online;
using Telemed.Web.Pages.Record;
using Telemed.Web.Pages.Statistics;

namespace Telemed.Web;

public static class Setup
{
    private static readonly CultureInfo[] Languages = [new("fr"), new("en")];

    public static WebApplicationBuilder AddWeb(this WebApplicationBuilder builder)
    {
        builder.Services.AddRazorComponents();
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddScoped<Pages.Accounts.VisitClaim>();
        builder.Services.AddScoped<NotificationTexts>();
        builder.Services.AddExceptionHandler<ProblemForPrograms>();
        if (builder.Environment.IsDevelopment())
        {
            builder.Services.AddHostedService<DemoStart>();
        }

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
        app.UseEdge();
        app.UseErrorPages();
        app.UseRouting();
        app.UseRefusedAccess();
        app.UseOriginGuard();
        app.UseMissing();
        // Showing an exception must not need the database that may have caused it.
        app.UseWhen(context => context.Features.Get<IExceptionHandlerFeature>() is null, asked => asked.UseAuthentication());
        // Else WebApplication adds a second one in front of everything, outside the error pages.
        ((IApplicationBuilder)app).Properties["__AuthenticationMiddlewareSet"] = true;
        app.UseRequestLocalization();
        app.UseAuthorization();
        app.UseOwnClinic();
        app.UseUnreadableForms();
        app.UseAntiforgery();
        app.UseStaleForms();
        app.UseOpenLines();
        return app;
    }

    public static WebApplication MapWeb(this WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        if (app.Environment.IsDevelopment())
        {
            app.MapPost("/dev/links", DemoStart.LinksEndpoint).AllowAnonymous();
        }

        app.MapAppointmentMoves();
        app.MapTimes();
        app.MapUnblock();
        app.MapAdmission();
        app.MapCalendarImport();
        app.MapRetention();
        app.MapRetry();
        app.MapHolding();
        app.MapLeavingBooking();
        app.MapEarlier();
        app.MapLeavingOnline();
        app.MapStatisticsFile();
        app.MapNotificationsApi();
        app.MapMeasures();
        app.MapRazorComponents<App>().WithStaticAssets().Add(AlsoHead);
        return app;
    }

    /// <summary>Pages answer HEAD as they answer GET, without the body: mail scanners and monitors ask so first.</summary>
    private static void AlsoHead(EndpointBuilder page)
    {
        if (page.Metadata.OfType<HttpMethodMetadata>().FirstOrDefault() is { } methods && methods.HttpMethods.Contains(HttpMethods.Get))
        {
            page.Metadata.Remove(methods);
            page.Metadata.Add(new HttpMethodMetadata([.. methods.HttpMethods, HttpMethods.Head]));
        }
    }
}
