using Microsoft.AspNetCore.Authentication;
using Telemed.Platform;

namespace Telemed.Accounts;

public static class Setup
{
    public static WebApplicationBuilder AddAccounts(this WebApplicationBuilder builder)
    {
        builder.Services.AddAuthentication(SessionHandler.Name)
            .AddScheme<AuthenticationSchemeOptions, SessionHandler>(SessionHandler.Name, null);

        // Deny by default: a page or endpoint that says nothing asks for a signed-in person.
        builder.Services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new Microsoft.AspNetCore.Authorization.AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        builder.Services.AddCascadingAuthenticationState();
        return builder;
    }

    public static WebApplication MapAccounts(this WebApplication app) => app;

    /// <summary>After authentication: the request's unit of work enters the clinic of whoever is signed in.</summary>
    public static WebApplication UseOwnClinic(this WebApplication app)
    {
        app.Use((context, next) =>
        {
            var byVisit = context.GetEndpoint()?.Metadata.GetMetadata<Tenancy.ByVisitCookieAttribute>() is not null;
            if (!byVisit && context.User.Actor is { } actor)
            {
                context.RequestServices.GetRequiredService<Db>().Enter(actor.TenantId);
            }

            return next(context);
        });
        return app;
    }
}
