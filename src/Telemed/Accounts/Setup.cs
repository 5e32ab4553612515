using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Telemed.Notifications;
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
        builder.Services.AddIdentityCore<Account>();
        builder.Services.AddScoped<IUserStore<Account>, AccountStore>();
        builder.Services.AddScoped<IPasswordHasher<Account>, Passwords>();
        builder.Services.AddScoped<SignIn>();
        builder.Services.AddScoped<Registration>();
        builder.Services.AddScoped<EmailProof>();
        builder.Services.AddScoped<ILetter, EmailCodeLetter>();
        builder.Services.AddHostedService<SessionWatch>();
        builder.Services.AddSingleton(new Command("create-admin", CreateAdmin.Run));
        return builder;
    }

    public static WebApplication MapAccounts(this WebApplication app)
    {
        app.MapPost("/sign-out", SignOut.Post).AllowAnonymous();
        return app;
    }

    /// <summary>
    /// After authentication: the request's unit of work enters the clinic of whoever is signed in. An account that belongs to no
    /// clinic gets the few pages made for it and nothing else.
    /// </summary>
    public static WebApplication UseOwnClinic(this WebApplication app)
    {
        app.Use(async (context, next) =>
        {
            var marks = context.GetEndpoint()?.Metadata;
            var elsewhere = marks?.GetMetadata<Tenancy.ByVisitCookieAttribute>() is not null || marks?.GetMetadata<Tenancy.NamesItsClinicAttribute>() is not null;
            var open = marks is null || elsewhere || marks.GetMetadata<IAllowAnonymous>() is not null || marks.GetMetadata<WithoutClinicAttribute>() is not null;
            if (!elsewhere && context.User.Actor is { } actor)
            {
                context.RequestServices.GetRequiredService<Db>().Enter(actor.TenantId);
            }
            else if (!open && context.User.AccountId is not null)
            {
                SendToWelcome(context);
                return;
            }

            await next(context);
        });
        return app;
    }

    private static void SendToWelcome(HttpContext context)
    {
        if (HttpMethods.IsGet(context.Request.Method) && context.Request.Path == "/")
        {
            context.Response.Redirect("/welcome");
            return;
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
    }
}
